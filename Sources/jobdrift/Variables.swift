#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The environment of the process.
enum Variables {
  /// The value of a variable; nil when it is not set or empty.
  static subscript(_ name: String) -> String? {
    raw(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The value of a variable as it is, which may be empty.
  static func raw(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
