import ConfigValue
import Diagnostics
import TestSupport
import Testing
import YAMLReader

@Suite("Documents, keys, aliases and merges")
struct StructureTests {
  @Test("documents are read one by one, empty ones as null")
  func documents() {
    #expect(read("").documents.isEmpty)
    #expect(read("# only a comment\n").documents.isEmpty)
    #expect(read("a: 1\n---\n---\n- b\n...\n").documents.map(\.plain) == [["a": 1], nil, ["b"]])
    #expect(read("%YAML 1.2\n---\na: 1\n").documents.map(\.plain) == [["a": 1]])
  }

  @Test("an error leaves out its document and no other")
  func errorsStayInTheirDocument() {
    let result = read("a: 1\n---\na: 0777\nb: [{? [x] : y}, *u]\n---\nb: 2\n---\nc: !x 1\n---\nd: 4\n")
    #expect(result.documents.map(\.plain) == [["a": 1], ["b": 2], ["d": 4]])
    #expect(result.diagnostics.map(\.code) == [.ambiguousScalar, .nonStringKey, .unknownTag])
  }

  @Test(
    "broken syntax keeps the documents before it", arguments: ["b: [", "b: 'x", "b: {", "\tb: 1", "b: c: d", "b: @"])
  func syntaxErrorAfterDocument(broken: String) {
    let result = read("a: 1\n---\n" + broken)
    #expect(result.documents.map(\.plain) == [["a": 1]])
    #expect(result.diagnostics.map(\.code) == [.yamlSyntax])
  }

  @Test("a key that stands twice is an error with both places")
  func duplicateKeys() throws {
    let text = MarkedText("«1 name»: a\nspec: {«3 x»: 1, «4 \"x\"»: 2}\n«2 'name'»: b\n")
    let found = read(text.text).diagnostics
    #expect(found.map(\.code) == [.duplicateKey, .duplicateKey])
    #expect(found.map(\.range) == [text.range("4"), text.range("2")])
    #expect(found.map { $0.notes.map(\.range) } == [[text.range("3")], [text.range("1")]])
  }

  @Test("duplicates are found in maps of any size", arguments: [2, 12, 13, 40, 1000])
  func duplicateAmongMany(count: Int) throws {
    let lines = (0..<count).map { "k\($0): 1\n" }.joined()
    #expect(try document(lines).count == count)
    #expect(try finding(lines + "k\(count / 2): 2\n").code == .duplicateKey)
    #expect(read(lines + "k0: 2\nk0: 3\n").diagnostics.count == 2)
  }

  @Test(
    "keys must be strings",
    arguments: ["1: a", "true: a", "~: a", "? \n: a", "1.5: a", "? [a]\n: b", "? {a: b}\n: c", "{[a]: b}"])
  func keys(text: String) throws {
    #expect(try finding(text).code == .nonStringKey)
  }

  @Test("an alias cannot be a key")
  func aliasKey() throws {
    #expect(try finding("a: &x b\n*x : c\n").code == .nonStringKey)
  }

  @Test("quoted keys are strings")
  func quotedKeys() throws {
    #expect(try document("'1': a\n\"true\": b\n? |\n  c\n: d\n").plain == ["1": "a", "true": "b", "c\n": "d"])
  }

  @Test("known keys carry their symbol however they are written")
  func symbols() throws {
    let found = try document("name: 1\n\"spec\": 2\n\"m\\x65mory\": 3\nother: 4\n").members.map(\.symbol)
    #expect(found == [names.symbol("name"), names.symbol("spec"), names.symbol("memory"), NameTable.unknown])
  }

  @Test(
    "aliases stand for copies",
    arguments: [
      ("a: &x 1\nb: *x\n", ["a": 1, "b": 1]),
      ("a: &x {k: [1, 2]}\nb: *x\nc: [*x]\n", ["a": ["k": [1, 2]], "b": ["k": [1, 2]], "c": [["k": [1, 2]]]]),
      ("a: &x 1\nb: &x 2\nc: *x\n", ["a": 1, "b": 2, "c": 2]),
      ("a: &x [&x 1, *x]\nb: *x\n", ["a": [1, 1], "b": 1]),
      ("&k a: 1\nb: *k\n", ["a": 1, "b": "a"]),
      ("a: &e\nb: *e\n", ["a": nil, "b": nil]),
    ] as [(String, PlainValue)])
  func aliases(text: String, value: PlainValue) throws {
    #expect(try document(text).plain == value)
  }

  @Test(
    "aliases that cannot be followed are errors",
    arguments: [
      ("a: *x\n", DiagnosticCode.undefinedAlias), ("a: &x [*x]\n", .recursiveAlias),
      ("&x a: {b: *y}\n", .undefinedAlias),
      ("a: &x {b: {c: [*x]}}\n", .recursiveAlias), ("a: &x 1\n---\nb: *x\n", .undefinedAlias),
    ])
  func brokenAliases(text: String, code: DiagnosticCode) throws {
    #expect(try finding(text).code == code)
  }

  @Test(
    "merge keys bring in members that the map lacks",
    arguments: [
      ("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\n", ["a": ["p": 1, "q": 2], "b": ["q": 3, "p": 1]]),
      (
        "a: &x {p: 1}\nb: &y {p: 2, r: 3}\nc:\n  <<: [*x, *y]\n  s: 4\n",
        ["a": ["p": 1], "b": ["p": 2, "r": 3], "c": ["s": 4, "p": 1, "r": 3]]
      ),
      ("<<: {p: {q: 1}}\nr: 2\n", ["r": 2, "p": ["q": 1]]),
      (
        "a: &x {p: 1}\nb: &y {<<: *x, q: &z [2]}\nc: {<<: *y}\nd: *z\n",
        ["a": ["p": 1], "b": ["q": [2], "p": 1], "c": ["q": [2], "p": 1], "d": [2]]
      ),
      ("b: {<<: &m {p: 1}, q: 2}\nc: *m\n", ["b": ["q": 2, "p": 1], "c": ["p": 1]]),
      ("'<<': 1\n", ["<<": 1]), ("<<: []\na: 1\n", ["a": 1]), ("a: <<\n", ["a": "<<"]),
    ] as [(String, PlainValue)])
  func merges(text: String, value: PlainValue) throws {
    #expect(try document(text).plain == value)
  }

  @Test("a merge key takes mappings only", arguments: ["<<: 1", "<<: [1]", "<<: [{a: 1}, b]", "<<:", "<<: [[{a: 1}]]"])
  func brokenMerges(text: String) throws {
    #expect(try finding(text).code == .invalidMerge)
  }

  @Test(
    "directives that change the reading are errors",
    arguments: [
      "%YAML 1.1\n---\na: 1\n", "%TAG !e! tag:e,1:\n---\na: 1\n", "%YAML 1.3\n---\na: 1\n",
    ])
  func directives(text: String) throws {
    #expect(try finding(text).code == .unsupportedDirective)
  }
}
