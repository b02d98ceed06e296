#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is said when the server is ready: where it is, and how to ask it.
struct Greeting: Sendable {
  let count: Int
  let workspace: String
  let key: String
  /// The file with the certificate that clients are to trust.
  let authority: String?
  /// Whether standard output is for something else.
  let isOnStandardError: Bool

  /// - Parameters:
  ///   - address: what is listened on.
  ///   - ownAddress: what this machine asks at.
  func write(address: String, ownAddress: String) {
    let trust = authority.map { "--cacert \(Self.quoted($0)) " } ?? ""
    let lines = """
      serving \(count) jobs of workspace \(workspace) at \(address)
      try: curl \(trust)-H 'Blaxel-Version: 2026-04-28' -H \(Self.quoted("X-Blaxel-Workspace: \(workspace)")) \
      -H "Authorization: Bearer \(key)" \(ownAddress)/jobs

      """
    // Not buffered, since whoever reads a pipe or a log waits for it.
    _ = writeAll(Array(lines.utf8), to: isOnStandardError ? STDERR_FILENO : STDOUT_FILENO)
  }

  /// Says on standard error what may not be as it was meant.
  static func warn(_ text: String) {
    _ = writeAll(Array("blaxel-standin: warning: \(text)\n".utf8), to: STDERR_FILENO)
  }

  /// The text as one word of a shell's command.
  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }
}
