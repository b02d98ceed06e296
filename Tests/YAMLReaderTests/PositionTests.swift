import ConfigValue
import Diagnostics
import TestSupport
import Testing
import YAMLReader

@Suite("Every value has the exact range it was written in")
struct PositionTests {
  /// A text whose value at `x` is marked 1, or 1 and 2 when it is a list.
  @Test(
    "marked values",
    arguments: [
      "x: «1 4096»\n", "x:   «1 a b  c»   # why\n", "x: «1 'it''s'»\n", #"x: «1 "\u00e9\n\x41"»"# + "\n",
      "x: «1 ''»\ny: 1\n",
      "ä: 1\nx: «1 größe»\n", "名: 日本語 # 😀\nx: «1 \"😀\"»\ny: 2\n", "a: \"é\"\r\nx: «1 b»\r\ny: é\r\n",
      "x: «1 a\n  b\n\n  c»\ny: 1\n", "é: 1\nx: «1 \"a\n  é b\"» # é\n",
      "x: «1 |\n  a\n  b»\ny: 1\n", "x: «1 |\n  a\n  é  »\n\n\n# note\ny: 1\n", "x: «1 >-\n  a\n\n  b»\n   \n",
      "x: «1 |+\n  a»\n\n",
      "x: «1 |»\ny: 1\n", "x: «1 |2\r\n   a\r\n  b»\r\n\r\ny: 1\r\n",
      "x: «1 [a, {b: c}]»\n", "x: «1 {}»\n", "x: «1 [\n  a,\n  b,\n]»\ny: 1\n", "{a: é, x: «1 {b: é}», c: d}\n",
      "x:\n  «1 a: 1\n  b:\n    c: d»\n\n# end\ny: 1\n", "x:\n- «2 a»\n",
      "x:\n  - «2 a: 1\n    b: |\n      text»\n\n\ny: 2\n",
      "x: [«2 a: b» , c]\n", "x:«1 »\ny: 1\n", "x: # none\ny: 1\n«9 »", "x: {a: b, c: «3 d»}\n",
      "x: «1 &n !!str 12»\n", "x: «1 !!seq [1]»\n", "x: «1 &n\n  a: 1»\ny: *n\n", "d: &d «1 4»\nx: *d\n",
      "d: &d {v: «5 7»}\nx: *d\n", "d: &d {v: «5 é»}\nx: {<<: *d}\n",
    ])
  func marked(source: String) throws {
    let text = MarkedText(source)
    let value = try document(text.text).at("x")
    if source.contains("«1 ") {
      let isAlias = source.contains("d: &d")
      let expected = isAlias ? text["1"].lowerBound - 3..<text["1"].upperBound : text["1"]
      #expect(value.range.bounds == expected)
    } else if source.contains("«2 ") {
      #expect(try value.at("0").range.bounds == text["2"])
    } else if source.contains("«3 ") {
      #expect(try value.at("c").range.bounds == text["3"])
    } else if source.contains("«5 ") {
      #expect(try value.at("v").range.bounds == text["5"])
    } else {
      #expect(value.range.bounds == 2..<2)
    }
  }

  @Test(
    "keys have ranges of their own",
    arguments: [
      "«1 x»: 1", "é: 1\n«1 x»: 1", "{é: 1, «1 \"x\"»: 2}", "? «1 x»\n: 1", "«1 \"\\x78\"»: 1",
      "a: |\n  é\n\n«1 x» : 1",
      "- é\n- «1 x»: 1",
    ])
  func keys(source: String) throws {
    let text = MarkedText(source)
    let document = try document(text.text)
    let map = document.kind == .list ? try document.at("1") : document
    #expect(map.member("x")?.key.range == text.range("1"))
  }

  @Test(
    "syntax errors point at the place to mend",
    arguments: [
      ("a: 1\n«1 \t»b: 2\n", "Tabs cannot indent YAML"),
      ("é: 1\na: é«1 :» c: d\n", "A ':' stands where no mapping can begin"),
      ("é: 1\na: b\n«1 c»\nd: e\n", "A key has no ':' behind it"),
      ("é: 'x'\na: «1 \"»é\nb: c\n", "A quoted text does not end"),
      ("a: [é, b\nc«1 :» d\n", "Expected ',' or ']'"),
      ("a: {b: c]\n", "Expected ',' or '}'"),
      ("a: {b: «1 ${X:d e}», c: d}\n", "A reference in braces stands without quotes inside of '{ }' or '[ ]'"),
      ("a: [x«1 ${X»\n]\n", "A reference in braces stands without quotes inside of '{ }' or '[ ]'"),
      ("schedule: «1 *»/5 * * * *\n", "A '*' or '&' begins an alias or anchor, and a name must follow"),
      ("é: «1 %»x\n", "A plain value cannot begin with this character"),
      ("é: «1 @»x\n", "A plain value cannot begin with this character"),
      ("a: \"é«1 \\q»\"\n", "Unknown escape sequence in double quotes"),
      ("a: \"é«1 \\é»\"\n", "Unknown escape sequence in double quotes"),
      ("a: \"é«1 \\x4»g\"\n", "An escape sequence lacks hexadecimal digits"),
      ("a: \"«1 \\uDC00»a\"\n", "An escape sequence is not a Unicode character"),
      ("é: \u{1}\n", "The text contains a control character"),
      ("a: \"\\ud83d\\ude00\"\n", "An escape sequence is not a Unicode character"),
      ("a:\n  b: 1\n «1 c»: 2\n", "A mapping is broken here"),
      ("- a\n«1 b»: 1\n", "A list is broken here"),
      ("a: «1 -» b\n", "A '-' stands where no list can begin"),
      ("a: «1 ?» b\n", "A '?' stands where no key can begin"),
      ("a: | «1 b»\n", "More than indicators follows a '|' or '>'"),
      ("a: |0\n  b\n", "More than indicators follows a '|' or '>'"),
      ("a: «1 !»<b\n", "A '!' begins a tag, and this is none"),
      ("a: «1 !»%zz b\n", "A '!' begins a tag, and this is none"),
      ("a: «1 !»!\n", "A '!' begins a tag, and this is none"),
    ])
  func syntaxErrors(source: String, summary: String) throws {
    let text = MarkedText(source)
    let found = try finding(text.text)
    #expect(found.code == .yamlSyntax)
    #expect(found.summary == summary)
    #expect(found.help != nil)
    let range = try #require(found.range)
    if source.contains("«1 ") {
      #expect(range.bounds.lowerBound == text["1"].lowerBound)
      // The range is the marked text, or its first character.
      if source.contains(#"\"#) { #expect(range.bounds == text["1"]) }
    }
    #expect(range.bounds.upperBound <= text.bytes.count)
  }

  @Test(
    "directives that are none point at themselves",
    arguments: [
      "%", "%YAML", "%YAML x", "%YAML 1.2.3", "%YAML 1.123456789012", "%TAG", "%TAG !a", "%TAG !a! <", "%é x",
    ])
  func brokenDirectives(directive: String) throws {
    let text = MarkedText("«1 \(directive)»\n---\na: 1\n")
    let found = try finding(text.text)
    #expect(found.code == .unsupportedDirective)
    #expect(found.range == text.range("1"))
    #expect(found.help?.hasPrefix("remove the directive") == true)
  }

  @Test(
    "a place of refusal has whole characters",
    arguments: ["a: [b] «1 é»\n", "- a\n«1 é»: 1\n", "- a\n«1 😀»: 1\n"])
  func wholeCharacters(source: String) throws {
    let text = MarkedText(source)
    let range = try #require(try finding(text.text).range)
    #expect(range.bounds.upperBound == text["1"].upperBound)
  }

  @Test("a text that is too long is refused at a whole character")
  func wholeCharacterAtBudget() throws {
    var budgets = YAMLBudgets.standard
    budgets.bytes = 4
    let text = MarkedText("a: «1 é»")
    #expect(try finding(text.text, budgets: budgets).range == text.range("1"))
  }

  @Test("hidden line breaks are refused where they stand", arguments: ["\u{85}", "\u{2028}", "\u{2029}"])
  func hiddenLineBreaks(character: String) throws {
    let text = MarkedText("a: é # x«1 \(character)»b: 2\n")
    let found = try finding(text.text)
    #expect(found.code == .yamlSyntax)
    #expect(found.range == text.range("1"))
    #expect(try document(#"a: "\N\L\P""#).plain == ["a": "\u{85}\u{2028}\u{2029}"])
  }
}
