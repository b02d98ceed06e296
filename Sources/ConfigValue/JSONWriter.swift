/// Writes one JSON document (RFC 8259) into bytes, members in the order they are given.
///
/// Two spaces a level; empty containers on one line; ends with a newline. Everything that could act on a terminal or
/// hide in an editor (C0, C1, bidirectional and line-separator characters) is written as `\u` with four digits, and so is the bracket of
/// `##[`, so that a document in a log holds no command.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var counts: [Int] = []
  private var follows = false
  private let isPretty: Bool

  /// A writer over several lines, or over one without any spaces.
  package init(pretty: Bool = true) {
    isPretty = pretty
  }

  /// Writes an object; `body` gives its members with `key`.
  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    container(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  /// Writes an array; `body` gives its elements.
  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    container(UInt8(ascii: "["), UInt8(ascii: "]"), body)
  }

  /// Writes a member's name; its value must be written next.
  package mutating func key(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if isPretty { bytes.append(UInt8(ascii: " ")) }
    follows = true
  }

  /// Writes a member that is a text; nothing where there is none.
  package mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }

  /// Writes a member that is a number; nothing where there is none.
  package mutating func member(_ name: String, _ number: Int?) {
    guard let number else { return }
    key(name)
    integer(number)
  }

  package mutating func string(_ text: String) {
    separate()
    quote(text)
  }

  package mutating func integer(_ value: Int) {
    separate()
    bytes += String(value).utf8
  }

  package mutating func boolean(_ value: Bool) {
    separate()
    bytes += (value ? "true" : "false").utf8
  }

  package mutating func value(_ value: PlainValue) {
    switch value {
    case .null: literal("null")
    case .boolean(let isTrue): boolean(isTrue)
    case .number(let number): literal(number.description)
    case .string(let text): string(text)
    case .list(let elements): array { json in for element in elements { json.value(element) } }
    case .map(let members):
      object { json in
        for member in members {
          json.key(member.key)
          json.value(member.value)
        }
      }
    }
  }

  /// Writes a value of a JSON text, its numbers digit by digit as they stand there; where `replacement` gives a text for a value,
  /// that text in its place.
  package mutating func value(_ value: Value, replacing replacement: (Value) -> String?) {
    if let text = replacement(value) { return string(text) }
    switch value.kind {
    case .null: literal("null")
    case .boolean: boolean(value.boolean == true)
    case .integer, .decimal: literal(value.text)
    case .string: string(value.text)
    case .list: array { json in for element in value.elements { json.value(element, replacing: replacement) } }
    case .map:
      object { json in
        for member in value.members {
          json.key(member.name)
          json.value(member.value, replacing: replacement)
        }
      }
    }
  }

  /// The document, with its final newline.
  package consuming func finish() -> [UInt8] {
    if isPretty { bytes.append(UInt8(ascii: "\n")) }
    return bytes
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes += text.utf8
  }

  private mutating func container(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    counts.append(0)
    body(&self)
    if counts.removeLast() > 0 { newLine() }
    bytes.append(close)
  }

  private mutating func separate() {
    if follows {
      follows = false
      return
    }
    guard let count = counts.last else { return }
    if count > 0 { bytes.append(UInt8(ascii: ",")) }
    counts[counts.count - 1] += 1
    newLine()
  }

  private mutating func newLine() {
    guard isPretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * counts.count))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if CommandSigns.isPlain(text.utf8.span) {
      bytes.append(contentsOf: text.utf8)
    } else {
      escape(text)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ text: String) {
    var signs = CommandSigns()
    for scalar in text.unicodeScalars {
      let isCommand = signs.completesCommand(scalar)
      switch scalar {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\n": bytes += "\\n".utf8
      case "\t": bytes += "\\t".utf8
      case "\r": bytes += "\\r".utf8
      default:
        if isCommand || scalar.isDeceptive {
          escape(scalar)
        } else {
          bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
      }
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
    }
  }
}

/// Finds `##[` in a text that is read from its start: CI runners obey it anywhere in a line (actions/runner, `ActionCommand.cs`).
///
/// By code points: what combines with one of the signs, or stands before them, does not hide them from a runner.
package struct CommandSigns: Sendable {
  /// How many `#` stand before the next code point.
  private var hashes = 0

  package init() {}

  /// Whether a text is of visible ASCII characters and spaces alone, and holds no quotation mark, backslash or `#`: nothing that any
  /// format of one line escapes for the sake of terminals and runners.
  package static func isPlain(_ text: Span<UInt8>) -> Bool {
    var isPlain = true
    for index in text.indices {
      switch text[index] {
      case 0x20, 0x21, 0x24...0x5B, 0x5D...0x7E: continue
      default: isPlain = false
      }
      break
    }
    return isPlain
  }

  /// Takes the next code point; true for a `[` that completes a command's sign.
  package mutating func completesCommand(_ scalar: Unicode.Scalar) -> Bool {
    let completes = scalar == "[" && hashes >= 2
    hashes = scalar == "#" ? hashes + 1 : 0
    return completes
  }
}

extension Unicode.Scalar {
  /// Whether the character can steer a terminal or change how the text around it looks: C0 and C1 controls, bidirectional
  /// controls, invisible separators and joiners that no value needs, byte order marks, tags, and line separators.
  package var isDeceptive: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
    case 0xE0000...0xE007F: true
    default: false
    }
  }
}
