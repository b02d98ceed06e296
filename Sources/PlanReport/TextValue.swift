import ConfigValue

/// Writes values on one line for people: like JSON, with bare keys, and strings always in quotes so that `"10"` and `10` differ.
enum TextValue {
  /// Longer values are cut to the part that matters.
  static let widest = 100

  /// A value; of a list element the path names by `keyField`, without that member, and bare when only one is left.
  static func text(_ value: ReportedValue, without keyField: String? = nil) -> String {
    if let keyField, case .map(let members) = value {
      let rest = members.filter { $0.key != keyField }
      if rest.count == 1 { return rest[0].key == "value" ? text(rest[0].value) : text(.map(rest)) }
      return shortened(whole(.map(rest)))
    }
    return shortened(whole(value))
  }

  /// Two values beside each other, cut to where they begin to differ. Where they look alike all the same, by their code points.
  static func texts(_ before: ReportedValue, _ after: ReportedValue) -> (before: String, after: String) {
    var (first, second) = (whole(before), whole(after))
    if first == second { (first, second) = (spelledOut(first), spelledOut(second)) }
    let common = zip(first, second).prefix { $0 == $1 }.count
    return (shortened(first, around: common), shortened(second, around: common))
  }

  /// The text with escapes for all but ASCII.
  private static func spelledOut(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { spelled, scalar in
      spelled += scalar.isASCII ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  private static func shortened(_ text: String, around place: Int = 0) -> String {
    guard text.count > widest else { return text }
    let start = max(0, min(place - widest / 3, text.count - widest))
    let end = min(text.count, start + widest)
    return (start > 0 ? "…" : "") + text.dropFirst(start).prefix(widest) + (end < text.count ? "…" : "")
  }

  /// A value whatever its length.
  static func whole(_ value: ReportedValue) -> String {
    switch value {
    case .sensitive: "(sensitive)"
    case .null: "null"
    case .boolean(let isTrue): isTrue ? "true" : "false"
    case .number(let number): number.description
    case .string(let text): quoted(text)
    case .list(let elements): "[" + elements.map(whole).joined(separator: ", ") + "]"
    case .map(let members): "{" + members.map { key($0.key) + ": " + whole($0.value) }.joined(separator: ", ") + "}"
    }
  }

  private static func key(_ name: String) -> String {
    let isBare =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
          || byte == 0x2D
      }
    return isBare ? name : quoted(name)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return Terminal.escaped(quoted + "\"")
  }
}
