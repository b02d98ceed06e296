package import Diagnostics

/// Why a text is not the JSON it should be.
package struct UnreadableJSON: Error, Sendable {
  /// `json-syntax`, `duplicate-key`, `invalid-utf8` or `budget-exceeded`, each at its exact place, in document order and at
  /// least one. Broken syntax is the last: what follows it cannot be told apart.
  package let findings: [Diagnostic]
  /// The value, when only keys stand twice: good for finding what else is wrong with it, and for nothing else.
  package let rejected: Value?

  /// The first finding.
  package var finding: Diagnostic { findings[0] }
}

/// Reads one JSON document, strictly by RFC 8259, into the same tree that YAML becomes.
///
/// Numbers keep their text, so that no digit is lost. Keys that stand twice, which RFC 8259 §4 leaves open, are errors:
/// readers disagree about which one counts. Nesting costs no stack.
package struct JSONReader: ~Copyable {
  /// How deep lists and maps may nest.
  package static let maximumDepth = 128

  private let source: SourceID
  private let budgets: JSONBudgets
  private let bytes: [UInt8]
  private var position = 0
  private var builder: TreeBuilder
  /// How many containers are open, and of each whether it is a map, the innermost in the lowest bit.
  private var depth = 0
  private var areMaps: UInt128 = 0
  /// Whether nothing was read yet of the innermost container.
  private var isOpening = false
  private var duplicates: [Diagnostic] = []

  /// Reads `bytes`, a whole document without a byte order mark.
  package static func read(
    _ bytes: [UInt8], as source: SourceID, names: NameTable, budgets: JSONBudgets = .standard
  ) throws(UnreadableJSON) -> Value {
    guard bytes.count <= budgets.bytes else {
      let finding = Diagnostic(
        .budgetExceeded, "The text is larger than \(budgets.bytes) bytes",
        at: SourceRange(source, bytes.character(at: budgets.bytes)), help: "split it into several files")
      throw UnreadableJSON(findings: [finding], rejected: nil)
    }
    let survey = TextSurvey(ofJSON: bytes)
    if !survey.isASCII, let finding = invalidEncoding(of: bytes, from: source) {
      throw UnreadableJSON(findings: [finding], rejected: nil)
    }
    let expectedNodes = min(survey.expectedNodes, budgets.nodes)
    if let value = QuickJSON.read(bytes, as: source, names: names, expectedNodes: expectedNodes, budgets: budgets) {
      return value
    }
    return try readCarefully(bytes, as: source, names: names, expectedNodes: expectedNodes, budgets: budgets)
  }

  /// Reads a text in UTF-8 and within the budget for its bytes, one place after the other, so that it can be said what is wrong
  /// where; gives the same as the quick reader.
  package static func readCarefully(
    _ bytes: [UInt8], as source: SourceID, names: NameTable, expectedNodes: Int, budgets: JSONBudgets = .standard
  ) throws(UnreadableJSON) -> Value {
    let builder = TreeBuilder(source: source, text: bytes, names: names, expectedNodes: expectedNodes)
    var reader = JSONReader(source: source, bytes: bytes, builder: builder, budgets: budgets)
    try reader.document()
    let duplicates = reader.duplicates
    let value = reader.finish()
    guard duplicates.isEmpty else {
      throw UnreadableJSON(findings: duplicates.sortedByPosition(), rejected: value)
    }
    return value
  }

  private init(source: SourceID, bytes: [UInt8], builder: consuming TreeBuilder, budgets: JSONBudgets) {
    self.source = source
    self.bytes = bytes
    self.builder = builder
    self.budgets = budgets
  }

  private consuming func finish() -> Value {
    builder.finish()[0]
  }

  private static func invalidEncoding(of bytes: [UInt8], from source: SourceID) -> Diagnostic? {
    bytes.firstInvalidUTF8.map { offset in
      Diagnostic(
        .invalidUTF8, "Byte \(offset) is not valid UTF-8", at: SourceRange(source, offset..<offset + 1),
        help: "save the file as UTF-8")
    }
  }

  private mutating func document() throws(UnreadableJSON) {
    repeat {
      skipSpace()
      try value()
    } while try continueContainers()
    skipSpace()
    guard position == bytes.count else { throw unexpected(.textEnd) }
  }

  /// Reads a scalar, or the opening of a container.
  private mutating func value() throws(UnreadableJSON) {
    guard position < bytes.count else { throw unexpected(.value) }
    guard builder.nodes.count < budgets.nodes else { throw exceededNodes() }
    switch bytes[position] {
    case UInt8(ascii: "\""): try string(isKey: false)
    case UInt8(ascii: "{"): try begin(.map)
    case UInt8(ascii: "["): try begin(.list)
    case UInt8(ascii: "t"): try word(Self.trueWord, .boolean, isTrue: true)
    case UInt8(ascii: "f"): try word(Self.falseWord, .boolean)
    case UInt8(ascii: "n"): try word(Self.nullWord, .null)
    case UInt8(ascii: "-"), 0x30...0x39: try number()
    default: throw unexpected(.value)
    }
  }

  // MARK: Containers

  private mutating func begin(_ kind: ValueKind) throws(UnreadableJSON) {
    guard depth < Self.maximumDepth else {
      throw failure(
        .budgetExceeded, "Values nest deeper than \(Self.maximumDepth) levels", at: position..<position + 1,
        help: "nest fewer lists and objects")
    }
    builder.begin(kind, at: position)
    depth += 1
    areMaps = areMaps &<< 1 | (kind == .map ? 1 : 0)
    position += 1
    isOpening = true
  }

  /// Reads on up to the next value, through the ends of containers; false behind the last one.
  private mutating func continueContainers() throws(UnreadableJSON) -> Bool {
    while depth > 0 {
      skipSpace()
      let isMap = areMaps & 1 == 1
      if take(isMap ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
        try end(isMap: isMap)
        continue
      }
      if !isOpening {
        guard take(UInt8(ascii: ",")) else { throw unexpected(isMap ? .memberEnd : .elementEnd) }
        skipSpace()
      }
      isOpening = false
      if isMap { try key() }
      return true
    }
    return false
  }

  private mutating func key() throws(UnreadableJSON) {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      throw unexpected(.key)
    }
    try string(isKey: true)
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw unexpected(.colon) }
  }

  private mutating func end(isMap: Bool) throws(UnreadableJSON) {
    isOpening = false
    depth -= 1
    areMaps = areMaps &>> 1
    guard isMap else { return builder.endList(at: position) }
    for duplicate in builder.endMap(at: position, most: budgets.findings &- duplicates.count &+ 1) ?? [] {
      guard duplicates.count < budgets.findings else {
        throw failure(
          .budgetExceeded, "More than \(budgets.findings) keys stand twice", at: duplicate.second.bounds,
          help: "see to the first ones")
      }
      duplicates.append(
        Diagnostic(
          .duplicateKey, "Key '\(duplicate.name)' stands twice in one object", at: duplicate.second,
          notes: [Diagnostic.Note("first here", at: duplicate.first)], help: "remove one of the two"))
    }
  }

  // MARK: Scalars

  private static let trueWord = Array("true".utf8)
  private static let falseWord = Array("false".utf8)
  private static let nullWord = Array("null".utf8)

  private mutating func word(_ word: [UInt8], _ kind: ValueKind, isTrue: Bool = false) throws(UnreadableJSON) {
    let end = position + word.count
    guard end <= bytes.count, bytes.hasBytes(at: position, like: word, at: 0, length: word.count) else {
      throw unexpected(.value)
    }
    builder.scalar(kind, isTrue: isTrue, .bare, from: position, at: position..<end)
    position = end
  }

  private mutating func number() throws(UnreadableJSON) {
    let start = position
    var kind = ValueKind.integer
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) {
      try digits()
    } else if position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      throw failure(
        .jsonSyntax, "A number does not begin with a zero", at: position..<position + 1, help: "leave the zero out")
    }
    if take(UInt8(ascii: ".")) {
      kind = .decimal
      try digits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      kind = .decimal
      position += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    builder.scalar(kind, .bare, from: start, at: start..<position)
  }

  private mutating func digits() throws(UnreadableJSON) {
    let start = position
    var end = position
    while end < bytes.count, bytes[end] &- 0x30 < 10 { end &+= 1 }
    position = end
    guard end > start else { throw unexpected(.digit) }
  }

  @inline(__always)
  private mutating func string(isKey: Bool) throws(UnreadableJSON) {
    let start = position
    let end = bytes.endOfPlainString(from: start &+ 1)
    guard end &- start &- 1 <= budgets.scalarBytes else { throw exceededLength(of: start..<end) }
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      position = end &+ 1
      if isKey {
        builder.key(.quoted, from: start &+ 1, at: start..<position)
      } else {
        builder.scalar(.string, .quoted, from: start &+ 1, at: start..<position)
      }
      return
    }
    try decodedString(isKey: isKey)
  }

  private mutating func decodedString(isKey: Bool) throws(UnreadableJSON) {
    let start = position
    let decoded: [UInt8]
    do throws(EscapedString.Fault) {
      (decoded, position) = try EscapedString.read(bytes, at: start)
    } catch {
      throw failure(error)
    }
    guard position - start - 2 <= budgets.scalarBytes else { throw exceededLength(of: start..<position) }
    if isKey {
      builder.key(decoded: decoded, at: start..<position)
    } else {
      builder.scalar(.string, decoded: decoded, at: start..<position)
    }
  }

  private mutating func failure(_ fault: EscapedString.Fault) -> UnreadableJSON {
    switch fault {
    case .control(let offset):
      return failure(
        .jsonSyntax, "A control character stands in a string unescaped", at: offset..<offset + 1,
        help: #"write it as an escape such as '\n' or '\u001b', and close the string on its line"#)
    case .missingEnd(let offset):
      position = offset
      return unexpected(.stringEnd)
    case .missingEscape(let offset):
      position = offset
      return unexpected(.escape)
    case .unknownEscape(let bounds):
      return failure(
        .jsonSyntax, "Unknown escape sequence in a string", at: bounds, help: #"write '\\' for a backslash"#)
    case .invalidUnicode(let bounds):
      return failure(
        .jsonSyntax, "'\\u' needs four hexadecimal digits, and surrogates come in pairs", at: bounds,
        help: #"write characters beyond U+FFFF as two escapes, such as '\ud83d\ude00'"#)
    }
  }

  // MARK: Reading

  @inline(__always)
  private mutating func skipSpace() {
    // Above the space are all other bytes of compact texts.
    while position < bytes.count, bytes[position] <= 0x20 {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position &+= 1
      default: return
      }
    }
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position &+= 1
    return true
  }

  private func exceededNodes() -> UnreadableJSON {
    failure(
      .budgetExceeded, "The text holds more than \(budgets.nodes) values and keys", at: position..<position + 1,
      help: "split it into several files")
  }

  private func exceededLength(of bounds: Range<Int>) -> UnreadableJSON {
    failure(.budgetExceeded, "A text is longer than \(budgets.scalarBytes) bytes", at: bounds, help: "shorten it")
  }

  private func unexpected(_ expectation: JSONExpectation) -> UnreadableJSON {
    guard position < bytes.count else {
      return failure(
        .jsonSyntax, "The text ends where \(expectation.noun) should stand", at: position..<position,
        help: "the text was cut off, or a bracket or quote is not closed")
    }
    return failure(
      .jsonSyntax, "Expected \(expectation.noun)", at: position..<position + 1,
      help: expectation.help(for: bytes[position], behind: bytes[..<position]))
  }

  /// The finding that ends the reading, behind those that did not. Its range takes in whole characters.
  private func failure(
    _ code: DiagnosticCode, _ summary: String, at bounds: Range<Int>, help: String
  ) -> UnreadableJSON {
    var end = bounds.upperBound
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let finding = Diagnostic(code, summary, at: SourceRange(source, bounds.lowerBound..<end), help: help)
    return UnreadableJSON(findings: duplicates.sortedByPosition() + [finding], rejected: nil)
  }
}
