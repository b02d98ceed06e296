import ConfigValue
import Diagnostics

/// What libyaml could not read, in its words.
struct SyntaxProblem: Error {
  let message: String
  let offset: Int
  /// What it was reading, and where that began.
  var context: String?
  var contextOffset: Int?
  /// The byte at `offset`; nil at the end of the text.
  var byte: UInt8?

  init(message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }

  /// The problem in plain language, in the text `bytes`.
  func finding(in source: SourceID, _ bytes: [UInt8]) -> Diagnostic {
    func place(_ offset: Int) -> SourceRange {
      SourceRange(source, bytes.character(at: offset))
    }
    if let key = longKey(in: bytes) {
      return Diagnostic(
        .budgetExceeded, "A key is longer than \(Self.longestKey) characters", at: SourceRange(source, key),
        help: "shorten the key; a text that contains ': ' needs quotes")
    }
    if let directive = directive(in: bytes) { return directive.finding(in: source) }
    if let reference = reference(in: bytes) {
      return Diagnostic(
        .yamlSyntax, "A reference in braces stands without quotes inside of '{ }' or '[ ]'",
        at: SourceRange(source, reference),
        help:
          "YAML takes the brace for a mapping; leave the braces of the reference out, or put a text in double quotes")
    }
    let explanation = SyntaxExplanation(self)
    var range = isAboutEscape ? SourceRange(source, escape(in: bytes)) : place(offset)
    var notes: [Diagnostic.Note] = []
    if let contextOffset, contextOffset != offset {
      if explanation.isAboutContext {
        range = place(contextOffset)
      } else if let name = explanation.contextName {
        notes = [Diagnostic.Note("the \(name) begins here", at: place(contextOffset))]
      }
    }
    return Diagnostic(explanation.code, explanation.summary, at: range, notes: notes, help: explanation.help)
  }

  /// The reference to a variable, such as `${NAME}`, whose brace is the problem.
  private func reference(in bytes: [UInt8]) -> Range<Int>? {
    guard offset > 0, offset < bytes.count, bytes[offset] == UInt8(ascii: "{"), bytes[offset - 1] == UInt8(ascii: "$")
    else { return nil }
    let end = bytes[offset...].firstIndex { $0 == UInt8(ascii: "}") || isLineEnd($0) } ?? bytes.count
    return offset - 1..<(end < bytes.count && bytes[end] == UInt8(ascii: "}") ? end + 1 : end)
  }

  /// The directive that the problem is in, or is.
  private func directive(in bytes: [UInt8]) -> UnsupportedDirective? {
    let start = contextOffset ?? offset
    guard start < bytes.count, bytes[start] == UInt8(ascii: "%"), start == 0 || isLineEnd(bytes[start - 1]),
      message != "found duplicate %YAML directive",
      context != nil || message == "found incompatible YAML document" || message == "found duplicate %TAG directive"
    else { return nil }
    return UnsupportedDirective.first(in: bytes, start..<bytes.count)
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private var isAboutEscape: Bool {
    message == "found unknown escape character" || message == "found invalid Unicode character escape code"
      || message == "did not find expected hexdecimal number"
  }

  /// The escape sequence in which the problem was noticed, as far as it goes.
  private func escape(in bytes: [UInt8]) -> Range<Int> {
    let start = bytes[...min(offset, bytes.count - 1)].lastIndex(of: UInt8(ascii: "\\")) ?? offset
    let digits = bytes[min(start + 2, bytes.count)...].prefix(8).prefix {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20)
    }
    var end = min(start + 2, bytes.count)
    switch end == start + 2 ? bytes[start + 1] : 0 {
    case UInt8(ascii: "x"): end += min(digits.count, 2)
    case UInt8(ascii: "u"): end += min(digits.count, 4)
    case UInt8(ascii: "U"): end += digits.count
    default: while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    }
    return start..<end
  }

  /// How far libyaml looks ahead for the ':' of a key on the same line (YAML 1.2 §7.4.2).
  private static let longestKey = 1_024

  /// The key, when the problem is that its ':' stands too far away from its beginning.
  private func longKey(in bytes: [UInt8]) -> Range<Int>? {
    var start: Int
    switch message {
    case "could not find expected ':'": start = contextOffset ?? offset
    case "mapping values are not allowed in this context":
      start = bytes[..<min(offset, bytes.count)].lastIndex(where: isLineEnd).map { $0 + 1 } ?? 0
    default: return nil
    }
    let line = bytes[min(start, bytes.count)...].prefix { !isLineEnd($0) }
    start += line.prefix { $0 == UInt8(ascii: " ") }.count
    guard line.endIndex - start > Self.longestKey else { return nil }
    let colon = line.indices.first { index in
      index - start > Self.longestKey && bytes[index] == UInt8(ascii: ":")
        && (index + 1 == line.endIndex || bytes[index + 1] == UInt8(ascii: " "))
    }
    return colon.map { start..<$0 }
  }
}
