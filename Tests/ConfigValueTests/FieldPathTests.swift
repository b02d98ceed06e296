import ConfigValue
import Diagnostics
import TestSupport
import Testing

@Suite("Paths into jobs")
struct FieldPathTests {
  @Test(
    "a path is written as people read it",
    arguments: [
      (
        "spec.triggers[cron-1].configuration.schedule",
        [.field("spec"), .field("triggers"), .key("cron-1"), .field("configuration"), .field("schedule")]
      ),
      (
        "metadata.labels.\"app.kubernetes.io/name\"",
        [.field("metadata"), .field("labels"), .field("app.kubernetes.io/name")]
      ),
      (
        "ports[target=9090,protocol=TCP]",
        [.field("ports"), .match([.init("target", "9090"), .init("protocol", "TCP")], position: nil)]
      ),
      ("triggers[type=cron,#2]", [.field("triggers"), .match([.init("type", "cron")], position: 2)]),
      ("args[#1]", [.field("args"), .match([], position: 1)]),
      ("args[live#12]", [.field("args"), .live(position: 12)]), ("args[live]", [.field("args"), .key("live")]),
      ("[\"\"].\"\"", [.key(""), .field("")]), ("", []),
      (#"a."\"\\\u{1B}""#, [.field("a"), .field("\"\\\u{1B}")]),
    ] as [(String, [FieldPath.Element])])
  func spellings(text: String, elements: [FieldPath.Element]) {
    #expect(FieldPath(elements).description == text)
    #expect(FieldPath(parsing: text) == FieldPath(elements))
  }

  @Test("writing and parsing are inverse", arguments: 0..<300)
  func roundTrip(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let words = [
      "", "a", "a.b", "[", "]", "=", ",", "#1", "#", "\"", "\\", "é", "a b", "\n", "\u{85}", "😀", "1", "e\u{301}",
      "\r\n", "\u{301}",
    ]
    let elements = (0..<Int.random(in: 0...6, using: &random)).map { _ -> FieldPath.Element in
      switch Int.random(in: 0..<5, using: &random) {
      case 0: .field(random.pick(words))
      case 1: .key(random.pick(words))
      case 2: .match([.init(random.pick(words), random.pick(words))], position: random.oneIn(2) ? 7 : nil)
      case 3: .live(position: Int.random(in: 1...9, using: &random))
      default: .match([], position: Int.random(in: 1...9, using: &random))
      }
    }
    let path = FieldPath(elements)
    #expect(FieldPath(parsing: path.description) == path)
  }

  @Test(
    "what is not a path is nil",
    arguments: [
      ".", "a.", ".a", "a..b", "a[", "a[]", "a[b", "a[#0]", "a[#01]", "a[#-1]", "a[b=]", "a[b=c,]", "a[b]c", "a b",
      "\"a", "\"\\x\"",
      "\"\\u{110000}\"", "\"\\u{d800}\"", "a[#1,b=c]", "é",
    ])
  func refused(text: String) {
    #expect(FieldPath(parsing: text) == nil)
  }

  @Test("pointers escape by RFC 6901")
  func pointers() {
    #expect(JSONPointer().description == "")
    #expect(JSONPointer().appending("a/b~c").appending(3).appending("").description == "/a~1b~0c/3/")
  }

  @Test(
    "pointers escape '/' and '~' with marks on them",
    arguments: [("~\u{301}", "/~0\u{301}"), ("/\u{338}", "/~1\u{338}")])
  func pointersWithMarks(name: String, pointer: String) {
    #expect(JSONPointer([name]).description.utf8.elementsEqual(pointer.utf8))
  }

  @Test("pointers are read as they are written", arguments: ["", "/", "/a~1b~0c/3/", "/~0\u{301}/é", "//"])
  func readPointers(text: String) throws {
    let pointer = try #require(JSONPointer(parsing: text))
    #expect(pointer.description.utf8.elementsEqual(text.utf8))
  }

  @Test("what is no pointer is refused", arguments: ["a", "a/b", "/~", "/~2", "/a~"])
  func refusedPointer(text: String) {
    #expect(JSONPointer(parsing: text) == nil)
  }

  @Test("pointers are equal when their bytes are")
  func exactPointers() {
    #expect(JSONPointer(["\u{E9}"]) != JSONPointer(["e\u{301}"]))
    #expect(Set([JSONPointer(["\u{E9}"]), JSONPointer(["e\u{301}"])]).count == 2)
    #expect(JSONPointer(["a", "0"]) == JSONPointer().appending("a").appending(0))
  }

  @Test(
    "a position in a list is digits, and nothing else",
    arguments: ["-1", "01", "+1", "2", "1.0", "", "a", "-0", "99999999999999999999"])
  func noPosition(token: String) throws {
    let list = try JSONReader.read(Array("[0, 1]".utf8), as: .none, names: NameTable([]))
    #expect(list.value(at: JSONPointer([token])) == nil)
    #expect(list.value(at: JSONPointer(["1"]))?.text == "1")
  }
}
