import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The end of the process by a signal: at once, without a half-written file, and so that whoever started it sees which one.
enum Interruption {
  /// What a person or a CI runner ends programs with.
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// What must not stay behind. Whoever holds it is not interrupted.
  private struct Remains {
    var temporaryFiles: Set<String> = []
    /// What takes an unfinished line off the terminal.
    var erasure: [UInt8] = []
  }

  private static let remains = Mutex(Remains())

  /// Holds the signals back from the whole process, except those that it was started to ignore, as `nohup` does. Must come before
  /// any other thread: each has what the one that made it holds back.
  ///
  /// Gives what `await(_:)` takes.
  static func hold() -> sigset_t {
    var held = sigset_t()
    unsafe sigemptyset(&held)
    for signal in signals {
      var action = sigaction()
      guard unsafe sigaction(signal, nil, &action) == 0, !isIgnored(action) else { continue }
      unsafe sigaddset(&held, signal)
    }
    unsafe pthread_sigmask(SIG_BLOCK, &held, nil)
    return held
  }

  /// Waits for one of the signals, and ends the process by it. The process may end otherwise meanwhile.
  static func await(_ held: sigset_t) -> Never {
    var held = held
    while true {
      var number: Int32 = 0
      guard unsafe sigwait(&held, &number) == 0 else { continue }
      remains.withLock { remains in
        for path in remains.temporaryFiles { unsafe unlink(path) }
        erase(remains.erasure)
        // Still holding the lock, so that nothing new can stay behind.
        die(by: number)
      }
    }
  }

  /// Does what must not be interrupted halfway, and ends soon.
  static func uninterrupted<R, Failure: Error>(_ body: () throws(Failure) -> sending R) throws(Failure) -> sending R {
    try remains.withLock { _ throws(Failure) in try body() }
  }

  /// Makes a temporary file, which is removed when the process is interrupted, until it is taken back.
  ///
  /// - Parameter make: makes the file and gives its path; nil when it could not.
  static func keepTrack(of make: () -> String?) -> String? {
    remains.withLock { remains in
      guard let path = make() else { return nil }
      remains.temporaryFiles.insert(path)
      return path
    }
  }

  /// Does what makes a temporary file a lasting one, or no file; when that works, nobody removes what is at its path any more.
  static func takeBack(_ path: String, after body: () -> Bool) -> Bool {
    remains.withLock { remains in
      guard body() else { return false }
      remains.temporaryFiles.remove(path)
      return true
    }
  }

  /// Has an unfinished line taken off standard error when the process is interrupted; nothing, once it is finished.
  static func setErasure(_ bytes: [UInt8]) {
    remains.withLock { $0.erasure = bytes }
  }

  /// A terminal that is stopped must not keep the process.
  private static func erase(_ bytes: [UInt8]) {
    var stream = pollfd(fd: StandardStream.error.rawValue, events: Int16(POLLOUT), revents: 0)
    guard !bytes.isEmpty, unsafe poll(&stream, 1, 0) == 1 else { return }
    _ = try? StandardStream.error.write(bytes)
  }

  /// Ends the process as if the signal had never been held.
  private static func die(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    var released = sigset_t()
    unsafe sigemptyset(&released)
    unsafe sigaddset(&released, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &released, nil)
    kill(getpid(), number)
    // The signal ends the process before this; what a shell makes of the signal is 128 and its number.
    _exit(128 + number)
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    #if canImport(Glibc)
      let handler = unsafe action.__sigaction_handler.sa_handler
    #elseif canImport(Musl)
      let handler = unsafe action.__sa_handler.sa_handler
    #else
      let handler = unsafe action.__sigaction_u.__sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
