#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The environment of the process.
enum ProcessEnvironment {
  /// The value of a variable; nil when it is not set or empty.
  static subscript(_ name: String) -> String? {
    raw(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The value of a variable without the white space around it, such as the newline of a file it was read from; nil when nothing is
  /// left.
  static func word(_ name: String) -> String? {
    guard let text = self[name] else { return nil }
    let word = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
    return word.isEmpty ? nil : String(word)
  }

  /// The value of a variable as it is, which may be empty.
  static func raw(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The variables whose names `isMeant` accepts, with their values, which may be empty.
  static func variables(where isMeant: (String) -> Bool) -> [String: String] {
    var variables: [String: String] = [:]
    #if canImport(Darwin)
      guard var next = unsafe _NSGetEnviron().pointee else { return variables }
    #elseif canImport(Musl)
      guard var next = unsafe environ else { return variables }
    #else
      var next = unsafe environ
    #endif
    while let entry = unsafe next.pointee {
      let parts = unsafe String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, isMeant(String(parts[0])) { variables[String(parts[0])] = String(parts[1]) }
      unsafe next = next.successor()
    }
    return variables
  }
}
