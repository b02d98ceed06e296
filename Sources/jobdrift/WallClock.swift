import JobModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The time of this machine.
enum WallClock {
  /// This moment, to the second.
  static var now: Timestamp {
    Timestamp(seconds: time(nil))
  }
}
