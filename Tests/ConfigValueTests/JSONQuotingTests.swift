import TestSupport
import Testing

@testable import ConfigValue

/// Strings in JSON documents, whether a quick look lets them through or not.
@Suite struct JSONQuotingTests {
  /// Character by character.
  private static func quoted(_ text: String) -> String {
    var signs = CommandSigns()
    let escapes: [Unicode.Scalar: String] = ["\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"]
    return text.unicodeScalars.reduce(into: "\"") { quoted, scalar in
      let isCommand = signs.completesCommand(scalar)
      if let escape = escapes[scalar] {
        quoted += escape
      } else if isCommand || scalar.isDeceptive {
        for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
          let digits = String(unit, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    } + "\""
  }

  private static func written(_ text: String) -> String {
    var json = JSONWriter(pretty: false)
    json.string(text)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  @Test func `Every character is written the same among plain ones and alone`() {
    for value in UInt32(0)...0x3FF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [String(scalar), "a b\(scalar)", "\(scalar) z", "#\(scalar)[", "##\(scalar)"] {
        let (found, expected) = (Self.written(text), Self.quoted(text))
        if !found.utf8.elementsEqual(expected.utf8) { Issue.record("\(value): \(found), not \(expected)") }
      }
      if CommandSigns.isPlain(String(scalar).utf8.span) {
        #expect(!scalar.isDeceptive && scalar.isASCII && !"\"\\#".unicodeScalars.contains(scalar))
      }
    }
  }

  @Test func `Random texts are written as they are character by character`() {
    var random = SeededRandom(seed: 23)
    let pieces = ["#", "##[", "[", "plain words", "é", "\"", "\\", "\u{200B}", "🚀", "\u{E0041}", "\n", "\u{7F}", " ~"]
    for _ in 0..<5_000 {
      let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in random.pick(pieces) }.joined()
      let (found, expected) = (Self.written(text), Self.quoted(text))
      if !found.utf8.elementsEqual(expected.utf8) { Issue.record("\(found), not \(expected)") }
    }
  }
}
