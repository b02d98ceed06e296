/// What the engine needs of a file system. Paths are as people give them: absolute, or relative to the working
/// directory.
package protocol FileSystem: Sendable {
  /// The absolute path that relative ones start from, without links.
  var workingDirectory: String { get }

  /// What stands at `path` itself; a link is not followed.
  func kind(of path: String) throws(FileFailure) -> FileKind

  /// The absolute path that `path` leads to when every link is followed.
  func resolved(_ path: String) throws(FileFailure) -> String

  /// The names in a directory, in no particular order, without `.` and `..`.
  func names(in directory: String) throws(FileFailure) -> [String]

  /// All that is in a directory, names that are no text included.
  func listing(of directory: String) throws(FileFailure) -> DirectoryListing

  /// The contents of the regular file at `path`, whose last part must not be a link. A file larger than `limit` bytes, or
  /// anything but a regular file, is a failure, and is not read.
  func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8]

  /// Everything that comes through what `path` leads to when every link is followed: also through a pipe or a device, for whose
  /// end it waits. More than `limit` bytes are a failure, after no more than that was read.
  func contents(through path: String, limit: Int) throws(FileFailure) -> [UInt8]

  /// Everything that comes in through standard input, up to `limit` bytes.
  func standardInput(limit: Int) throws(FileFailure) -> [UInt8]
}

extension FileSystem {
  /// The names, where all are text.
  package func listing(of directory: String) throws(FileFailure) -> DirectoryListing {
    DirectoryListing(entries: try names(in: directory).map { DirectoryListing.Entry(name: $0, kind: nil) })
  }

  /// The contents of regular files, where there are no others.
  package func contents(through path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    try contents(of: try resolved(path), limit: limit)
  }

  /// What comes through a file that a flag names: `-` is standard input, and `/dev/fd/63` is what a shell makes of `<(…)`.
  func contents(given path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    path == "-" ? try standardInput(limit: limit) : try contents(through: path, limit: limit)
  }

  /// The contents of a regular file that was named by itself, links followed; `-` is standard input.
  func contents(named path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    path == "-" ? try standardInput(limit: limit) : try contents(of: try resolved(path), limit: limit)
  }
}

/// What is in a directory, in no particular order, without `.` and `..`.
package struct DirectoryListing: Sendable {
  package struct Entry: Sendable {
    package let name: String
    /// What stands there, where the directory itself tells; else `kind(of:)` does.
    package let kind: FileKind?

    package init(name: String, kind: FileKind?) {
      self.name = name
      self.kind = kind
    }
  }

  package var entries: [Entry]
  /// Names that are not UTF-8, by which nothing can be opened, with replacement characters in them.
  package var misnamed: [(name: String, kind: FileKind)] = []

  package init(entries: [Entry] = []) {
    self.entries = entries
  }
}

/// What stands in a directory under a name.
package enum FileKind: Sendable {
  case regular, directory, link
  /// A device, a pipe or a socket.
  case other
}

/// Why something could not be read.
package struct FileFailure: Error, Hashable, Sendable {
  /// In a few words, without a full stop: "permission denied".
  package let reason: String
  /// Whether the text is larger than was asked for, and otherwise could be read.
  package let isTooLarge: Bool
  /// Whether there is nothing to read.
  package let isMissing: Bool

  package init(_ reason: String, isMissing: Bool = false) {
    self.reason = reason
    self.isMissing = isMissing
    isTooLarge = false
  }

  private init(limit: Int) {
    reason = "it is larger than \(limit) bytes"
    isTooLarge = true
    isMissing = false
  }

  /// The failure of a text that is larger than `limit` bytes.
  package static func tooLarge(_ limit: Int) -> FileFailure {
    FileFailure(limit: limit)
  }
}
