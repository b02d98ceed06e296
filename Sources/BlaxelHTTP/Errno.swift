#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's error numbers that the transport tells apart.
enum Errno {
  static let refused = ECONNREFUSED
  static let reset = ECONNRESET
  static let pipe = EPIPE
  static let timedOut = ETIMEDOUT
}
