import ConfigValue
import Diagnostics

/// What a text must be before it is given to libyaml.
enum TextScreening {
  /// libyaml compares every directive with all others, and specs need none.
  private static let maximumDirectives = 16

  /// Why `bytes` are not read at all; nil when they are.
  static func refusal(
    of bytes: [UInt8], _ survey: TextSurvey, from source: SourceID, budgets: YAMLBudgets
  ) -> Diagnostic? {
    func place(_ offset: Int, length: Int = 1) -> SourceRange {
      SourceRange(source, offset..<min(offset + length, bytes.count))
    }
    guard bytes.count <= budgets.bytes else {
      return Diagnostic(
        .budgetExceeded, "The text is larger than \(budgets.bytes) bytes",
        at: SourceRange(source, bytes.character(at: budgets.bytes)),
        help: "split it into several files")
    }
    if isUTF16OrUTF32(bytes) {
      return Diagnostic(
        .unsupportedEncoding, "The text is in UTF-16 or UTF-32", at: place(0, length: 2), help: "save the file as UTF-8"
      )
    }
    if survey.hasPercentSigns, let offset = directiveBeyondLimit(in: bytes) {
      return Diagnostic(
        .budgetExceeded, "More than \(maximumDirectives) lines begin with '%'", at: place(offset),
        help: "remove the directives; indent text that begins with '%'")
    }
    if survey.isASCII { return nil }
    if let invalid = bytes.firstInvalidUTF8 {
      return Diagnostic(
        .invalidUTF8, "Byte \(invalid) is not valid UTF-8", at: place(invalid), help: "save the file as UTF-8")
    }
    return hiddenCharacter(in: bytes).map { hidden in
      Diagnostic(
        .yamlSyntax, hidden.summary, at: place(hidden.offset, length: hidden.length),
        help: "remove it, or write it as \(hidden.escape) in double quotes")
    }
  }

  /// Whether a character beyond ASCII stands in a text of valid UTF-8 that YAML 1.2 §5.1 does not count as printable.
  static func hasUnprintableCharacter(in bytes: [UInt8]) -> Bool {
    var next = bytes.endOfASCII(from: 0)
    while next < bytes.count {
      let offset = next
      next = bytes.endOfASCII(from: offset + 1)
      switch bytes[offset] {
      case 0xC2 where bytes[offset + 1] < 0xA0 && bytes[offset + 1] != 0x85: return true
      case 0xEF where bytes[offset + 1] == 0xBF && bytes[offset + 2] >= 0xBE: return true
      default: continue
      }
    }
    return false
  }

  /// Text in two- or four-byte units that begins with a byte order mark or an ASCII character.
  private static func isUTF16OrUTF32(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 2 else { return false }
    switch (bytes[0], bytes[1]) {
    case (0xFE, 0xFF), (0xFF, 0xFE), (0, 1...), (1..., 0): return true
    case (0, 0): return bytes.count >= 4 && (bytes[2] == 0xFE || bytes[3] != 0)
    default: return false
    }
  }

  private static func directiveBeyondLimit(in bytes: [UInt8]) -> Int? {
    var count = 0
    var rest = bytes[...]
    while let offset = rest.firstIndex(of: UInt8(ascii: "%")) {
      if offset == 0 || bytes[offset - 1] == UInt8(ascii: "\n") || bytes[offset - 1] == UInt8(ascii: "\r") {
        count += 1
      }
      if count > maximumDirectives { return offset }
      rest = bytes[(offset + 1)...]
    }
    return nil
  }

  private struct HiddenCharacter {
    let offset: Int
    let length: Int
    let name: String
    let escape: String
    var isLineBreak = true

    var summary: String {
      isLineBreak
        ? "The character \(name) ends a line for some YAML readers and not for others"
        : "The byte order mark \(name) is text for some YAML readers and nothing for others"
    }
  }

  /// YAML 1.2 §5.4 takes these for ordinary characters, also in quotes; libyaml and go-yaml still end lines at them, so that a
  /// comment could hide a key. A byte order mark that begins a line, as where files were joined, libyaml leaves out and
  /// go-yaml does not.
  private static func hiddenCharacter(in bytes: [UInt8]) -> HiddenCharacter? {
    var next = bytes.endOfASCII(from: 0)
    while next < bytes.count {
      let offset = next
      next = bytes.endOfASCII(from: offset + 1)
      switch bytes[offset] {
      case 0xC2 where bytes[offset + 1] == 0x85:
        return HiddenCharacter(offset: offset, length: 2, name: "U+0085", escape: #"\N"#)
      case 0xE2 where bytes[offset + 1] == 0x80 && bytes[offset + 2] == 0xA8:
        return HiddenCharacter(offset: offset, length: 3, name: "U+2028", escape: #"\L"#)
      case 0xE2 where bytes[offset + 1] == 0x80 && bytes[offset + 2] == 0xA9:
        return HiddenCharacter(offset: offset, length: 3, name: "U+2029", escape: #"\P"#)
      case 0xEF where bytes[offset + 1] == 0xBB && bytes[offset + 2] == 0xBF:
        return HiddenCharacter(offset: offset, length: 3, name: "U+FEFF", escape: #"\uFEFF"#, isLineBreak: false)
      default:
        continue
      }
    }
    return nil
  }
}
