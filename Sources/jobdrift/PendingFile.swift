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
  /// Who may read the file.
  enum Readers {
    /// Everyone that the umask allows.
    case standard
    /// Its owner alone, whatever the umask says.
    case owner
  }

  private let path: String
  private var temporary: String?

  /// Writes `bytes` into a new file beside `path`.
  init(_ bytes: [UInt8], for path: String, readers: Readers = .standard) throws(OutputFailure) {
    self.path = path
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG, S_IFLNK: break
      case S_IFDIR: throw OutputFailure("'\(path)' cannot be written", errno: EISDIR)
      // A device or a pipe would be gone.
      default: throw OutputFailure("'\(path)' cannot be written", reason: "it is not a regular file")
      }
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
    // mkstemp leaves out what the umask does, and gives nobody but the owner anything.
    if problem == 0, fchmod(number, readers.mode) != 0 { problem = errno }
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

extension PendingFile.Readers {
  /// The permissions of the file.
  fileprivate var mode: mode_t {
    switch self {
    case .owner: return 0o600
    case .standard:
      let mask = umask(0)
      umask(mask)
      return 0o666 & ~mask
    }
  }
}
