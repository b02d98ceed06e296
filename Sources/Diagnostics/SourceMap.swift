/// A loaded text: what to call it, and its UTF-8 bytes without a byte order mark.
package struct SourceFile: Sendable {
  /// The path as reports show it: relative to the working directory, `/` between the parts, or `<stdin>`.
  package let path: String
  /// Empty once the text was let go of.
  package let bytes: [UInt8]
  /// Where ranges stood in a text that was let go of, in the order of their bounds.
  private let kept: [KeptRange]

  private struct KeptRange: Sendable {
    let range: SourceRange
    let start: SourcePosition
    let end: SourcePosition
  }

  /// Takes a file's contents; a UTF-8 byte order mark at their start is left out.
  package init(path: String, contents: [UInt8]) {
    self.path = path
    bytes = contents.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(contents.dropFirst(3)) : contents
    kept = []
  }

  private init(path: String, kept: [KeptRange]) {
    self.path = path
    bytes = []
    self.kept = kept
  }

  /// The same without its bytes, which still knows where `ranges` stand.
  fileprivate func released(keeping ranges: [SourceRange]) -> SourceFile {
    guard !ranges.isEmpty else { return SourceFile(path: path, kept: []) }
    let index = LineIndex(bytes)
    let kept = ranges.map { range in
      KeptRange(
        range: range, start: index.position(of: range.bounds.lowerBound),
        end: index.position(of: range.bounds.upperBound))
    }
    return SourceFile(path: path, kept: kept.sorted { $0.range.precedes($1.range) })
  }

  /// Where a range stands that was kept when the text was let go of, in O(log n); nil of any other.
  package func keptPositions(of range: SourceRange) -> (start: SourcePosition, end: SourcePosition)? {
    var (low, high) = (0, kept.count)
    while low < high {
      let middle = (low + high) / 2
      if kept[middle].range.precedes(range) { low = middle + 1 } else { high = middle }
    }
    guard low < kept.count, kept[low].range == range else { return nil }
    return (kept[low].start, kept[low].end)
  }
}

/// The loaded texts of one run, each under the identifier that ranges carry.
package struct SourceMap: Sendable {
  package private(set) var files: [SourceFile] = []
  /// The identifier of the first text.
  private let first: UInt32

  package init() {
    first = 0
  }

  /// Texts that follow those of other maps, which are read at the same time; see `append`.
  ///
  /// - Parameter next: the identifier of the first text to add.
  package init(from next: SourceID) {
    first = next.rawValue
  }

  /// The identifier of the text that is added next.
  package var next: SourceID { SourceID(rawValue: first + UInt32(files.count)) }

  /// Adds a text and names it. Identifiers are dense, in the order of adding.
  package mutating func add(_ file: SourceFile) -> SourceID {
    files.append(file)
    return SourceID(rawValue: next.rawValue - 1)
  }

  /// Adds the texts of a map that begins where this one ends.
  package mutating func append(_ other: SourceMap) {
    precondition(other.first == next.rawValue, "maps are put together in the order of their identifiers")
    files += other.files
  }

  /// Lets go of the bytes of the text named `id`, but for where `ranges` stand.
  package mutating func release(_ id: SourceID, keeping ranges: [SourceRange]) {
    let position = position(of: id)
    files[position] = files[position].released(keeping: ranges)
  }

  /// Puts another text in the place of the one named `id`, such as one that was let go of, read again.
  package mutating func replace(_ id: SourceID, by file: SourceFile) {
    files[position(of: id)] = file
  }

  /// The text named `id`, which this map must have given out.
  package subscript(id: SourceID) -> SourceFile {
    files[position(of: id)]
  }

  /// How many texts come before the one named `id`.
  package func position(of id: SourceID) -> Int {
    Int(id.rawValue - first)
  }
}

extension SourceRange {
  /// Whether it begins before another range of the same text, or with it and ends before.
  fileprivate func precedes(_ other: SourceRange) -> Bool {
    (lowerBound, upperBound) < (other.lowerBound, other.upperBound)
  }
}
