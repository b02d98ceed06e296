/// A loaded text: what to call it, and its UTF-8 bytes without a byte order mark.
package struct SourceFile: Sendable {
  /// The path as reports show it: relative to the working directory, `/` between the parts, or `<stdin>`.
  package let path: String
  package let bytes: [UInt8]

  /// Takes a file's contents; a UTF-8 byte order mark at their start is left out.
  package init(path: String, contents: [UInt8]) {
    self.path = path
    bytes = contents.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(contents.dropFirst(3)) : contents
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

  /// Puts another text in the place of the one named `id`, such as the same without its bytes.
  package mutating func replace(_ id: SourceID, by file: SourceFile) {
    files[Int(id.rawValue - first)] = file
  }

  /// The text named `id`, which this map must have given out.
  package subscript(id: SourceID) -> SourceFile {
    files[Int(id.rawValue - first)]
  }
}
