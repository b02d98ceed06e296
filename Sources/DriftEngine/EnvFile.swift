import ConfigValue
import Diagnostics

/// A file of variables, one `NAME=VALUE` a line, read as the `.env` files of `bl` are.
///
/// - Empty lines, and lines that begin with `#`, say nothing. `export ` may stand before a name.
/// - A value without quotes ends with its line or before ` #`; spaces around it do not belong to it.
/// - `'…'` is taken as it is, `"…"` with the escapes `\n`, `\r`, `\"`, `\\` and `\$`; both may hold line breaks. Behind the
///   closing quote only a comment may stand.
/// - Nothing is expanded: `bl` replaces `$NAME` in values outside of single quotes, so that it is an error there.
/// - Lines end with LF or CRLF. Of a name that stands twice the last value counts, with a warning. An empty value is none.
struct EnvFile {
  private(set) var values: [String: String] = [:]
  /// Where the name of each variable stands for the last time.
  private(set) var places: [String: SourceRange] = [:]
  /// In the order of the file. They quote no value.
  private(set) var findings: [Diagnostic] = []

  private let source: SourceID
  private let bytes: [UInt8]
  private var position = 0

  /// Reads a file without its byte order mark. After a line that cannot be read the next ones are.
  init(_ bytes: [UInt8], as source: SourceID) {
    self.source = source
    self.bytes = bytes
    if let offset = bytes.firstIndex(of: 0) {
      report("The file is not text", at: offset..<offset + 1, help: "name a file of lines NAME=VALUE")
      return
    }
    if let offset = bytes.firstInvalidUTF8 {
      report("Byte \(offset) is not valid UTF-8", at: offset..<offset + 1, help: "save the file as UTF-8")
      return
    }
    while position < bytes.count {
      do throws(Fault) {
        try line()
      } catch {
        report(error.summary, at: error.bounds, help: error.help)
        position = max(position, error.bounds.lowerBound)
        skipLine()
      }
    }
    values = values.filter { !$0.value.isEmpty }
  }

  private struct Fault: Error {
    let summary: String
    let bounds: Range<Int>
    let help: String

    init(_ summary: String, at bounds: Range<Int>, help: String) {
      self.summary = summary
      self.bounds = bounds
      self.help = help
    }
  }

  // MARK: Lines

  private mutating func line() throws(Fault) {
    skipSpaces()
    guard let first = peek else { return }
    if isLineEnd(first) || first == UInt8(ascii: "#") { return skipLine() }
    if bytes[position...].starts(with: "export ".utf8) || bytes[position...].starts(with: "export\t".utf8) {
      position += 6
      skipSpaces()
    }
    let name = try name()
    skipSpaces()
    guard peek == UInt8(ascii: "=") else {
      throw Fault("A name has no '=' behind it", at: here, help: "write it as NAME=VALUE")
    }
    position += 1
    skipSpaces()
    let value =
      switch peek {
      case UInt8(ascii: "'")?: try singleQuoted()
      case UInt8(ascii: "\"")?: try doubleQuoted()
      default: try unquoted()
      }
    if let first = places.updateValue(name.range, forKey: name.text) {
      findings.append(
        Diagnostic(
          .invalidEnvFile, "The variable '\(name.text)' stands twice", severity: .warning, at: name.range,
          notes: [Diagnostic.Note("first here", at: first)], help: "keep one; the last one counts"))
    }
    values[name.text] = value
  }

  private mutating func name() throws(Fault) -> (text: String, range: SourceRange) {
    let start = position
    while let byte = peek, isNamePart(byte) { position += 1 }
    let bounds = start..<position
    guard let first = bytes[bounds].first, !(0x30...0x39).contains(first) else {
      throw Fault(
        "A line does not begin with the name of a variable", at: bounds.isEmpty ? here : bounds,
        help: "write lines as NAME=VALUE; names are letters, digits and '_', and begin with no digit")
    }
    return (String(decoding: bytes[bounds], as: UTF8.self), SourceRange(source, bounds))
  }

  // MARK: Values

  private mutating func unquoted() throws(Fault) -> String {
    let start = position
    while let byte = peek, !isLineEnd(byte) { position += 1 }
    var value = bytes[start..<position]
    for offset in value.indices where value[offset] == UInt8(ascii: "#") {
      if offset == start || isSpace(value[offset - 1]) {
        value = value[..<offset]
        break
      }
    }
    while let last = value.last, isSpace(last) { value.removeLast() }
    if let dollar = value.indices.first(where: { isExpansion(at: $0) }) { throw expansion(at: dollar) }
    skipLine()
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func singleQuoted() throws(Fault) -> String {
    let start = position
    guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "'")) else { throw openQuote(start) }
    position = end + 1
    try endOfLine()
    return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
  }

  private mutating func doubleQuoted() throws(Fault) -> String {
    let start = position
    var value: [UInt8] = []
    position += 1
    while let byte = peek, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        value.append(try escape())
      } else if isExpansion(at: position) {
        let dollar = position
        skipQuoted()
        throw expansion(at: dollar)
      } else {
        value.append(byte)
      }
      position += 1
    }
    guard peek != nil else {
      position = start
      throw openQuote(start)
    }
    position += 1
    try endOfLine()
    return String(decoding: value, as: UTF8.self)
  }

  /// The byte that the escape sequence here stands for; moves to its last byte.
  private mutating func escape() throws(Fault) -> UInt8 {
    let start = position
    position += 1
    switch peek {
    case UInt8(ascii: "n")?: return 0x0A
    case UInt8(ascii: "r")?: return 0x0D
    case let byte? where "\"\\$".utf8.contains(byte): return byte
    default:
      skipQuoted()
      throw Fault(
        "Unknown escape sequence in double quotes", at: start..<min(start + 2, bytes.count),
        help: #"there are \n, \r, \", \\ and \$; single quotes take everything as it is"#)
    }
  }

  private mutating func endOfLine() throws(Fault) {
    skipSpaces()
    guard let byte = peek, !isLineEnd(byte), byte != UInt8(ascii: "#") else { return skipLine() }
    throw Fault(
      "Text stands behind the closing quote", at: position..<position + 1,
      help: "put the whole value into one pair of quotes")
  }

  private func openQuote(_ start: Int) -> Fault {
    Fault("A quoted value does not end", at: start..<start + 1, help: "close the quotes")
  }

  private func expansion(at dollar: Int) -> Fault {
    Fault(
      "'bl' would replace a reference in this value", at: dollar..<dollar + 1,
      help: "put the value in single quotes, or write the other variable's value out")
  }

  private func isExpansion(at offset: Int) -> Bool {
    guard bytes[offset] == UInt8(ascii: "$"), offset + 1 < bytes.count else { return false }
    let next = bytes[offset + 1]
    return isNamePart(next) || next == UInt8(ascii: "{") || next == UInt8(ascii: "(")
  }

  // MARK: Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The byte that comes next, as far as the line goes.
  private var here: Range<Int> {
    position..<position + (peek.map { isLineEnd($0) } ?? true ? 0 : 1)
  }

  private mutating func skipSpaces() {
    while let byte = peek, isSpace(byte) { position += 1 }
  }

  /// Moves behind the double quote that closes the value here, escapes skipped; to the end when there is none.
  private mutating func skipQuoted() {
    while let byte = peek, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
    position = min(position, bytes.count)
  }

  private mutating func skipLine() {
    while let byte = peek, byte != 0x0A { position += 1 }
    position = min(position + 1, bytes.count)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39, UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private mutating func report(_ summary: String, at bounds: Range<Int>, help: String) {
    findings.append(Diagnostic(.invalidEnvFile, summary, at: SourceRange(source, bounds), help: help))
  }
}
