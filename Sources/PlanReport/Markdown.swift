/// Markdown as GitHub reads it, outside of fenced blocks. Texts from outside become HTML code elements.
///
/// In such an element nothing is a name to notify, a reference or a link, whether the element stands in a paragraph, in a
/// table, or in an HTML block.
enum Markdown: TextKind {
  static func escaped(_ text: String) -> String {
    var code = "<code>"
    var last: Unicode.Scalar = " "
    for scalar in Terminal.escaped(text).unicodeScalars {
      switch scalar {
      case "@":
        // An address is linked wherever its text stands in one piece.
        code += "<!---->&#64;"
      case "&", "<", ">", "\"", "'", "`", "*", "_", "[", "]", "\\", "~", "|", ":", "$":
        code += "&#\(scalar.value);"
      case ".":
        // Behind 'www', it would begin a link.
        code += last == "w" || last == "W" ? "&#46;" : "."
      default: code.unicodeScalars.append(scalar)
      }
      last = scalar
    }
    return code + "</code>"
  }
}
