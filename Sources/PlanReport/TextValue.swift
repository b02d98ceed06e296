import ConfigValue

/// Writes values on one line for people: like JSON, with bare keys, and strings always in quotes so that `"10"` and `10` differ.
struct TextValue {
  /// How many characters a value has at most; longer ones are cut to the part that matters.
  let widest: Int

  /// A value; of a list element the path names by `keyField`, without that member, and bare when only one is left.
  func text(_ value: ReportedValue, without keyField: String? = nil) -> SafeText<Terminal> {
    if let keyField, case .map(let members) = value {
      let rest = members.filter { $0.key != keyField }
      if rest.count == 1 { return rest[0].key == "value" ? text(rest[0].value) : text(.map(rest)) }
      return Self.whole(.map(rest)).shortened(to: widest)
    }
    return Self.whole(value).shortened(to: widest)
  }

  /// Two values beside each other, cut to where they begin to differ. Where they look alike all the same, by their code points.
  func texts(_ before: ReportedValue, _ after: ReportedValue) -> (before: SafeText<Terminal>, after: SafeText<Terminal>)
  {
    var (first, second) = (Self.whole(before), Self.whole(after))
    if first.text == second.text { (first, second) = (Self.spelledOut(first), Self.spelledOut(second)) }
    let common = zip(first.text, second.text).prefix { $0 == $1 }.count
    return (first.shortened(to: widest, around: common), second.shortened(to: widest, around: common))
  }

  /// The text with escapes for all but ASCII.
  private static func spelledOut(_ text: SafeText<Terminal>) -> SafeText<Terminal> {
    SafeText(
      escaping: text.text.unicodeScalars.reduce(into: "") { spelled, scalar in
        spelled += scalar.isASCII ? String(scalar) : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      })
  }

  /// A value whatever its length.
  static func whole(_ value: ReportedValue) -> SafeText<Terminal> {
    switch value {
    case .sensitive: "(sensitive)"
    case .null: "null"
    case .boolean(let isTrue): isTrue ? "true" : "false"
    case .number(let number): "\(number.description)"
    case .string(let text): quoted(text)
    case .list(let elements): "[\(elements.map(whole).joined(separator: ", "))]"
    case .map(let members): "{\(members.map { "\(key($0.key)): \(whole($0.value))" }.joined(separator: ", "))}"
    }
  }

  private static func key(_ name: String) -> SafeText<Terminal> {
    let isBare =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
          || byte == 0x2D
      }
    return isBare ? "\(name)" : quoted(name)
  }

  private static func quoted(_ text: String) -> SafeText<Terminal> {
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
    return SafeText(escaping: quoted + "\"")
  }
}
