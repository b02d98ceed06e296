import PlanReport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is written beside its place and then put there in one step, so that no reader sees half of it and a link in
/// its place is replaced, never written through.
final class PendingFile {
  private let path: String
  private var temporary: String?

  /// Writes `bytes` into a new file beside `path`.
  init(_ bytes: [UInt8], for path: String) throws(OutputFailure) {
    self.path = path
    var status = stat()
    if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw OutputFailure("'\(path)' cannot be written", errno: EISDIR)
    }
    var template = Array("\(path).XXXXXX".utf8CString)
    let number = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Int32(-1) }
      return unsafe mkstemp(start)
    }
    guard number >= 0 else { throw OutputFailure("'\(path)' cannot be written", errno: errno) }
    temporary = unsafe template.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe String(cString: $0) }
    }
    var problem = Descriptor(number).write(bytes)
    // mkstemp makes files that only their owner may read; a report is for everyone that the umask allows.
    let mask = umask(0)
    umask(mask)
    if problem == 0, fchmod(number, 0o666 & ~mask) != 0 { problem = errno }
    if close(number) != 0, problem == 0 { problem = errno }
    guard problem == 0 else { throw OutputFailure("'\(path)' cannot be written", errno: problem) }
  }

  /// Puts the file in its place.
  func publish() throws(OutputFailure) {
    guard let temporary else { return }
    guard unsafe rename(temporary, path) == 0 else { throw OutputFailure("'\(path)' cannot be written", errno: errno) }
    self.temporary = nil
  }

  deinit {
    if let temporary { unsafe unlink(temporary) }
  }
}
