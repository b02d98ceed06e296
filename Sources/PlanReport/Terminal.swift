import ConfigValue

/// Text on a terminal or in a CI log. Nothing in it can steer a terminal, hide, start a line, or start a workflow command.
enum Terminal: TextKind {
  /// The text with deceptive characters as `\u{…}`, and `##[`, which CI runners obey anywhere in a line, as `##\[`.
  ///
  /// Every part of such a text, escaped again, stays as it is.
  static func escaped(_ text: String) -> String {
    if CommandSigns.isPlain(text.utf8.span) { return text }
    var signs = CommandSigns()
    guard text.unicodeScalars.contains(where: { signs.completesCommand($0) || $0.isDeceptive }) else { return text }
    signs = CommandSigns()
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if signs.completesCommand(scalar) { safe.append("\\") }
      if scalar.isDeceptive {
        safe += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
      } else {
        safe.append(scalar)
      }
    }
    return String(safe)
  }
}

extension SafeText where Kind == Terminal {
  /// How many columns the text takes, counting wide East Asian characters and emoji as two and combining marks as none.
  var width: Int {
    // Of ASCII, each character takes one.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { width, scalar in
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
  func padded(to columns: Int) -> SafeText {
    self + (" " as SafeText<Terminal>).repeated(columns - width)
  }

  /// The text, when it has more characters than `widest` cut to so many, a third of them before `place`.
  func shortened(to widest: Int, around place: Int = 0) -> SafeText {
    guard text.utf8.count > widest else { return self }
    let count = text.count
    guard count > widest else { return self }
    let start = max(0, min(place - widest / 3, count - widest))
    let end = start + widest
    let part = SafeText(escaping: String(text.dropFirst(start).prefix(widest)))
    return "\(start > 0 ? "…" : "")\(part)\(end < count ? "…" : "")"
  }
}

/// The few ways text is set off on a terminal. Colours are of the eight that themes define, and never the only sign.
enum TerminalStyle {
  case bold, dim, red, green, yellow, cyan

  private var code: Int {
    switch self {
    case .bold: 1
    case .dim: 2
    case .red: 31
    case .green: 32
    case .yellow: 33
    case .cyan: 36
    }
  }

  /// The text in this style, or as it is when colours are off.
  func applied(to text: SafeText<Terminal>, when isColored: Bool) -> SafeText<Terminal> {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
