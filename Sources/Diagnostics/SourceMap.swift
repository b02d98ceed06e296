/// A loaded text: what to call it, and its UTF-8 bytes without a byte order mark.
package struct SourceFile: Sendable {
  /// The path as reports show it: relative to the working directory, `/` between the parts, or `<stdin>`.
  package let path: String
  /// Empty once the text was let go of.
  package private(set) var bytes: [UInt8]
  /// In the order of their bounds.
  private var located: [LocatedRange] = []

  private struct LocatedRange: Sendable {
    let range: SourceRange
    let start: SourcePosition
    let end: SourcePosition
  }

  /// Takes a file's contents; a UTF-8 byte order mark at their start is left out.
  package init(path: String, contents: [UInt8]) {
    self.path = path
    bytes = contents.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(contents.dropFirst(3)) : contents
  }

  /// Notes where `ranges`, and no others, stand.
  fileprivate mutating func locate(_ ranges: some Collection<SourceRange>) {
    let index = LineIndex(bytes)
    located = ranges.map { range in
      LocatedRange(
        range: range, start: index.position(of: range.bounds.lowerBound),
        end: index.position(of: range.bounds.upperBound))
    }
    located.sort { $0.range.precedes($1.range) }
  }

  fileprivate mutating func release() {
    bytes = []
  }

  /// Where a range stands that was located, in O(log n), and be it in a text that was let go of; nil of any other.
  package func positions(of range: SourceRange) -> (start: SourcePosition, end: SourcePosition)? {
    var (low, high) = (0, located.count)
    while low < high {
      let middle = (low + high) / 2
      if located[middle].range.precedes(range) { low = middle + 1 } else { high = middle }
    }
    guard low < located.count, located[low].range == range else { return nil }
    return (located[low].start, located[low].end)
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

  /// Finds out where `ranges` of the text named `id` stand, so that it is known without the text. Those of before are forgotten.
  package mutating func locate(_ ranges: some Collection<SourceRange>, in id: SourceID) {
    files[position(of: id)].locate(ranges)
  }

  /// Lets go of the bytes of the text named `id`.
  package mutating func release(_ id: SourceID) {
    files[position(of: id)].release()
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
