import ConfigValue
import Diagnostics
import TestSupport
import Testing

@Suite("JSON read quickly is JSON read with care")
struct QuickJSONTests {
  private static let names = NameTable(["name", "names", "memory", "maxConcurrentExecutions", "e", ""])

  /// What both readers make of a text: the same tree, or nothing. Says whether it was read.
  @discardableResult
  private static func compare(
    _ bytes: [UInt8], _ budgets: JSONBudgets = .standard, at location: SourceLocation = #_sourceLocation
  ) -> Bool {
    let nodes = min(TextSurvey(ofJSON: bytes).expectedNodes, budgets.nodes)
    let careful = try? JSONReader.readCarefully(
      bytes, as: .none, names: names, expectedNodes: nodes, budgets: budgets)
    let quick = QuickJSON.read(bytes, as: .none, names: names, expectedNodes: nodes, budgets: budgets)
    let text = String(decoding: bytes, as: UTF8.self)
    guard let careful, careful.isContainer else {
      #expect(quick == nil, "\(text)", sourceLocation: location)
      return false
    }
    guard let quick else {
      Issue.record("not read quickly: \(text)", sourceLocation: location)
      return false
    }
    #expect(areSame(quick.tree, careful.tree), "\(text)", sourceLocation: location)
    return true
  }

  private static func areSame(_ one: ValueTree, _ other: ValueTree) -> Bool {
    guard one.extent(at: 0) == other.extent(at: 0), one.source == other.source else { return false }
    return (0..<one.extent(at: 0)).allSatisfy { index in
      one.kind(at: index) == other.kind(at: index) && one.extent(at: index) == other.extent(at: index)
        && one.bounds(at: index) == other.bounds(at: index) && one.symbol(at: index) == other.symbol(at: index)
        && one.isTrue(at: index) == other.isTrue(at: index) && one.count(at: index) == other.count(at: index)
        && one.textBounds(at: index) == other.textBounds(at: index) && one.hasText(at: index, of: other, at: index)
    }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func text(_ random: inout SeededRandom) -> [UInt8] {
    var writer = JSONWriter(pretty: random.oneIn(2))
    writer.value(.list([random.value(depth: 5), random.value(depth: 5)]))
    return writer.finish()
  }

  @Test("the readers agree about any value, and about any text that is nearly one", arguments: 0..<100)
  func mutations(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let text = Self.text(&random)
    #expect(Self.compare(text))
    let signs = Self.bytes("\"\\[]{}:,0-.eE+ \n\ttfnu19")
    for _ in 0..<200 {
      var changed = text
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = changed.indices.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<4, using: &random) {
        case 0: changed[place] = random.pick(signs)
        case 1: changed.insert(random.pick(signs), at: place)
        case 2 where changed.count > 1: changed.remove(at: place)
        default: changed.append(contentsOf: changed[place...].prefix(3))
        }
      }
      // What is not UTF-8 comes to neither.
      if changed.firstInvalidUTF8 == nil { Self.compare(changed) }
    }
  }

  @Test("objects of many shapes, in any order, keep their keys apart", arguments: 0..<100)
  func shapes(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let keys =
      [
        "name", "names", "nam", "", "e", "é", "memory", "maxConcurrentExecutions", "maxConcurrentExecution",
        "\\u006eame",
      ]
      + (6...18).map { String(repeating: "k", count: $0) } + (0..<8).map { "0123456789\($0)" }
    func object(_ depth: Int) -> String {
      // Now and then a key stands twice, written the same way or not.
      let members = (0..<Int.random(in: 0..<random.pick([4, 4, 4, 16]), using: &random)).map { _ in
        "\"\(random.pick(keys))\":" + (depth > 0 && random.oneIn(3) ? object(depth - 1) : "1")
      }
      return "{" + members.joined(separator: random.pick([",", ", ", " ,\r\n\t"])) + "}"
    }
    let objects = (0..<20).map { _ in object(2) }
    for object in objects { Self.compare(Self.bytes(object)) }
    let sound = objects.filter { Self.compare(Self.bytes($0)) }
    #expect(Self.compare(Self.bytes("[" + sound.joined(separator: ",") + "]")))
    Self.compare(Self.bytes("[" + objects.joined(separator: ",") + "]"))
  }

  @Test("a key that begins as the expected one, or goes on behind it, is another one", arguments: 0...20)
  func nearlyExpected(length: Int) {
    let key = String(repeating: "k", count: length)
    for other in [key + "k", String(key.dropLast()), key + "\\\"", key.isEmpty ? "x" : String(key.dropLast()) + "x"] {
      #expect(Self.compare(Self.bytes("[{\"\(key)\":1,\"b\":2},{\"\(other)\":1,\"b\":2},{\"\(key)\":1,\"b\":2}]")))
      #expect(!Self.compare(Self.bytes("[{\"\(key)\":1,\"b\":2},{\"\(key)\":1,\"\(key)\":2}]")))
      #expect(!Self.compare(Self.bytes("[{\"\(key)\":1},{\"\(key)\n\":1}]")))
    }
  }

  @Test("strings end where they do, at any distance from the text's end", arguments: 0...40)
  func strings(length: Int) {
    let text = String(repeating: "s", count: length)
    #expect(Self.compare(Self.bytes("[\"\(text)\"]")))
    #expect(Self.compare(Self.bytes("{\"\(text)\":\"\(text)\"} \n")))
    for offset in 0...length {
      for (sign, isAllowed) in [
        ("\\n", true), ("\\u00e9", true), ("\u{7F}", true), ("é", true), ("\u{0}", false), ("\u{1F}", false),
        ("\\", false), ("\"", false), ("\\x", false), ("\\ud800", false),
      ] {
        let string = text.prefix(offset) + sign + text.dropFirst(offset)
        // A lone backslash takes the next character with it, which no escape begins with, or the closing quote.
        #expect(Self.compare(Self.bytes("[\"\(string)\"]")) == isAllowed)
        #expect(Self.compare(Self.bytes("{\"\(string)\":0}")) == isAllowed)
      }
    }
  }

  @Test(
    "numbers and words are whole",
    arguments: [
      ("0", true), ("-0", true), ("10", true), ("1.5", true), ("0.0e-0", true), ("1E+9", true), ("00", false),
      ("-", false), ("-01", false), ("1.", false), (".5", false), ("1e", false), ("1e+", false), ("+1", false),
      ("1.e1", false), ("0x1", false), ("1a", false), ("true", true), ("false", true), ("null", true), ("tru", false),
      ("nul", false), ("fals", false), ("falsy", false), ("nullnull", false), ("True", false), ("t", false),
      ("/", false), (":", false), ("", false), ("!", false), ("\u{0}", false),
    ])
  func scalars(text: String, isAllowed: Bool) {
    #expect(Self.compare(Self.bytes("[\(text)]")) == (isAllowed || text.isEmpty))
    #expect(Self.compare(Self.bytes("{\"a\":\(text)}")) == isAllowed)
    #expect(Self.compare(Self.bytes("[ \(text) , 1 ] ")) == isAllowed)
    #expect(!Self.compare(Self.bytes(text)))
  }

  @Test(
    "brackets come in pairs, and commas stand between",
    arguments: [
      ("[]", true), ("{}", true), (" [ ] ", true), ("[[],{}]", true), ("[}", false), ("{]", false), ("[", false),
      ("]", false), ("}", false), ("[]]", false), ("[][]", false), ("[[]", false), ("[,]", false), ("[1,]", false),
      ("[,1]", false), ("{,}", false), ("{\"a\":1,}", false), ("{\"a\"}", false), ("{\"a\":}", false), ("{1:1}", false),
      ("[1 1]", false), ("{\"a\" 1}", false), ("[\"a\":1]", false), ("[]x]", false), ("[\u{B}]", false),
      ("[1]\0", false),
      ("[1]]", false), ("{\"a\":[1}]", false), ("[{\"a\":1]}", false), ("", false), (" ", false),
    ])
  func brackets(text: String, isAllowed: Bool) {
    #expect(Self.compare(Self.bytes(text)) == isAllowed)
  }

  @Test("both end at the same budgets")
  func budgets() {
    for depth in [JSONReader.maximumDepth, JSONReader.maximumDepth + 1] {
      let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      #expect(Self.compare(Self.bytes(text)) == (depth == JSONReader.maximumDepth))
    }
    for text in ["[1,[2,3],{}]", "{\"a\":{\"b\":1},\"c\":2}", "[\"four\",\"\\u0041\"]", "{\"four\":1}"] {
      for count in 0...12 {
        var budgets = JSONBudgets.standard
        budgets.nodes = count
        Self.compare(Self.bytes(text), budgets)
        budgets = .standard
        budgets.scalarBytes = count
        Self.compare(Self.bytes(text), budgets)
      }
    }
  }
}
