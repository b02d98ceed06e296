import PlanReport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output and standard error of the process.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  var isTerminal: Bool {
    isatty(rawValue) == 1
  }

  /// Writes everything, unbuffered. A reader that has gone away is no failure.
  func write(_ bytes: [UInt8]) throws(OutputFailure) {
    switch Descriptor(rawValue).write(bytes) {
    case 0, EPIPE: return
    case let number:
      throw OutputFailure("Standard \(self == .output ? "output" : "error") cannot be written", errno: number)
    }
  }
}

/// An open file of the process.
struct Descriptor {
  let number: Int32

  /// Puts something in the place of standard input, output and error where the process was started without them: the next file
  /// that is opened, such as a report, would be taken for them.
  ///
  /// Each is open for the other direction alone, so that reading and writing fail as they do when it is closed: input that is
  /// not there must not pass for an empty one, nor a report for a delivered one.
  static func occupyStandardOnes() {
    for number: Int32 in 0...2 where fcntl(number, F_GETFD) == -1 {
      // The lowest number that is free, which is this one.
      _ = unsafe open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  init(_ number: Int32) {
    self.number = number
  }

  /// Writes everything; gives 0, or the error that stopped it.
  func write(_ bytes: [UInt8]) -> Int32 {
    unsafe bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let written = unsafe Self.systemWrite(number, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        if written < 0 {
          if errno == EINTR { continue }
          return errno
        }
        offset += written
      }
      return 0
    }
  }

  private static func systemWrite(_ number: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(number, start, count)
    #elseif canImport(Musl)
      unsafe Musl.write(number, start, count)
    #else
      unsafe Darwin.write(number, start, count)
    #endif
  }

  /// Reads to the end, or until more than `limit` bytes came. Nil with `errno` set when reading failed.
  ///
  /// - Parameters:
  ///   - expected: how many bytes there are, as far as anyone knows: these are read at once.
  ///   - isSize: whether that is the size of a regular file, so that its end was reached when no more came.
  func read(limit: Int, expecting expected: Int = 1 << 16, isSize: Bool = false) -> [UInt8]? {
    var bytes: [UInt8] = []
    var next = min(expected, limit) + 1
    while bytes.count <= limit {
      var count = 0
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: next) { buffer, filled in
        count = unsafe Self.systemRead(number, buffer.baseAddress, buffer.count)
        filled = max(0, count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        return nil
      }
      if count == 0 { break }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if isSize, bytes.count == expected, count < next { break }
      // Behind what was expected, there is mostly no more than the end.
      next = bytes.count <= expected ? 1 << 10 : 1 << 16
    }
    return bytes
  }

  private static func systemRead(_ number: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(number, start, count)
    #elseif canImport(Musl)
      unsafe Musl.read(number, start, count)
    #else
      unsafe Darwin.read(number, start, count)
    #endif
  }
}
