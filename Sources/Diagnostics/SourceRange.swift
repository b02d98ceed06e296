/// The name of one loaded text, valid in the `SourceMap` that gave it out.
package struct SourceID: Hashable, Comparable, Sendable, BitwiseCopyable {
  package let rawValue: UInt32

  /// Stands for a text that no map holds, such as an answer of the API: its ranges cannot be shown.
  package static let none = SourceID(rawValue: .max)

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  package static func < (first: SourceID, second: SourceID) -> Bool {
    first.rawValue < second.rawValue
  }
}

/// A half-open run of UTF-8 bytes in one loaded text.
///
/// Offsets count from the first byte after a byte order mark. A range knows nothing of lines; ask a
/// `LineIndex` when a person has to read it.
///
///     memory: 4096
///             ^^^^    SourceRange(source, 8..<12)
package struct SourceRange: Hashable, Sendable, BitwiseCopyable {
  package let source: SourceID
  package let lowerBound: UInt32
  package let upperBound: UInt32

  package init(_ source: SourceID, _ bounds: Range<Int>) {
    self.source = source
    lowerBound = UInt32(clamping: bounds.lowerBound)
    upperBound = UInt32(clamping: bounds.upperBound)
  }

  /// The offsets of the range's bytes.
  package var bounds: Range<Int> {
    Int(lowerBound)..<Int(upperBound)
  }

  /// Whether `other` lies inside this range, in the same text. Every range contains itself.
  package func contains(_ other: SourceRange) -> Bool {
    source == other.source && lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
