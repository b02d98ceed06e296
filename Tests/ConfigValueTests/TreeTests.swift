import ConfigValue
import Diagnostics
import TestSupport
import Testing

@Suite("Trees are what their texts hold")
struct TreeTests {
  private static let names = NameTable((0...40).map { String(repeating: "n", count: $0) } + ["name", "nome", "memory"])

  private static func text(seed: UInt64, pretty: Bool) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    var writer = JSONWriter(pretty: pretty)
    writer.value(.list([random.value(), random.value()]))
    return writer.finish()
  }

  @Test("members counted by walking are as many as were counted when reading", arguments: 0..<100)
  func counts(seed: UInt64) throws {
    let tree = try JSONReader.read(Self.text(seed: seed, pretty: false), as: .none, names: Self.names).tree
    for index in 0..<tree.extent(at: 0) where tree.isContainer(at: index) {
      let value = tree.value(at: index)
      #expect(
        tree.count(at: index) == value.elements.reduce(0) { count, _ in count + 1 } + value.members.map(\.key).count)
      #expect(tree.count(at: index) == tree.countByWalking(at: index))
    }
  }

  @Test("no JSON has more nodes than are expected of it", arguments: 0..<100, [true, false])
  func expectedNodes(seed: UInt64, pretty: Bool) throws {
    let text = Self.text(seed: seed, pretty: pretty)
    let tree = try JSONReader.read(text, as: .none, names: Self.names).tree
    #expect(TextSurvey(ofJSON: text).expectedNodes >= tree.extent(at: 0))
  }

  @Test(
    "whatever strings hold, no more nodes are expected than the text has room for",
    arguments: [",", ":", "[", "{", "-"])
  func boundOfExpectedNodes(character: String) {
    let text = Array(("\"" + String(repeating: character, count: 10_000) + "\"").utf8)
    #expect(TextSurvey(ofJSON: text).expectedNodes <= text.count / 2 + JSONReader.maximumDepth + 1)
    #expect(TextSurvey(ofYAML: text).expectedNodes <= text.count / 2 + 1)
  }

  @Test("a survey tells ASCII from other text, and where '%' may begin a line", arguments: [0, 1, 239, 240, 241, 1000])
  func survey(length: Int) {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
    #expect(TextSurvey(ofYAML: text).isASCII && !TextSurvey(ofYAML: text).hasPercentSigns)
    #expect(!TextSurvey(ofYAML: text + [0x80]).isASCII)
    #expect(TextSurvey(ofYAML: text + [UInt8(ascii: "%")] + text).hasPercentSigns)
  }

  @Test("a name of any length is found, and no other", arguments: 0...41)
  func names(length: Int) {
    let name = String(repeating: "n", count: length)
    #expect(Self.names.symbol(name) == (length > 40 ? NameTable.unknown : NameTable.Symbol(length + 1)))
    for position in 0..<length {
      var bytes = Array(name.utf8)
      bytes[position] = UInt8(ascii: "m")
      #expect(Self.names.symbol(String(decoding: bytes, as: UTF8.self)) == NameTable.unknown)
    }
  }

  @Test("names are told apart by any byte", arguments: ["name", "nome", "memory"])
  func similarNames(name: String) {
    #expect(Self.names.symbol(name) != NameTable.unknown)
    #expect(Self.names.symbol(name + "s") == NameTable.unknown)
    #expect(Self.names.symbol(String(name.dropLast())) == NameTable.unknown)
  }

  @Test(
    "a key that stands twice is found among any number of keys, written in any way",
    arguments: [2, 11, 12, 13, 40, 500])
  func duplicates(count: Int) {
    let keys = (0..<count).map { "\"k\($0)\"" }
    for (first, second) in [(0, count - 1), (count / 2 - 1, count - 1), (0, 1)] {
      var twice = keys
      twice[second] = keys[first].replacing("k", with: "\\u006b")
      for (keys, findings) in [(keys, 0), (twice, 1)] {
        let text = "{" + keys.map { $0 + ": [1]" }.joined(separator: ", ") + "}"
        do throws(UnreadableJSON) {
          _ = try JSONReader.read(Array(text.utf8), as: .none, names: Self.names)
          #expect(findings == 0)
        } catch {
          #expect(error.findings.count == findings)
        }
      }
    }
  }
}
