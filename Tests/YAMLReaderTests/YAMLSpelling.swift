import ConfigValue
import TestSupport

/// Writes a value as YAML in styles chosen at random, for reading it back.
struct YAMLSpelling {
  private(set) var text = ""
  private var random: SeededRandom

  init(_ value: PlainValue, random: SeededRandom) {
    self.random = random
    block(value, indent: 0, isInline: true)
  }

  /// Writes a value behind `:` or `-`, or at the start of the text, up to the end of the line.
  private mutating func block(_ value: PlainValue, indent: Int, isInline: Bool) {
    let margin = String(repeating: " ", count: indent)
    switch value {
    case .list(let elements) where !elements.isEmpty && !random.oneIn(4):
      if indent > 0 { text += "\n" }
      for element in elements {
        text += margin + "-"
        block(element, indent: indent + 2, isInline: true)
      }
    case .map(let members) where !members.isEmpty && !random.oneIn(4):
      if indent > 0 { text += "\n" }
      for member in members {
        text += margin + quoted(member.key) + ":"
        block(member.value, indent: indent + 1 + Int.random(in: 0...2, using: &random), isInline: true)
      }
    case .string(let string) where canBeLiteral(string) && indent > 0 && random.oneIn(2):
      let lines = string.split(separator: "\n", omittingEmptySubsequences: false)
      text += " |" + (string.hasSuffix("\n") ? "" : "-") + "\n"
      for line in string.hasSuffix("\n") ? lines.dropLast() : lines[...] {
        text += (line.isEmpty ? "" : margin + line) + "\n"
      }
    default:
      text += " " + flow(value) + random.pick(["", " ", " # é"]) + "\n" + random.pick(["", "", "\n", "# a comment\n"])
    }
  }

  private func canBeLiteral(_ string: String) -> Bool {
    !string.isEmpty && string.first?.isWhitespace == false && !string.hasSuffix("\n\n")
      && string.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && !$0.isDeceptive) }
  }

  private mutating func flow(_ value: PlainValue) -> String {
    switch value {
    case .null: random.pick(["null", "~", "Null"])
    case .boolean(let isTrue): isTrue ? random.pick(["true", "TRUE"]) : random.pick(["false", "False"])
    case .number(let number): number.description
    case .string(let string): quoted(string)
    case .list(let elements): "[" + elements.map { flow($0) }.joined(separator: random.pick([",", ", ", " , "])) + "]"
    case .map(let members): "{" + members.map { quoted($0.key) + ": " + flow($0.value) }.joined(separator: ", ") + "}"
    }
  }

  private mutating func quoted(_ string: String) -> String {
    if CharacterSet.plain(string), random.oneIn(2) { return string }
    if string.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !$0.isDeceptive }), random.oneIn(2) {
      return "'" + string.replacing("'", with: "''") + "'"
    }
    return string.unicodeScalars.reduce("\"") { $0 + escaped($1) } + "\""
  }

  private mutating func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    default:
      guard scalar.isDeceptive || random.oneIn(5) else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }
  }

  private enum CharacterSet {
    /// Whether a text is a string without quotes, anywhere.
    static func plain(_ string: String) -> Bool {
      ["a", "a b", "é", "日本語", "😀", "it's", "1_x"].contains(string)
    }
  }
}
