import ConfigValue
import Diagnostics
import TestSupport
import Testing
import YAMLReader

@Suite("Hostile texts end with a clear error")
struct HostileTests {
  private static let tight = {
    var budgets = YAMLBudgets.standard
    (budgets.bytes, budgets.depth, budgets.documentNodes, budgets.nodes) = (1000, 3, 20, 30)
    (budgets.aliases, budgets.scalarBytes, budgets.keyBytes, budgets.documents) = (2, 10, 5, 2)
    return budgets
  }()

  private static func ones(_ count: Int) -> String {
    "[" + String(repeating: "1,", count: count) + "]"
  }

  /// What is within a budget, and one beyond it.
  struct Border: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let within: String
    let beyond: String

    init(_ budget: String, _ within: String, _ beyond: String) {
      (testDescription, self.within, self.beyond) = (budget, within, beyond)
    }
  }

  private static let borders = [
    Border("bytes", String(repeating: "#", count: 1000), String(repeating: "#", count: 1001)),
    Border("depth of lists", "[[[1]]]", "[[[[1]]]]"),
    Border("depth of maps", "a: {b: {c: 1}}", "a: {b: {c: {d: 1}}}"),
    Border("nodes of a document", ones(19), ones(20)),
    Border("nodes of all documents", ones(19) + "\n---\n" + ones(9), ones(19) + "\n---\n" + ones(10)),
    Border("nodes for aliases", "- &a [1, 2, 3, 4]\n- *a\n", "- &a [1, 2, 3, 4, 5]\n- *a\n- *a\n"),
    Border(
      "nodes of a document, with aliases", "[&a [1, 2], *a, *a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]",
      "[&a [1, 2], *a, *a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]"),
    Border("aliases", "[&a 1, *a, *a]", "[&a 1, *a, *a, *a]"),
    Border("scalar", "[x123456789]", "[x123456789a]"), Border("quoted scalar", "['12345678é']", "['123456789é']"),
    Border("key", "abcde: 1", "abcdef: 1"), Border("decoded key", #""abc\xe9": 1"#, #""abcd\xe9": 1"#),
    Border("documents", "1\n---\n2", "1\n---\n2\n---\n3"),
  ]

  @Test("each budget holds at its limit and ends one beyond it, with advice", arguments: borders)
  func budgets(border: Border) throws {
    #expect(read(border.within, budgets: Self.tight).diagnostics == [])
    let found = try finding(border.beyond, budgets: Self.tight)
    #expect(found.code == .budgetExceeded)
    #expect(found.help != nil)
    #expect(found.range.map { $0.upperBound <= border.beyond.utf8.count } == true)
  }

  @Test(
    "what is wrong is told up to a number of findings, and that there is more",
    arguments: [
      "[" + String(repeating: "0777, ", count: 1000) + "]", String(repeating: "--- 0777\n", count: 90),
      String(repeating: "? [x]\n", count: 1) + String(repeating: "--- {? [x] : y}\n", count: 90),
      "{" + String(repeating: "a: 1, ", count: 1000) + "}",
    ])
  func findings(text: String) {
    var budgets = YAMLBudgets.standard
    budgets.findings = 7
    let result = read(text, budgets: budgets)
    #expect(result.diagnostics.count == 8)
    #expect(result.diagnostics.last?.code == .budgetExceeded)
    #expect(result.documents.isEmpty)
    #expect(read("[" + String(repeating: "0777, ", count: 7) + "]", budgets: budgets).diagnostics.count == 7)
  }

  @Test("the budgets of a file of specs are the documented ones")
  func standard() {
    let budgets = YAMLBudgets.standard
    #expect(budgets.bytes == 1 << 20)
    #expect((budgets.depth, budgets.documents, budgets.aliases) == (64, 1_000, 1_000))
    #expect((budgets.documentNodes, budgets.scalarBytes, budgets.keyBytes) == (100_000, 256 << 10, 1_024))
  }

  @Test("a key is too long in any style", arguments: ["", "'", "\"", "? "])
  func longKey(opening: String) throws {
    let closing = opening == "? " ? "" : opening
    func text(_ count: Int) -> String {
      "b: 1\n" + opening + String(repeating: "k", count: count) + closing + (opening == "? " ? "\n: 1" : ": 1")
        + "\nc: 2\n"
    }
    // libyaml looks for the ':' of a key that far, quotes included.
    #expect(try document(text(1_024 - 2 * closing.utf8.count)).count == 3)
    let found = try finding(text(1_025))
    #expect(found.code == .budgetExceeded)
    #expect(found.range?.bounds == 5 + (opening == "? " ? 2 : 0)..<5 + opening.utf8.count + 1_025 + closing.utf8.count)
    #expect(found.help?.hasPrefix("shorten the key") == true)
  }

  @Test("deep nesting ends at the budget", arguments: ["[", "{a: ", "- ", "? ", "[{a: ", "!!x [", "{[a]: {b: 1}, c: "])
  func depthBomb(opening: String) {
    let findings = read(String(repeating: opening, count: 100_000)).diagnostics
    #expect(findings.last?.code == .budgetExceeded)
  }

  @Test("aliases nest no deeper than the budget", arguments: [YAMLBudgets.standard, .snapshot])
  func aliasDepth(budgets: YAMLBudgets) throws {
    func opening(_ level: Int, _ inner: String) -> String {
      "- &a\(level) " + String(repeating: "[", count: 60) + inner + String(repeating: "]", count: 60) + "\n"
    }
    let text = opening(0, "x") + (1..<40).map { opening($0, "*a\($0 - 1)") }.joined()
    #expect(try finding(text, budgets: budgets).code == .budgetExceeded)
    let line = "- &a [[[x]]]\n- [[*a]]\n"
    var tight = budgets
    tight.depth = 6
    #expect(read(line, budgets: tight).diagnostics == [])
    tight.depth = 5
    #expect(try finding(line, budgets: tight).code == .budgetExceeded)
  }

  @Test("a billion laughs end at the budget")
  func billionLaughs() throws {
    var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    for level in 1...9 {
      text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    #expect(try finding(text).code == .budgetExceeded)
    #expect(read(text).documents.isEmpty)
  }

  @Test("aliases as keys, which some readers compare without end, end at the first")
  func aliasKeyBomb() throws {
    var text = "- &a0 [x]\n"
    for level in 1...20 { text += "- &a\(level) {? *a\(level - 1) : *a\(level - 1), ? [*a\(level - 1)] : 1}\n" }
    let found = try finding(text)
    #expect(found.code == .nonStringKey)
    #expect(read(text).documents.isEmpty)
  }

  @Test("copies are bounded over all documents, not one by one")
  func bombOfDocuments() throws {
    let values = (0..<90).map { "v\($0)" }.joined(separator: ", ")
    let document = "---\n- &a [\(values)]\n- [*a, *a, *a, *a, *a, *a, *a, *a]\n"
    #expect(read(String(repeating: document, count: 100)).diagnostics == [])
    #expect(try finding(String(repeating: document, count: 124)).code == .budgetExceeded)
  }

  @Test("merges multiply no further than the budget")
  func mergeBomb() {
    var text = "a0: &a0 {x0: 1}\n"
    for level in 1...30 {
      text += "a\(level): &a\(level) {<<: [*a\(level - 1), *a\(level - 1)], y: *a\(level - 1), z: *a\(level - 1)}\n"
    }
    #expect(read(text).diagnostics.map(\.code) == [.budgetExceeded])
  }

  @Test("control characters and NUL are errors where they stand", arguments: ["\0", "\u{1}", "\u{7F}", "\u{1B}[2J"])
  func controls(character: String) throws {
    let text = "é: 1\nb: x" + character + "\n"
    let found = try finding(text)
    #expect(found.code == .yamlSyntax)
    #expect(found.range?.bounds.lowerBound == 10)
  }

  @Test(
    "bytes that are not UTF-8 are an error where they stand",
    arguments: [
      [0x80], [0xC0, 0xAF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) throws {
    let result = YAMLDocuments.read(Array("é: ".utf8) + bytes, as: .none, names: names)
    #expect(result.documents.isEmpty)
    #expect(result.diagnostics.map(\.code) == [.invalidUTF8])
    #expect(result.diagnostics.first?.range?.bounds.lowerBound == 4)
  }

  @Test(
    "other encodings are named",
    arguments: [
      [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x61, 0x00, 0x3A, 0x00], [0x00, 0x61, 0x00, 0x3A],
      [0x00, 0x00, 0xFE, 0xFF], [0x00, 0x00, 0x00, 0x61],
    ] as [[UInt8]])
  func otherEncodings(bytes: [UInt8]) {
    #expect(YAMLDocuments.read(bytes, as: .none, names: names).diagnostics.map(\.code) == [.unsupportedEncoding])
  }

  @Test("many directives are not compared with each other")
  func directives() throws {
    let text = (0..<40_000).map { "%TAG !\($0)! t:\($0)\n" }.joined() + "---\na: 1\n"
    #expect(try finding(text).code == .budgetExceeded)
  }

  @Test("a scalar of a megabyte is too long for a spec and fine for a snapshot", arguments: ["", "'", "\""])
  func longScalar(quote: String) throws {
    let long = String(repeating: "x", count: 1_000_000)
    let text = "a: " + quote + long + quote
    #expect(try finding(text).code == .budgetExceeded)
    #expect(read(text, budgets: .snapshot).documents.first?.plain == ["a": .string(long)])
  }

  @Test("every beginning of a text is read without a trap")
  func truncation() {
    let bytes = Array(
      #"""
      %YAML 1.2
      --- # é
      a: &x {b: [1, "é\n\u00e9", 'it''s'], <<: {c: 0x1F}}
      d: |2-
         text é

      ? >+
        folded
      : *x
      e: !!str 12
      ...
      --- ~
      """#.utf8)
    for end in 0...bytes.count {
      let result = YAMLDocuments.read(Array(bytes[..<end]), as: .none, names: names)
      for value in result.documents.flatMap(\.descendants) { #expect(value.range.upperBound <= UInt32(end)) }
    }
  }

  @Test("no garbage makes a trap", arguments: 0..<40)
  func garbage(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = [
      "a", "é", "😀", ": ", "- ", "? ", "\n", "\n  ", " ", "[", "]", "{", "}", ",", "&x ", "*x", "<<: ", "|\n", ">-\n",
      "'", "\"",
      "#", "!!str ", "!x ", "---\n", "...\n", "~", "0777", "1e3", "\\", "\t", "\r\n", "\u{FEFF}", "%", "k: v\n", "*x ",
    ]
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 1...40, using: &random)).map { _ in random.pick(pieces) }.joined()
      let result = read(text)
      let length = UInt32(text.utf8.count)
      for value in result.documents.flatMap(\.descendants) { #expect(value.range.upperBound <= length, "\(text)") }
      for finding in result.diagnostics { #expect(finding.range.map { $0.upperBound <= length } == true, "\(text)") }
    }
  }
}
