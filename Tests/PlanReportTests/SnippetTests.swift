import Diagnostics
import TestSupport
import Testing

@testable import PlanReport

/// The line that a finding quotes, and the caret under it.
@Suite struct SnippetTests {
  /// The line with the mark `1`, and carets below the code points that the snippet points at.
  private static func picture(_ marked: MarkedText, sensitive: String? = nil, unread: String? = nil) -> String? {
    let index = LineIndex(marked.bytes)
    let number = index.position(of: marked["1"].lowerBound).line
    var hidden = Snippet.Hidden()
    if let sensitive { hidden.sensitive.insert(contentsOf: marked[sensitive]) }
    if let unread { hidden.unread.insert(contentsOf: marked[unread]) }
    let snippet = Snippet(number, at: index.line(number), of: marked.bytes, pointingAt: marked["1"], hiding: hidden)
    return snippet.map { snippet in
      let carets = String(repeating: "^", count: snippet.mark.count)
      return snippet.text + "\n" + String(repeating: " ", count: snippet.mark.lowerBound) + carets
    }
  }

  @Test(arguments: [
    ("a: «1 bc»", "a: bc\n   ^^"), ("x\na: «1 »\ny", "a: \n   ^"), ("a: b«1 »", "a: b\n    ^"),
    ("«1 a»\r\nb", "a\n^"), ("\ta:\t«1 b»", " a: b\n    ^"), ("é漢🚀 «1 x»", "é漢🚀 x\n    ^"),
    ("«1 a: |\n  b\n  c»", "a: |\n^^^^"), ("a«1 :»\r\n", "a:\n ^"), ("a\r«1 b»", "a\rb\n  ^"),
  ])
  func `The caret stands under the first line of the range`(text: String, picture: String) {
    #expect(Self.picture(MarkedText(text)) == picture)
  }

  @Test(arguments: ["«1 »", "a\n«1  »", "\n«1 \n»b", "   «1 \t»\r\n"])
  func `A blank line is not quoted`(text: String) {
    #expect(Self.picture(MarkedText(text)) == nil)
  }

  @Test(arguments: [
    ("{v: «s hunter2», «1 w»: 1}", "{v: (sensitive), w: 1}\n                 ^"),
    ("{«1 w»: 1, v: «s hunter2»}", "{w: 1, v: (sensitive)}\n ^"),
    ("{v: «1 «s hunter2»»}", "{v: (sensitive)}\n    ^^^^^^^^^^^"),
    ("v: «s hun«1 t»er2»", "v: (sensitive)\n   ^^^^^^^^^^^"),
    ("«1 v: «s hunter2»»", "v: (sensitive)\n^^^^^^^^^^^^^^"),
    ("v: «s hunter2»«1 »", "v: (sensitive)\n              ^"),
    ("«s hunter2\nhunter2: »«1 w»", "(sensitive)w\n           ^"),
    ("w«1 : «s x\ny»»", "w: (sensitive)\n ^^^^^^^^^^^^^"),
  ])
  func `What is hidden leaves the caret where it belongs`(text: String, picture: String) {
    #expect(Self.picture(MarkedText(text), sensitive: "s") == picture)
  }

  @Test func `A line of which nothing can be shown is not quoted`() {
    #expect(Self.picture(MarkedText("  «u «1 hunter2»»"), unread: "u") == nil)
    #expect(Self.picture(MarkedText("- «u «1 hunter2»»"), unread: "u") == "- …\n  ^")
    #expect(Self.picture(MarkedText("«s «1 hunter2»»"), sensitive: "s") == "(sensitive)\n^^^^^^^^^^^")
  }

  @Test func `A byte that is no text does not move what is hidden`() {
    let bytes = [0xFF, 0xFF] + Array("v: hunter2 w".utf8)
    var hidden = Snippet.Hidden()
    hidden.sensitive.insert(contentsOf: 5..<12)
    let snippet = Snippet(1, at: 0..<bytes.count, of: bytes, pointingAt: 13..<14, hiding: hidden)
    #expect(snippet?.text == "\u{FFFD}\u{FFFD}v: (sensitive) w")
  }

  /// A marked text in a long line, in copies of a filler.
  struct Long: CustomTestStringConvertible {
    let before: Int
    let marked: Int
    let behind: Int
    let filler: String

    var testDescription: String { "\(before)+\(marked)+\(behind) × \(filler.unicodeScalars.map(\.value))" }
  }

  static let longLines = ["a", "漢", "é", "e\u{301}", "\u{202E}", "\t"].flatMap { filler in
    [
      (0, 1, 500), (500, 1, 0), (250, 1, 250), (250, 500, 9), (1000, 1, 1000), (119, 1, 0), (120, 0, 0),
      (3, 3000, 3000), (60, 61, 0),
    ].map { Long(before: $0.0, marked: $0.1, behind: $0.2, filler: filler) }
  }

  @Test(arguments: longLines)
  func `Of a long line, a part with the caret is quoted that fits`(long: Long) throws {
    func fill(_ count: Int) -> String { String(repeating: long.filler, count: count) }
    let bytes = Array("k\(fill(long.before))<\(fill(long.marked))>\(fill(long.behind))".utf8)
    let start = 1 + long.before * long.filler.utf8.count
    let place = start..<(start + 2 + long.marked * long.filler.utf8.count)
    let snippet = try #require(
      Snippet(1, at: 0..<bytes.count, of: bytes, pointingAt: place, hiding: Snippet.Hidden()))
    let columns = SafeText<Terminal>(escaping: snippet.text).width
    #expect(columns <= Snippet.width + 2)
    let scalars = Array(snippet.text.unicodeScalars)
    #expect(scalars.indices.contains(snippet.mark.lowerBound) && scalars[snippet.mark.lowerBound] == "<")
    #expect(snippet.mark.upperBound <= scalars.count)
    if let end = scalars.firstIndex(of: ">") { #expect(snippet.mark.upperBound == end + 1) }
    #expect((scalars.first == "…") == (scalars.first != "k"))
    // As much is shown as there is room for.
    let most = SafeText<Terminal>(escaping: long.filler).width
    #expect(scalars.first != "…" && scalars.last != "…" || columns > Snippet.width - max(most, 1))
  }

  @Test func `Quoting costs the same however long the line is`() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 4 << 20)
    let time = ContinuousClock().measure {
      for place in stride(from: 0, to: bytes.count, by: bytes.count / 100) {
        _ = Snippet(1, at: 0..<bytes.count, of: bytes, pointingAt: place..<place + 1, hiding: Snippet.Hidden())
      }
    }
    #expect(time < .seconds(20))
  }
}
