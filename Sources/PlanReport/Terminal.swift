import ConfigValue

/// Makes text from outside safe to print on a terminal and in a CI log.
enum Terminal: TextKind {
  /// The text with everything that could steer a terminal, hide, or start a workflow command written out visibly:
  /// deceptive characters as `\u{…}`, and `##[`, which old GitHub runners obey anywhere in a line, as `##\[`.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isDeceptive) || text.contains("##[") else { return text }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isDeceptive {
        safe += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
      } else {
        if scalar == "[", safe.suffix(2).elementsEqual("##".unicodeScalars) { safe.append("\\") }
        safe.append(scalar)
      }
    }
    return String(safe)
  }

  /// How many columns the text takes, counting wide East Asian characters and emoji as two and combining marks as none.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
      if scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .enclosingMark {
        return width
      }
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6,
        0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        return width + 2
      default: return width + 1
      }
    }
  }

  /// The text with spaces behind it up to `columns`; longer texts stay whole.
  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }
}

/// The few ways text is set off on a terminal. Colours are of the eight that themes define, and never the only sign.
enum TerminalStyle: String {
  case bold = "1"
  case dim = "2"
  case red = "31"
  case green = "32"
  case yellow = "33"
  case cyan = "36"

  /// The text in this style, or as it is when colours are off.
  func applied(to text: String, when isColored: Bool) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }
}
