import ConfigValue
import Diagnostics
import TestSupport
import Testing

@testable import YAMLReader

/// An event, and all that the reader says of it.
private struct SeenEvent: Equatable {
  let event: EventReader.Event
  let bounds: Range<Int>
  var text: [UInt8] = []
  var start: Int?
  var properties: [String?] = []
  var problem: String?

  /// The events of a text up to its end or its first error.
  static func all(of bytes: [UInt8], isPrintable: Bool) -> [SeenEvent] {
    EventReader.reading(bytes, isASCII: bytes.allSatisfy { $0 < 0x80 }, isPrintable: isPrintable) { reader in
      var reader = reader
      var seen: [SeenEvent] = []
      while true {
        let event = reader.next()
        var one = SeenEvent(event: event, bounds: reader.lowerBound..<max(reader.lowerBound, reader.upperBound))
        switch event {
        case .scalar:
          (one.text, one.start, one.properties) = (reader.text, reader.scalar.start, [reader.anchor, reader.tag])
        case .mapStart, .listStart: one.properties = [reader.anchor, reader.tag]
        case .alias: one.properties = [reader.aliasName]
        case .failure:
          let problem = reader.problem()
          one.problem = "\(problem.message) \(problem.offset) \(problem.context ?? "") \(problem.contextOffset ?? -1)"
        default: break
        }
        seen.append(one)
        if event == .failure || event == .streamEnd { return seen }
      }
    }
  }
}

@Suite("A printable text gives the same events whether libyaml decodes it or not")
struct DecodingTests {
  private static func expectSame(_ bytes: [UInt8], at location: Testing.SourceLocation = #_sourceLocation) {
    let decoded = SeenEvent.all(of: bytes, isPrintable: false)
    let taken = SeenEvent.all(of: bytes, isPrintable: true)
    #expect(taken == decoded, "\(String(decoding: bytes.prefix(200), as: UTF8.self))", sourceLocation: location)
  }

  private static func spelling(seed: UInt64) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    return Array(YAMLSpelling(.list([random.value(), random.value()]), random: random).text.utf8)
  }

  @Test("of random values, and of each of their beginnings", arguments: 0..<40)
  func randomValues(seed: UInt64) {
    let bytes = Self.spelling(seed: seed)
    Self.expectSame(bytes)
    // What ends within a character is no text.
    for end in bytes.indices.prefix(400) where bytes[end] & 0xC0 != 0x80 { Self.expectSame(Array(bytes[..<end])) }
  }

  @Test(
    "whatever it ends with",
    arguments: [
      "", "\"", "\"\\", "\"\\x4", "'", "-", "--", "---", "..", "...", "--- ", "|", "|+", ">-\n", "&", "&a", "*a", "!",
      "!<", "%", "%YAML",
      "? ", "a:", "[", "{a", "{a: ", "#", "# é", "\r", "\t", "a\r", "é", "😀", "- |\n  é", "\"é\\",
    ])
  func ends(end: String) {
    for beginning in ["", "a: b\n", "- é\n", "--- x\n"] { Self.expectSame(Array((beginning + end).utf8)) }
  }

  @Test("of every length about that of libyaml's own buffers", arguments: [16_384, 49_152, 65_536])
  func lengths(length: Int) {
    let line = "- é: [\"a\\tb\", 'c', d e]  # comment\n"
    let lines = String(repeating: line, count: length / line.utf8.count + 1).utf8
    for count in length - 40...length + 2 {
      let bytes = Array(lines.prefix(count))
      if let whole = String(validating: bytes, as: UTF8.self) { Self.expectSame(Array(whole.utf8)) }
    }
  }
}

@Suite("A text is not taken as decoded that libyaml would refuse")
struct UnprintableTests {
  @Test(
    "a control character is refused wherever it stands",
    arguments: [0x01, 0x08, 0x0B, 0x1F, 0x7F, 0x80, 0x84, 0x86, 0x9F, 0xFFFE, 0xFFFF])
  func controlCharacters(code: UInt32) throws {
    let character = try #require(Unicode.Scalar(code)).description
    for text in ["a: \(character)", "a: b # \(character)\n", "é: '\(character)'\n", "a: |\n  x\(character)y\n"] {
      let found = try finding(text)
      #expect(found.code == .yamlSyntax)
      let place = try #require(Array(text.utf8).firstRange(of: Array(character.utf8))).lowerBound
      #expect(found.range?.bounds.lowerBound == place)
    }
  }

  @Test("their neighbours are read", arguments: [0x09, 0x20, 0x7E, 0xA0, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF])
  func printableCharacters(code: UInt32) throws {
    let character = try #require(Unicode.Scalar(code)).description
    #expect(try document("a: 'x\(character)y'\n").at("a").text == "x\(character)y")
  }
}
