/// A place in one line of a text, and what YAML and JSON would see there.
struct LineCursor {
  let bytes: [UInt8]
  private(set) var line = 0..<0
  var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Goes to the start of a line, which is given without its line end.
  mutating func begin(_ line: Range<Int>) {
    self.line = line
    position = line.lowerBound
  }

  var isAtEnd: Bool { position >= line.upperBound }
  /// The byte here; there must be one.
  var byte: UInt8 { bytes[position] }
  /// How many bytes stand before this place in its line.
  var column: Int { position - line.lowerBound }

  mutating func skipBlanks() {
    while !isAtEnd, Self.isBlank(byte) { position += 1 }
  }

  /// Whether a flow collection begins here.
  var isOpening: Bool { !isAtEnd && Self.isOpening(byte) }

  /// Whether a text in quotes begins here.
  var isQuote: Bool { !isAtEnd && (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")) }

  /// Whether a comment begins here.
  var isComment: Bool {
    !isAtEnd && byte == UInt8(ascii: "#") && (position == line.lowerBound || Self.isBlank(bytes[position - 1]))
  }

  /// Whether a sign stands here with a blank or the end of the line behind it.
  func isIndicator(_ sign: Unicode.Scalar) -> Bool {
    !isAtEnd && byte == UInt8(ascii: sign) && isBlankOrEnd(at: position + 1)
  }

  /// Whether a line begins here that separates documents.
  var isDocumentMarker: Bool {
    let rest = bytes[position..<line.upperBound]
    return (rest.starts(with: "---".utf8) || rest.starts(with: "...".utf8)) && isBlankOrEnd(at: position + 3)
  }

  /// Whether a value in a flow collection ends here.
  var isFlowEnd: Bool {
    guard let next = bytes[position..<line.upperBound].first(where: { !Self.isBlank($0) }) else { return true }
    return Self.isFlowEnd(next)
  }

  /// Whether nothing but blanks and a comment stands behind `end`.
  func isLast(before end: Int) -> Bool {
    guard let next = bytes[end..<line.upperBound].firstIndex(where: { !Self.isBlank($0) }) else { return true }
    return bytes[next] == UInt8(ascii: "#") && next > end
  }

  func isBlankOrEnd(at offset: Int) -> Bool {
    offset >= line.upperBound || Self.isBlank(bytes[offset])
  }

  /// The letters from here on.
  var word: Range<Int> {
    position..<position + bytes[position..<line.upperBound].prefix(while: Self.isLetter).count
  }

  /// Where a text in quotes ends, behind them; nil when not in this line.
  func end(of quote: UInt8, from start: Int) -> Int? {
    var offset = start
    while offset < line.upperBound {
      if bytes[offset] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        offset += 2
      } else if bytes[offset] == quote {
        let isDoubled = quote == UInt8(ascii: "'") && offset + 1 < line.upperBound && bytes[offset + 1] == quote
        if !isDoubled { return offset + 1 }
        offset += 2
      } else {
        offset += 1
      }
    }
    return nil
  }

  /// The text without quotes that begins here, without blanks and comment behind it.
  func plainScalar(inFlow: Bool) -> Range<Int> {
    var (offset, end) = (position, position)
    while offset < line.upperBound {
      let byte = bytes[offset]
      if inFlow, Self.isOpening(byte) || Self.isFlowEnd(byte) { break }
      if byte == UInt8(ascii: "#"), offset > line.lowerBound, Self.isBlank(bytes[offset - 1]) { break }
      offset += 1
      if !Self.isBlank(byte) { end = offset }
    }
    return position..<end
  }

  /// The first colon from here on that has a blank or the end of the line behind it.
  func colon(before end: Int) -> Int? {
    (position..<max(position, end)).first { offset in
      bytes[offset] == UInt8(ascii: ":") && (offset + 1 >= line.upperBound || Self.isBlank(bytes[offset + 1]))
    }
  }

  static func isOpening(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

  static func isFlowEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// Whether the byte belongs to a word or number, and is no mark.
  static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) || byte >= 0x80 }
}
