import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file that tells others the port, and by being there that it is listened on.
struct PortFile: Sendable {
  private let path: String

  /// Removes what an earlier run left at `path`; what is no regular file stays.
  init(replacing path: String) throws(Failure) {
    self.path = path
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    guard unsafe unlink(path) == 0 else { throw Failure(description: "File '\(path)' cannot be replaced") }
  }

  /// All at once, so that whoever waits for the file never reads half of it.
  func write(_ port: Int) throws(Failure) {
    do {
      try Data("\(port)\n".utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Failure(description: "File '\(path)' cannot be written")
    }
  }
}
