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

  package init() {}

  /// Adds a text and names it. Identifiers are dense, in the order of adding.
  package mutating func add(_ file: SourceFile) -> SourceID {
    files.append(file)
    return SourceID(rawValue: UInt32(files.count - 1))
  }

  /// Puts another text in the place of the one named `id`, such as the same without its bytes.
  package mutating func replace(_ id: SourceID, by file: SourceFile) {
    files[Int(id.rawValue)] = file
  }

  /// The text named `id`, which this map must have given out.
  package subscript(id: SourceID) -> SourceFile {
    files[Int(id.rawValue)]
  }
}
