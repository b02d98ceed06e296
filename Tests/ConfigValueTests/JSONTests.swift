import ConfigValue
import Diagnostics
import TestSupport
import Testing

private let names = NameTable(["name", "memory"])

private func read(_ bytes: [UInt8]) throws(UnreadableJSON) -> Value {
  try JSONReader.read(bytes, as: .none, names: names)
}

private func failure(_ text: String) -> Diagnostic? {
  do throws(UnreadableJSON) {
    _ = try read(Array(text.utf8))
    return nil
  } catch {
    return error.finding
  }
}

@Suite("JSON in and out")
struct JSONTests {
  @Test("what is written reads as the same value", arguments: 0..<200, [true, false])
  func roundTrip(seed: UInt64, pretty: Bool) throws {
    var random = SeededRandom(seed: seed)
    let value = random.value(depth: 6)
    var writer = JSONWriter(pretty: pretty)
    writer.value(value)
    #expect(try read(writer.finish()).plain == value)
  }

  @Test("nothing that is written can act on a terminal", arguments: 0..<100)
  func writesNoControls(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var writer = JSONWriter(pretty: false)
    writer.value(random.value(depth: 6))
    let text = String(decoding: writer.finish(), as: UTF8.self)
    #expect(!text.unicodeScalars.contains { $0.isDeceptive })
  }

  @Test(
    "nothing that is written is a command of a CI runner, and it reads as the same text",
    arguments: ["##[error]x", "####[[", "\u{600}##[x", "##[\u{301}", "# #[", "#[##", "\\##[\""])
  func commandSigns(text: String) throws {
    for pretty in [true, false] {
      var writer = JSONWriter(pretty: pretty)
      writer.value(.map([PlainValue.Member(text, .list([.string(text), .string("##"), .list([.string(text)])]))]))
      let bytes = writer.finish()
      #expect(!bytes.contains("##[".utf8))
      #expect(try PlainValue(json: bytes)[text]?.elements.first == .string(text))
    }
  }

  @Test("values and keys have exact ranges")
  func ranges() throws {
    let text = MarkedText(#"«0 {"é": «1 -1.5e3», «2 "name"»: «3 [«4 "\u00e9"», «5 null», «6 {}»]»}» "#)
    let root = try read(text.bytes)
    let list = try #require(root["name"])
    #expect(root.range == text.range("0"))
    #expect(root["é"]?.range == text.range("1"))
    #expect(root.member("name")?.key.range == text.range("2"))
    #expect(root.member("name")?.symbol == names.symbol("name"))
    #expect(list.range == text.range("3"))
    #expect(list.elements.map(\.range) == ["4", "5", "6"].map { text.range($0) })
  }

  @Test(
    "strings are decoded",
    arguments: [
      (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\uD83D\uDE00""#, "Aé😀"), (#""é😀""#, "é😀"),
      (#""\u0000""#, "\0"), (#""""#, ""),
    ])
  func strings(text: String, value: String) throws {
    #expect(try read(Array(text.utf8)).string == value)
  }

  @Test(
    "what RFC 8259 does not allow is refused at its place",
    arguments: [
      "", " ", "«1 x»", "[1,«1 ]»", "{«1 ,»}", "[1 «1 2»]", "{\"a\" «1 1»}", "{\"a\":1,«1 }»", "{«1 a»:1}", "0«1 1»",
      "-", "1.", "1e", "«1 +»1",
      "«1 .»5", "-«1 x»", "\"a", "\"«1 \u{1}»\"", "\"«1 \\x»\"", "\"«1 \\ud83d»\"", "\"«1 \\ude00»\"",
      "\"«1 \\ud83d\\u0041»\"", "nul", "true«1 x»",
      "[", "{", "[1", "{\"a\":", "1 «1 2»", "«1 N»aN", "«1 \u{FEFF}»1", "[1]«1 ]»", "\"\\u12", "«1 '»a'",
      "[1, «1 /»/x\n2]", "\"«1 \\»",
    ])
  func refused(source: String) throws {
    let text = MarkedText(source)
    let found = try #require(failure(text.text))
    #expect(found.code == .jsonSyntax)
    let bounds = try #require(found.range).bounds
    #expect(bounds.upperBound <= text.bytes.count)
    if source.contains("«1 ") { #expect(bounds.lowerBound == text["1"].lowerBound) }
  }

  @Test(
    "each refusal says how to mend it",
    arguments: [
      ("[1,«1 ]»", "Expected a value", "remove the comma before it"),
      ("{\"a\": 1, «1 }»", "Expected a key in double quotes", "remove the comma before it"),
      ("[1 «1 2»]", "Expected ',' or ']'", "write ',' between the values, and close every bracket"),
      ("{\"a\": 1 «1 \"»b\": 2}", "Expected ',' or '}'", "write ',' between the values, and close every bracket"),
      ("{«1 a»: 1}", "Expected a key in double quotes", "put the key in double quotes"),
      ("{\"a\" «1 =» 1}", "Expected ':'", "write ':' between the key and its value"),
      ("[«1 '»a']", "Expected a value", "use double quotes"),
      ("[1, «1 /»/ x\n2]", "Expected a value", "remove the comment; JSON has none"),
      ("«1 #» x\n[]", "Expected a value", "remove the comment; JSON has none"),
      ("[«1 é»]", "Expected a value", "write text in double quotes, a number, true, false, null, a list or an object"),
      (
        "[«1 N»aN]", "Expected a value", "write text in double quotes, a number, true, false, null, a list or an object"
      ),
      ("[0«1 7»]", "A number does not begin with a zero", "leave the zero out"),
      ("[1.«1 ]»", "Expected a digit", "write the number in full, or put it in double quotes"),
      ("{} «1 {»}", "Expected the end of the text", "put several values into one list"),
      (
        "[\"a", "The text ends where the end of a string should stand",
        "the text was cut off, or a bracket or quote is not closed"
      ),
      (
        #"["«1 \ud83d»"]"#, "'\\u' needs four hexadecimal digits, and surrogates come in pairs",
        #"write characters beyond U+FFFF as two escapes, such as '\ud83d\ude00'"#
      ),
      (#"["«1 \x»41"]"#, "Unknown escape sequence in a string", #"write '\\' for a backslash"#),
      (#"["«1 \é»"]"#, "Unknown escape sequence in a string", #"write '\\' for a backslash"#),
    ])
  func helps(source: String, summary: String, help: String) throws {
    let text = MarkedText(source)
    let found = try #require(failure(text.text))
    #expect(found.code == .jsonSyntax)
    #expect(found.summary == summary)
    #expect(found.help == help)
    if source.contains("«1 ") { #expect(found.range == text.range("1")) }
  }

  @Test("all keys that stand twice are found, and broken syntax behind them")
  func manyProblems() {
    let text = MarkedText(#"[{"a": 1, «1 "a"»: {"b": 1, «2 "b"»: 2}}, {"c": 1, «3 "c"»: 1}, «4 x»]"#)
    do throws(UnreadableJSON) {
      _ = try read(text.bytes)
      Issue.record("read without an error")
    } catch {
      #expect(error.findings.map(\.range) == ["1", "2", "3", "4"].map { text.range($0) })
      #expect(error.findings.map(\.code) == [.duplicateKey, .duplicateKey, .duplicateKey, .jsonSyntax])
      #expect(error.rejected == nil)
    }
  }

  @Test("a value whose only fault is a key that stands twice can be looked at")
  func rejected() {
    do throws(UnreadableJSON) {
      _ = try read(Array(#"{"a": 1, "a": 2, "name": "x"}"#.utf8))
      Issue.record("read without an error")
    } catch {
      #expect(error.rejected?["name"]?.string == "x")
    }
  }

  @Test(
    "numbers keep every digit, however large",
    arguments: [
      "9223372036854775807", "-9223372036854775808", "18446744073709551615", "123456789012345678901234567890", "-0",
      "9007199254740993", "0.1000000000000000055511151231257827", "1e400", "-1.5E-400", "1.048576e+06",
    ])
  func numbers(text: String) throws {
    let value = try read(Array("[\(text)]".utf8)).elements.map(\.self)[0]
    #expect(value.text == text)
    #expect(value.number == Number(parsing: Array(text.utf8)[...]))
  }

  @Test("integers are exact to 64 bits and known as such")
  func integers() throws {
    let values = try read(Array("[9223372036854775807, -9223372036854775808, 9223372036854775808, 4096.0]".utf8))
    #expect(values.elements.map { $0.number?.integer } == [Int.max, Int.min, nil, 4096])
    #expect(values.elements.map(\.kind) == [.integer, .integer, .integer, .decimal])
  }

  @Test(
    "a place of refusal has whole characters",
    arguments: ["[«1 é»]", "[1 «1 😀»]", "\"«1 \\é»\"", "\"«1 \\u000é»\"", "\"«1 \\u12a😀»\"", "[1]«1 \u{FEFF}»"])
  func wholeCharacters(source: String) throws {
    let text = MarkedText(source)
    #expect(failure(text.text)?.range == text.range("1"))
  }

  @Test("a key that stands twice is an error with both places")
  func duplicateKeys() throws {
    let text = MarkedText(#"{"a": {«1 "k"»: 1, "l": 2, «2 "\u006b"»: 3}}"#)
    let found = try #require(failure(text.text))
    #expect(found.code == .duplicateKey)
    #expect(found.range == text.range("2"))
    #expect(found.notes.map(\.range) == [text.range("1")])
  }

  @Test("nesting ends at its limit, at no cost of stack", arguments: ["[", "{\"a\":", "[{\"a\":"])
  func depth(opening: String) throws {
    #expect(failure(String(repeating: opening, count: 100_000))?.code == .budgetExceeded)
    let limit = JSONReader.maximumDepth
    #expect(failure(String(repeating: "[", count: limit) + String(repeating: "]", count: limit)) == nil)
    #expect(failure(String(repeating: "[", count: limit + 1))?.code == .budgetExceeded)
  }

  @Test(
    "bytes that are not UTF-8 are an error where they stand",
    arguments: [
      [0x80], [0xC0, 0xAF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE],
    ] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    do throws(UnreadableJSON) {
      _ = try read([0x22] + bytes + [0x22])
      Issue.record("read without an error")
    } catch {
      #expect(error.finding.code == .invalidUTF8)
      #expect(error.finding.range?.bounds == 1..<2)
    }
  }

  @Test(
    "each budget holds at its limit and ends one beyond it, with advice",
    arguments: [
      ("[" + String(repeating: " ", count: 34) + "]", "[" + String(repeating: " ", count: 35) + "]"),
      (#"["12345é7"]"#, #"["12345é78"]"#),
      (#"["\u0031é"]"#, #"["\u0031éa"]"#), (#"{"12345678": 1}"#, #"{"123456789": 1}"#),
      ("[1,1,1,1,1,1,1,1,1]", "[1,1,1,1,1,1,1,1,1,1]"), ("[[],[],[],[],{}]", "[[],[],[],[],[],[],[],[],[],[]]"),
      (#"{"a":1,"b":1,"c":1,"d":1}"#, #"{"a":1,"b":1,"c":1,"d":1,"e":1}"#),
    ])
  func budgets(within: String, beyond: String) throws {
    var budgets = JSONBudgets.standard
    (budgets.bytes, budgets.nodes, budgets.scalarBytes) = (36, 10, 8)
    func failure(_ text: String) -> Diagnostic? {
      do throws(UnreadableJSON) {
        _ = try JSONReader.read(Array(text.utf8), as: .none, names: names, budgets: budgets)
        return nil
      } catch {
        return error.findings.last
      }
    }
    #expect(failure(within) == nil)
    let found = try #require(failure(beyond))
    #expect(found.code == .budgetExceeded)
    #expect(found.help != nil)
    #expect(found.range.map { $0.upperBound <= beyond.utf8.count } == true)
  }

  @Test("keys that stand twice are told up to a number, and that there is more")
  func manyDuplicates() throws {
    var budgets = JSONBudgets.standard
    budgets.findings = 5
    for repeats in [6, 1000] {
      let text = "{" + Array(repeating: #""k":1"#, count: repeats).joined(separator: ",") + "}"
      do throws(UnreadableJSON) {
        _ = try JSONReader.read(Array(text.utf8), as: .none, names: names, budgets: budgets)
        Issue.record("read without an error")
      } catch {
        #expect(error.findings.count == min(repeats - 1, 6))
        #expect(error.findings.last?.code == (repeats == 6 ? .duplicateKey : .budgetExceeded))
      }
    }
  }

  @Test("large values and many keys are read in linear time")
  func large() throws {
    let long = String(repeating: "é", count: 1_000_000)
    #expect(try read(Array("\"\(long)\"".utf8)).string == long)
    let members = (0..<50_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    #expect(try read(Array("{\(members)}".utf8)).count == 50_000)
    #expect(failure("{\(members),\"k7\":1}")?.code == .duplicateKey)
  }

  @Test("every beginning and every change of one byte is read without a trap")
  func damage() {
    let bytes = Array(#"{"a": [1, -2.5e+3, "é\n\ud83d\ude00"], "b": {"c": null, "d": [true, false]}}"#.utf8)
    let damaged =
      bytes.indices.map { Array(bytes[..<$0]) }
      + bytes.indices.flatMap { index in
        ([0x00, 0x22, 0x5C, 0x5D, 0x7D, 0x80, 0x2C] as [UInt8]).map { bytes[..<index] + [$0] + bytes[(index + 1)...] }
      }
    for bytes in damaged {
      do throws(UnreadableJSON) {
        let value = try read(bytes)
        #expect(value.range.upperBound <= UInt32(bytes.count))
      } catch {
        #expect(error.finding.range.map { $0.upperBound <= UInt32(bytes.count) } == true)
      }
    }
  }
}
