/// The parameters of a query as forms write them, decoded: percent signs, and `+` for spaces (WHATWG URL §5.1).
struct QueryParameters {
  private var values: [[UInt8]: [[UInt8]]] = [:]

  /// - Parameter target: a path with a query or without one.
  init(of target: String) {
    guard let mark = target.firstIndex(of: "?") else { return }
    for pair in target[target.index(after: mark)...].split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[Self.decoded(parts[0]), default: []].append(parts.count == 2 ? Self.decoded(parts[1]) : [])
    }
  }

  /// Whether each parameter of `others` is here, with the same values in the same order and no others.
  func keep(_ others: QueryParameters) -> Bool {
    others.values.allSatisfy { name, texts in values[name] == texts }
  }

  private static func decoded(_ text: Substring) -> [UInt8] {
    PercentEncoding.decoded(text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }).bytes
  }
}
