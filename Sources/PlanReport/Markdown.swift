import ConfigValue

/// Markdown as GitHub reads it, outside of blocks. Texts from outside become HTML code elements.
///
/// In such an element nothing is a name to notify, a reference or a link, whether the element stands in a paragraph, in a
/// table, or in an HTML block.
enum Markdown: TextKind {
  /// How many bytes of a text from outside are shown, so that a hostile one cannot take the place of all others.
  private static let mostBytes = 240

  static func escaped(_ text: String) -> String {
    var code = "<code>"
    var last: Unicode.Scalar = " "
    for scalar in Terminal.escaped(text).unicodeScalars {
      guard code.utf8.count < mostBytes else {
        code += "…"
        break
      }
      code += escaped(scalar, after: last)
      last = scalar
    }
    return code + "</code>"
  }

  private static func escaped(_ scalar: Unicode.Scalar, after last: Unicode.Scalar) -> String {
    switch scalar {
    // Addresses are linked wherever their text stands in one piece.
    case "@": "<!---->&#64;"
    case "&", "<", ">", "\"", "'", "`", "*", "_", "[", "]", "\\", "~", "|", ":", "$": "&#\(scalar.value);"
    // Behind 'www', it would begin a link.
    case "." where last == "w" || last == "W": "&#46;"
    default: String(scalar)
    }
  }
}

/// The lines of a comparison, in a fence that nothing in them can close.
enum DiffBlock: BlockKind {
  typealias Surroundings = Markdown

  static func escaped(_ text: String) -> String { Terminal.escaped(text) }

  static func enclosed(_ text: String) -> String {
    let longest = text.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)diff\n\(text)\(fence)\n"
  }
}

/// Lines that are shown as they are.
enum PreformattedBlock: BlockKind {
  typealias Surroundings = Markdown

  static func escaped(_ text: String) -> String {
    Terminal.escaped(text).unicodeScalars.reduce(into: "") { html, scalar in
      switch scalar {
      case "&", "<", ">": html += "&#\(scalar.value);"
      default: html.unicodeScalars.append(scalar)
      }
    }
  }

  static func enclosed(_ text: String) -> String { "<pre>\(text)</pre>\n" }
}

/// A comment that is not shown, for programs. Texts from outside become JSON strings in it.
enum HiddenComment: BlockKind {
  typealias Surroundings = Markdown

  static func escaped(_ text: String) -> String {
    var json = JSONWriter(pretty: false)
    json.string(text)
    return String(decoding: json.finish(), as: UTF8.self).unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      // Two hyphens and an angle bracket would end the comment.
      case "-", "<", ">": escaped += "\\u00\(String(scalar.value, radix: 16))"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }

  static func enclosed(_ text: String) -> String { "<!-- \(text) -->\n" }
}
