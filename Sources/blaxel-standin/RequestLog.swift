import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that gets a line for each request, whole lines only.
final class RequestLog: Sendable {
  private let descriptor: Int32
  private let hasFailed = Mutex(false)

  /// Opens the file for adding to its end; `-` is standard output.
  init(path: String) throws(Failure) {
    descriptor = path == "-" ? STDOUT_FILENO : unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(description: "File '\(path)' cannot be written") }
  }

  /// Writes a line. The first failure is said on standard error; nothing is written after it.
  func write(_ line: [UInt8]) {
    hasFailed.withLock { hasFailed in
      guard !hasFailed, !writeAll(line + [UInt8(ascii: "\n")], to: descriptor) else { return }
      hasFailed = true
      _ = writeAll(Array("blaxel-standin: the log of requests cannot be written any more\n".utf8), to: STDERR_FILENO)
    }
  }
}

/// Writes all bytes; says whether that went well.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}
