/// A piece of Swift source: enough of the language to tell code from comments and from text.
///
/// Code inside a string's `\(…)` is code. Regular expression literals are read as operators and words.
struct SwiftToken: Equatable {
  enum Kind {
    /// An identifier, keyword or number.
    case word
    /// One byte of anything else.
    case symbol
    /// The text of a string literal, without delimiters and interpolations, escapes as written.
    case string
    /// The text of a comment, without its delimiters.
    case comment
  }

  let kind: Kind
  let text: String
  /// In UTF-8 bytes, from the start of the source.
  let offset: Int
  /// From 1.
  let line: Int

  /// Reads `source` from start to end.
  ///
  /// Text that is not valid Swift gives some tokens, never a failure.
  static func tokens(of source: String) -> [SwiftToken] {
    var lexer = Lexer(bytes: Array(source.utf8))
    lexer.readCode(insideInterpolation: false)
    return lexer.tokens
  }
}

private struct Lexer {
  let bytes: [UInt8]
  var tokens: [SwiftToken] = []
  private var index = 0
  private var line = 1

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func readCode(insideInterpolation: Bool) {
    var depth = 0
    while index < bytes.count {
      let byte = bytes[index]
      if starts("//") {
        readLineComment()
      } else if starts("/*") {
        readBlockComment()
      } else if byte == UInt8(ascii: "\"") || startsRawString() {
        readString()
      } else if isWordByte(byte) {
        let start = index
        while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
        append(.word, bytes[start..<index], from: start, on: line)
      } else if byte == UInt8(ascii: ")"), insideInterpolation, depth == 0 {
        index += 1
        return
      } else {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if byte > 0x20 { append(.symbol, [byte], from: index, on: line) }
        advance()
      }
    }
  }

  private mutating func readLineComment() {
    let start = index
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
    append(.comment, bytes[(start + 2)..<index], from: start, on: line)
  }

  private mutating func readBlockComment() {
    let (start, firstLine) = (index, line)
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        index += 2
      } else if starts("*/") {
        depth -= 1
        index += 2
      } else {
        advance()
      }
    } while depth > 0 && index < bytes.count
    append(.comment, bytes[(start + 2)..<max(start + 2, index - 2)], from: start, on: firstLine)
  }

  private mutating func readString() {
    let (start, firstLine) = (index, line)
    let hashes = String(repeating: "#", count: bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count)
    index += hashes.utf8.count
    let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
    index += quotes.utf8.count
    var text: [UInt8] = []
    while index < bytes.count, !starts(quotes + hashes) {
      if starts("\\" + hashes + "(") {
        index += hashes.utf8.count + 2
        readCode(insideInterpolation: true)
      } else if starts("\\" + hashes), index + hashes.utf8.count + 1 < bytes.count {
        text += bytes[index...(index + hashes.utf8.count + 1)]
        index += hashes.utf8.count + 1
        advance()
      } else if bytes[index] == 0x0A, quotes.utf8.count == 1 {
        break
      } else {
        text.append(bytes[index])
        advance()
      }
    }
    if starts(quotes + hashes) { index += quotes.utf8.count + hashes.utf8.count }
    append(.string, text[...], from: start, on: firstLine)
  }

  private func startsRawString() -> Bool {
    let rest = bytes[index...].drop { $0 == UInt8(ascii: "#") }
    return rest.startIndex > index && rest.first == UInt8(ascii: "\"")
  }

  private func starts(_ text: String) -> Bool {
    bytes[index...].starts(with: text.utf8)
  }

  private mutating func advance() {
    if bytes[index] == 0x0A { line += 1 }
    index += 1
  }

  private mutating func append(_ kind: SwiftToken.Kind, _ text: ArraySlice<UInt8>, from offset: Int, on line: Int) {
    tokens.append(SwiftToken(kind: kind, text: String(decoding: text, as: UTF8.self), offset: offset, line: line))
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }
}
