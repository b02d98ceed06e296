import DriftEngine

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
    try Self.checkPlace(path)
    // In the place of the six letters, mkstemp puts what makes the name a new one (mkstemp(3)).
    var template = Array("\(path).XXXXXX".utf8CString)
    var (number, reason) = (Int32(-1), Int32(0))
    temporary = Interruption.keepTrack {
      number = unsafe template.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return -1 }
        return unsafe mkstemp(start)
      }
      reason = errno
      guard number >= 0 else { return nil }
      return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    guard number >= 0 else { throw OutputFailure("'\(path)' cannot be written", errno: reason) }
    var problem = Descriptor(number).write(bytes)
    // mkstemp leaves out what the umask does, and gives nobody but the owner anything.
    if problem == 0, fchmod(number, readers.mode) != 0 { problem = errno }
    if close(number) != 0, problem == 0 { problem = errno }
    guard problem == 0 else { throw OutputFailure("'\(path)' cannot be written", errno: problem) }
  }

  /// Makes sure that nothing is lost by putting a file in a place, and that it is the place that was meant: a link in the place of
  /// the file is replaced, but one on the way to it would have the file written where nobody asked for it.
  private static func checkPlace(_ path: String) throws(OutputFailure) {
    let files = LocalFileSystem()
    let (summary, streams) = ("'\(path)' cannot be written", "for standard output, name '-', as in '-o json=-'")
    switch try? files.kind(of: path) {
    case .regular?, nil: break
    case .directory?: throw OutputFailure(summary, errno: EISDIR)
    // A device or a pipe would be gone.
    case .other?: throw OutputFailure(summary, reason: "it is not a regular file", help: streams)
    case .link?:
      // Standard output is called '/dev/stdout', wherever it goes.
      guard files.kindBehindLinks(of: path) != .other, !files.absolute(path).hasPrefix("/dev/") else {
        throw OutputFailure(summary, reason: "it is a link to what is not a regular file", help: streams)
      }
    }
    guard files.leadsOut(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".") else { return }
    throw OutputFailure(
      summary, reason: "a link on the way to it leads out of the working directory",
      help: "name the directory that the link leads to, if that is where it should go")
  }

  /// Puts the file in its place.
  func publish() throws(OutputFailure) {
    guard let temporary else { return }
    var reason: Int32 = 0
    let isPublished = Interruption.takeBack(temporary) {
      let isRenamed = unsafe rename(temporary, path) == 0
      reason = errno
      return isRenamed
    }
    guard isPublished else { throw OutputFailure("'\(path)' cannot be written", errno: reason) }
    self.temporary = nil
  }

  deinit {
    guard let temporary else { return }
    _ = Interruption.takeBack(temporary) { unsafe unlink(temporary) == 0 }
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
