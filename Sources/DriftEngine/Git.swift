/// What the engine needs of git: to ask about the repository that the working directory is in, without changing anything.
package protocol Git: Sendable {
  /// Runs `git` with `arguments` in the working directory, with `input` on its standard input, and waits for its end.
  ///
  /// Nothing of what it prints passes through a shell. It never writes to the repository or the work tree, asks nobody, and
  /// reaches no network. More than `limit` bytes of output are a failure.
  func run(_ arguments: [String], input: [UInt8], limit: Int) async throws(GitFailure) -> GitOutput
}

/// How a run of git ended.
package struct GitOutput: Sendable {
  /// Its exit status; 0 when it did what it was asked.
  package let status: Int
  package let bytes: [UInt8]
  /// What it said went wrong.
  package let errors: String

  package init(status: Int, bytes: [UInt8], errors: String) {
    self.status = status
    self.bytes = bytes
    self.errors = errors
  }

  /// The output as a line, without the end of the line.
  var line: String {
    String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }
}

/// Why git could not be asked.
package enum GitFailure: Error, Hashable, Sendable {
  /// There is no program of that name.
  case notInstalled
  /// It printed more than was asked for.
  case tooMuch
  /// Anything else, in a few words.
  case failed(String)
}

/// For runs that have nothing to ask git.
package struct NoGit: Git {
  package init() {}

  package func run(_ arguments: [String], input: [UInt8], limit: Int) async throws(GitFailure) -> GitOutput {
    throw .notInstalled
  }
}
