import ConfigValue
import Diagnostics
import TestSupport
import Testing
import YAMLReader

@Suite("Anchors and merge keys, few and many")
struct AnchorTests {
  @Test(
    "a name stands for the value that had it last, also while that is open",
    arguments: [
      ("- &a 1\n- *a\n- &a 2\n- *a\n", [1, 1, 2, 2]), ("- &a [&a 1]\n- *a\n", [[1], 1]),
      ("- &a {b: &a 1, c: *a}\n- *a\n", [["b": 1, "c": 1], 1]), ("- &a 1\n- {&a b: *a}\n- *a\n", [1, ["b": "b"], "b"]),
      ("- &a 1\n- &ab 2\n- *a\n- *ab\n", [1, 2, 1, 2]), ("- !!str &a 1\n- *a\n", ["1", "1"]),
    ] as [(String, PlainValue)])
  func names(text: String, value: PlainValue) throws {
    #expect(try document(text).plain == value)
  }

  @Test("among many names each stands for its own value", arguments: [1, 15, 16, 17, 18, 40])
  func manyNames(count: Int) throws {
    let numbers = 0..<count
    let anchored = numbers.map { "- &name\($0) \($0)\n" }.joined()
    let again = "- &name0 again\n"
    let aliases = numbers.map { "- *name\($0)\n" }.joined()
    let values = try document(anchored + aliases + again + aliases).elements.map(\.text)
    let words = numbers.map(String.init)
    #expect(values == words + words + ["again", "again"] + words.dropFirst())
  }

  @Test("what a name stood for ends with its document")
  func documents() throws {
    let result = read("- &a 1\n- *a\n---\n- *a\n---\n- &b 1\n- *b\n")
    #expect(result.documents.map(\.plain) == [[1, 1], [1, 1]])
    #expect(result.diagnostics.map(\.code) == [.undefinedAlias])
  }

  /// A map of random keys, many of which other maps have, too; each value says whose it is.
  private static func map(of count: Int, from random: inout SeededRandom, mark: Int) -> [(key: String, value: String)] {
    var keys: [String] = []
    while keys.count < count {
      let key = "\(["name", "k", "a"][Int.random(in: 0..<3, using: &random)])\(Int.random(in: 0..<60, using: &random))"
      if !keys.contains(key) { keys.append(key) }
    }
    return keys.map { ($0, "\($0)-\(mark)") }
  }

  @Test("merging takes each key from its first map, whatever their sizes", arguments: 0..<60)
  func merging(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let sizes = (0..<4).map { _ in [0, 1, 3, 8, 24, 25, 60][Int.random(in: 0..<7, using: &random)] }
    let maps = sizes.enumerated().map { Self.map(of: $1, from: &random, mark: $0) }
    func flow(_ map: [(key: String, value: String)]) -> [String] { map.map { "\($0.key): [\($0.value), {v: 1}]" } }
    let sources = maps.dropFirst().enumerated().map { "- &m\($0) {" + flow($1).joined(separator: ", ") + "}\n" }
      .joined()
    var members = flow(maps[0])
    members.insert("<<: [*m0, *m1, *m2]", at: Int.random(in: 0...members.count, using: &random))
    let text = sources + "- {" + members.joined(separator: ", ") + "}\n"
    let merged = try document(text).at("3")

    var expected: [(key: String, value: String)] = []
    for member in maps.joined() where !expected.contains(where: { $0.key == member.key }) { expected.append(member) }
    let found = Array(merged.members)
    #expect(merged.count == expected.count)
    #expect(found.map { $0.key.text } == expected.map { $0.key })
    #expect(try found.map { try $0.value.at("0").text } == expected.map { $0.value })
    #expect(try found.allSatisfy { try $0.value.at("1", "v").plain == 1 })
  }
}
