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
