/// The query of a request, decoded as the WHATWG URL standard's `application/x-www-form-urlencoded` parser does: `+` is a
/// space, so that clients that forget to escape a cursor are found out.
struct QueryParameters {
  private var values: [String: String] = [:]

  /// Of a name given twice the first value counts.
  init(_ query: String) {
    for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = Self.decoded(parts[0], plusIsSpace: true)
      guard values[name] == nil else { continue }
      values[name] = parts.count > 1 ? Self.decoded(parts[1], plusIsSpace: true) : ""
    }
  }

  subscript(_ name: String) -> String? { values[name] }

  /// The value of a parameter that counts only when something is written.
  func nonEmpty(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Resolves `%XX`; a `%` before anything else stands for itself.
  ///
  /// Ill-formed UTF-8 becomes U+FFFD.
  static func decoded(_ text: some Sequence<UInt8>, plusIsSpace: Bool) -> String {
    var result: [UInt8] = []
    let bytes = Array(text)
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "%"), position + 1 < bytes.count, let high = digit(bytes[position]),
        let low = digit(bytes[position + 1])
      {
        result.append(high << 4 | low)
        position += 2
      } else {
        result.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }
}
