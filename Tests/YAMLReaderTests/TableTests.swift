import ConfigValue
import Diagnostics
import TestSupport
import Testing
import YAMLReader

/// What YAML 1.2 core, `bl` (go-yaml v3) and other readers take differently, row by row: the value, or the error with its
/// exact place, its rule and its fix.
@Suite("The table of what YAML readers disagree about")
struct TableTests {
  /// A text whose value or error at mark 1 is expected.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let outcome: Outcome

    init(_ input: String, _ text: String, _ outcome: Outcome) {
      (testDescription, self.text, self.outcome) = (input, text, outcome)
    }
  }

  enum Outcome: Sendable {
    case value(PlainValue)
    /// The code, and words of the rule and of the fix.
    case error(DiagnosticCode, String, fix: String)

  }

  /// A row whose value is a string, as it is written at the mark.
  private static func string(_ input: String) -> Row {
    Row(input, "x: «1 \(input)»\n", .value(.string(input)))
  }

  private static func value(_ input: String, _ value: PlainValue) -> Row {
    Row(input, "x: «1 \(input)»\n", .value(value))
  }

  /// A row whose value is a number that another spelling is worth, too.
  private static func number(_ input: String, _ spelling: String) -> Row {
    value(input, .number(Number(parsing: Array(spelling.utf8)[...])))
  }

  private static func ambiguous(_ input: String, _ rule: String, fix: String) -> Row {
    Row(input, "é: 1\nx: «1 \(input)» # é\n", .error(.ambiguousScalar, rule, fix: fix))
  }

  private static let leadingZero = (rule: "begin with 0", fix: "write '0o' for an octal number")
  private static let notation = (rule: "in this notation", fix: "in decimal")
  private static let underscore = (rule: "with '_'", fix: "remove the '_'")
  private static let date = (rule: "dates without quotes", fix: "put it in quotes")
  private static let large = (rule: "fit into 64 bits", fix: "put it in quotes")

  private static let words: [Row] = [
    string("yes"), string("no"), string("on"), string("off"), string("Yes"), string("OFF"), string("y"), string("n"),
    value("true", true), value("True", true), value("TRUE", true), value("false", false), string("tRUE"),
    value("~", nil), value("null", nil), value("Null", nil), value("NULL", nil), Row("empty", "x:«1 »\n", .value(nil)),
    Row("''", "x: «1 ''»\n", .value("")), string("="), string("nan"), string("Infinity"), string("-inf"), string("NaN"),
  ]

  private static let numbers: [Row] = [
    ambiguous("0777", leadingZero.rule, fix: leadingZero.fix), ambiguous("-0777", leadingZero.rule, fix: "quotes"),
    value("0o777", 511), ambiguous("0b11", notation.rule, fix: notation.fix),
    ambiguous("1_000", underscore.rule, fix: underscore.fix), value("0x1F", 31),
    ambiguous("08", leadingZero.rule, fix: leadingZero.fix), string("0o8"), string("1:30"), string("190:20:30.15"),
    value("1e3", 1000), value("12e03", 12000), value("1.", 1), number(".5", "0.5"),
    Row(".inf", "x: «1 .inf»\n", .error(.valueOutOfRange, "Infinity", fix: "quotes")),
    Row("-.INF", "x: «1 -.INF»\n", .error(.valueOutOfRange, "Infinity", fix: "quotes")),
    Row(".nan", "x: «1 .nan»\n", .error(.valueOutOfRange, "not-a-number", fix: "quotes")),
    ambiguous("99999999999999999999", large.rule, fix: large.fix),
    ambiguous("2001-12-14", date.rule, fix: date.fix), ambiguous("2001-12-14T21:59:43Z", date.rule, fix: date.fix),
    ambiguous("2001-12-14 21:59:43.10", date.rule, fix: date.fix),
  ]

  /// What the table does not list, and go-yaml v3.0.1 reads otherwise than YAML 1.2.
  private static let more: [Row] = [
    ambiguous("+0o7", notation.rule, fix: notation.fix), ambiguous("-0o7", notation.rule, fix: notation.fix),
    ambiguous("0o-7", notation.rule, fix: notation.fix), ambiguous("0o+7", notation.rule, fix: notation.fix),
    ambiguous("0b-1", notation.rule, fix: notation.fix), ambiguous("-0b1", notation.rule, fix: notation.fix),
    ambiguous("0X1F", notation.rule, fix: notation.fix), ambiguous("0O7", notation.rule, fix: notation.fix),
    ambiguous("0B1", notation.rule, fix: notation.fix), ambiguous("-0x1F", notation.rule, fix: notation.fix),
    ambiguous("0x_1", underscore.rule, fix: underscore.fix), ambiguous("0_777", underscore.rule, fix: underscore.fix),
    ambiguous("1e3_0", underscore.rule, fix: underscore.fix),
    ambiguous("1_000.5", underscore.rule, fix: underscore.fix),
    ambiguous(".7_5", underscore.rule, fix: underscore.fix), ambiguous("0o_-7", underscore.rule, fix: underscore.fix),
    ambiguous("+18446744073709551615", large.rule, fix: large.fix), ambiguous("1e400", large.rule, fix: large.fix),
    ambiguous("9007199254740993.0", large.rule, fix: large.fix), ambiguous("1e-400", large.rule, fix: large.fix),
    ambiguous("0.30000000000000004441", large.rule, fix: large.fix),
    ambiguous("0x10000000000000000", large.rule, fix: large.fix),
    ambiguous("2001-1-4", date.rule, fix: date.fix), ambiguous("2001-12-14T1:2:3,5Z", date.rule, fix: date.fix),
    Row("! 12", "x: «1 ! 12»\n", .error(.unknownTag, "'!' is not of the YAML core schema", fix: "remove the tag")),
    Row("! a", "x: «1 ! 'a'»\n", .error(.unknownTag, "'!' is not", fix: "remove the tag")),
    Row("!!merge <<", "«1 !!merge <<»: {a: 1}\n", .error(.unknownTag, "'!!merge' is not", fix: "remove the tag")),
    // And what both take for the same.
    number("+.5", "5e-1"), value(".5e3", 500), value("0.", 0), value("1.048576e+06", 1_048_576),
    number("18446744073709551615", "18446744073709551615"),
    string("._5"), string(".5_"), string("_"), string("_1"), string("0b"), string("0b2"), string("0x"), string("+0b-1"),
    string("+1:2"), string("0x1p3"), string("1e"), string(".e5"), string("+.nan"), string("2001-12-14T21:59:43"),
    string("2001-12-14 21:59:43 Z"), string("20:30"), string("1.2.3"), string("12ab"),
  ]

  private static let structures: [Row] = [
    Row("duplicate key", "a: 1\n«1 a»: 2\n", .error(.duplicateKey, "stands twice", fix: "remove one of the two")),
    Row("<<: *b", "b: &b {p: 1}\nx: «1 {<<: *b}»\n", .value(["p": 1])),
    Row("'<<' quoted", "x: «1 {'<<': 1}»\n", .value(["<<": 1])),
    Row(
      "!Ref x", "x: «1 !Ref x»\n",
      .error(.unknownTag, "The tag of this value is not of the YAML core schema", fix: "remove")),
    Row("!!str 123", "x: «1 !!str 123»\n", .value("123")), Row("!!int \"12\"", "x: «1 !!int \"12\"»\n", .value(12)),
    Row("!!float 3", "x: «1 !!float 3»\n", .value(3)), Row("!!bool true", "x: «1 !!bool true»\n", .value(true)),
    Row("!!null ~", "x: «1 !!null ~»\n", .value(nil)), Row("!!map {}", "x: «1 !!map {}»\n", .value([:])),
    Row("!!seq []", "x: «1 !!seq []»\n", .value([])),
    Row("!!int x", "x: «1 !!int x»\n", .error(.wrongTag, "'!!int' does not fit", fix: "remove the tag")),
    Row("!!binary", "x: «1 !!binary aGk=»\n", .error(.unknownTag, "'!!binary' is not", fix: "remove the tag")),
    Row("!!timestamp", "x: «1 !!timestamp 2001-12-14»\n", .error(.unknownTag, "'!!timestamp'", fix: "remove the tag")),
    Row("!!set", "x: «1 !!set {»a}\n", .error(.unknownTag, "'!!set' is not", fix: "remove the tag")),
    Row("!!omap", "x: «1 !!omap [»{a: 1}]\n", .error(.unknownTag, "'!!omap' is not", fix: "remove the tag")),
    Row("[1,2]: c", "? «1 [»1,2]\n: c\n", .error(.nonStringKey, "A list cannot be a key", fix: "a string")),
    Row("{a: 1}: c", "? «1 {»a: 1}\n: c\n", .error(.nonStringKey, "A mapping cannot be a key", fix: "a string")),
    Row("1: a", "«1 1»: a\n", .error(.nonStringKey, "a number, and keys must be strings", fix: "key in quotes")),
    Row("true: b", "«1 true»: b\n", .error(.nonStringKey, "a boolean, and keys must be strings", fix: "key in quotes")),
    Row("~: c", "«1 ~»: c\n", .error(.nonStringKey, "null, and keys must be strings", fix: "key in quotes")),
    Row("*b : c", "b: &b k\n«1 *b» : c\n", .error(.nonStringKey, "An alias cannot be a key", fix: "key itself")),
  ]

  private static let texts: [Row] = [
    Row("tab indent", "x:\n«1 \t»a: 1\n", .error(.yamlSyntax, "Tabs cannot indent", fix: "indent with spaces")),
    Row("CRLF", "a: |\r\n  b\r\n  c\r\nx: «1 \"d\r\n  e\"»\r\n", .value("d e")),
    Row("lone CR", "a: 1\rx: «1 2»\r", .value(2)),
    Row("U+0085", "x: a # «1 \u{85}»y: b\n", .error(.yamlSyntax, "U+0085 ends a line for some", fix: #"\N"#)),
    Row("U+2028", "x: a # «1 \u{2028}»y: b\n", .error(.yamlSyntax, "U+2028 ends a line for some", fix: #"\L"#)),
    Row("U+2029", "x: a # «1 \u{2029}»y: b\n", .error(.yamlSyntax, "U+2029 ends a line for some", fix: #"\P"#)),
    Row("U+2028 in quotes", "x: \"a«1 \u{2028}»\"\n", .error(.yamlSyntax, "U+2028 ends a line", fix: #"\L"#)),
    Row(#"U+2028 as "\L""#, #"x: «1 "\N\L\P"»"#, .value("\u{85}\u{2028}\u{2029}")),
    Row("U+FEFF inside", "a: 1\n«1 \u{FEFF}»---\nx: 1\n", .error(.yamlSyntax, "U+FEFF is text", fix: #"\uFEFF"#)),
    Row(
      "control U+0001", "x: a«1 \u{1}»\n", .error(.yamlSyntax, "a control character", fix: #"an escape such as "\e""#)),
    Row(
      #""\ud83d\ude00""#, #"x: "«1 \ud83d»\ude00""#,
      .error(.yamlSyntax, "not a Unicode character", fix: #""\U0001F600""#)),
    Row("%YAML 1.1", "«1 %YAML 1.1»\n---\nx: 1\n", .error(.unsupportedDirective, "not applied", fix: "true or false")),
    Row("%YAML 1.2", "%YAML 1.2\n---\nx: «1 1»\n", .value(1)),
    Row("%YAML 1.3", "«1 %YAML 1.3» # x\n---\nx: 1\n", .error(.unsupportedDirective, "not applied", fix: "remove")),
    Row("%YAML 2.0", "«1 %YAML 2.0»\r\n---\nx: 1\n", .error(.unsupportedDirective, "not applied", fix: "remove")),
    Row(
      "%TAG", "%YAML 1.2\n«1 %TAG !e! tag:e,1:»\n---\nx: 1\n",
      .error(.unsupportedDirective, "'%TAG'", fix: "its tags")),
    Row("%FOO", "«1 %FOO bar»\n---\nx: 1\n", .error(.unsupportedDirective, "'%YAML 1.2'", fix: "remove the directive")),
  ]

  @Test("words", arguments: words)
  func word(row: Row) throws { try check(row) }

  @Test("numbers and dates", arguments: numbers)
  func number(row: Row) throws { try check(row) }

  @Test("what the table forgot", arguments: more)
  func forgotten(row: Row) throws { try check(row) }

  @Test("keys, merges and tags", arguments: structures)
  func structure(row: Row) throws { try check(row) }

  @Test("characters, line ends and directives", arguments: texts)
  func text(row: Row) throws { try check(row) }

  private func check(_ row: Row) throws {
    let text = MarkedText(row.text)
    switch row.outcome {
    case .value(let expected):
      let value = try document(text.text).at("x")
      #expect(value.plain == expected)
      #expect(value.range == text.range("1"))
    case .error(let code, let rule, let fix):
      let found = try finding(text.text)
      #expect(found.code == code)
      #expect(found.severity == .error)
      #expect(found.range == text.range("1"))
      #expect(found.summary.contains(rule), "\(found.summary)")
      #expect(found.help?.contains(fix) == true, "\(found.help ?? "")")
    }
  }

  // MARK: Whole texts

  @Test("a byte order mark is left out, and shifts no place")
  func byteOrderMark() throws {
    let file = SourceFile(path: "a", contents: [0xEF, 0xBB, 0xBF] + Array("x: 0777\n".utf8))
    let result = YAMLDocuments.read(file.bytes, as: .none, names: names)
    #expect(result.diagnostics.map(\.range?.bounds) == [3..<7])
  }

  @Test(
    "UTF-16 and UTF-32, with a byte order mark and without",
    arguments: [
      [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0xFF, 0xFE, 0x00, 0x00], [0x00, 0x00, 0xFE, 0xFF],
      [0x61, 0x00, 0x3A, 0x00], [0x00, 0x61, 0x00, 0x3A], [0x61, 0x00, 0x00, 0x00], [0x00, 0x00, 0x00, 0x61],
    ] as [[UInt8]])
  func otherEncodings(bytes: [UInt8]) throws {
    let result = YAMLDocuments.read(bytes, as: .none, names: names)
    let found = try #require(result.diagnostics.first)
    #expect(found.code == .unsupportedEncoding)
    #expect(found.range?.bounds == 0..<2)
    #expect(found.help == "save the file as UTF-8")
  }

  @Test("bytes that are not UTF-8, by their offset")
  func invalidUTF8() throws {
    let result = YAMLDocuments.read(Array("é: a\nx: ".utf8) + [0xFF, 0x0A], as: .none, names: names)
    let found = try #require(result.diagnostics.first)
    #expect(found.code == .invalidUTF8)
    #expect(found.summary == "Byte 9 is not valid UTF-8")
    #expect(found.range?.bounds == 9..<10)
    #expect(found.help == "save the file as UTF-8")
  }

  @Test("many documents are read, and an error in one leaves out no other")
  func multiDocument() {
    let text = (1...1_000).map { "---\nx: \($0 == 500 ? "0777" : String($0))\n" }.joined()
    let result = read(text)
    #expect(result.documents.count == 999)
    #expect(result.diagnostics.map(\.code) == [.ambiguousScalar])
  }

  @Test("empty documents are nulls; texts of comments and blanks hold none")
  func emptyDocuments() {
    #expect(read("---\n---\n...\n").documents.map(\.plain) == [nil, nil])
    for text in ["", "\n \n", "# a comment\n", "# a\r\n# b\r\n"] {
      #expect(read(text).documents.isEmpty)
      #expect(read(text).diagnostics.isEmpty)
    }
  }
}
