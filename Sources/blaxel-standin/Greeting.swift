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

  func write(address: String) {
    let trust = authority.map { "--cacert '\($0)' " } ?? ""
    let lines = """
      serving \(count) jobs of workspace \(workspace) at \(address)
      try: curl \(trust)-H 'Blaxel-Version: 2026-04-28' -H 'X-Blaxel-Workspace: \(workspace)' \
      -H "Authorization: Bearer \(key)" \(address)/jobs

      """
    // Not buffered, since whoever reads a pipe or a log waits for it.
    _ = writeAll(Array(lines.utf8), to: isOnStandardError ? STDERR_FILENO : STDOUT_FILENO)
  }
}
