import Diagnostics
import TestSupport
import Testing

@Suite("Places in texts")
struct PlaceTests {
  @Test(
    "lines end with LF and CRLF, columns count code points",
    arguments: [
      ("«1 »a", 1, 1), ("a«1 »", 1, 2), ("a\n«1 »b", 2, 1), ("a\r\n«1 »b", 2, 1), ("é😀«1 »x", 1, 3), ("a\rb«1 »", 1, 4),
      ("a\n\n«1 »", 3, 1),
      ("\u{2028}a\u{85}«1 »", 1, 4), ("é\n日本«1 »語", 2, 3), ("«1 »", 1, 1), ("e\u{301}«1 »", 1, 3), ("a«1 »\r\nb", 1, 2),
    ])
  func positions(source: String, line: Int, column: Int) {
    let text = MarkedText(source)
    let index = LineIndex(text.bytes)
    #expect(index.position(of: text["1"].lowerBound) == SourcePosition(line: line, column: column))
  }

  @Test(
    "the same place in code points, UTF-16 and bytes",
    arguments: [
      ("«1 »a", 1, 1, 1), ("a«1 »", 2, 2, 2), ("é«1 »", 2, 2, 3), ("語«1 »", 2, 2, 4), ("😀«1 »", 2, 3, 5),
      ("é😀«1 »x", 3, 4, 7), ("😀\n«1 »a", 1, 1, 1), ("😀\r\né«1 »", 2, 2, 3), ("e\u{301}«1 »", 3, 3, 4),
      ("\u{2028}«1 »", 2, 2, 4), ("a\r«1 »", 3, 3, 3),
    ])
  func units(source: String, codePoints: Int, utf16: Int, bytes: Int) {
    let text = MarkedText(source)
    let index = LineIndex(text.bytes)
    let columns = ColumnUnit.allCases.map { index.position(of: text["1"].lowerBound, in: $0).column }
    #expect(columns == [codePoints, utf16, bytes])
    #expect(Set(ColumnUnit.allCases.map { index.position(of: text["1"].lowerBound, in: $0).line }).count == 1)
  }

  @Test("in every unit a column is what the line before it counts, in any text", arguments: 0..<50)
  func unitsOfAnyText(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = ["a", "\n", "\r\n", "\r", "é", "😀", "語", String(repeating: "é😀", count: 400)]
    let text = (0..<30).map { _ in random.pick(pieces) }.joined()
    let index = LineIndex(Array(text.utf8))
    var (line, before, offset) = (1, "", 0)
    for scalar in text.unicodeScalars {
      let counts = [before.unicodeScalars.count, before.utf16.count, before.utf8.count]
      let expected = counts.map { SourcePosition(line: line, column: $0 + 1) }
      guard ColumnUnit.allCases.map({ index.position(of: offset, in: $0) }) == expected else {
        Issue.record("at byte \(offset)")
        return
      }
      offset += UTF8.width(scalar)
      if scalar == "\n" { (line, before) = (line + 1, "") } else { before.unicodeScalars.append(scalar) }
    }
  }

  @Test(
    "lines are cut without their ends",
    arguments: [
      ("«1 a»\nb", 1), ("a\n«1 b»", 2), ("a\r\n«1 b»\r\nc", 2), ("a\n«1 »", 2), ("«1 »\n", 1), ("«1 a\rb»\n", 1),
      ("\n«1 é»\n", 2),
    ])
  func lines(source: String, number: Int) {
    let text = MarkedText(source)
    #expect(LineIndex(text.bytes).line(number) == text["1"])
  }

  @Test("lines are what stands between line ends, in any text", arguments: 0..<50)
  func linesOfAnyText(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = [
      "a", "\n", "\r\n", "\r", "é", String(repeating: "x", count: 1023), String(repeating: "\n", count: 1025),
    ]
    let text = (0..<20).map { _ in random.pick(pieces) }.joined()
    let index = LineIndex(Array(text.utf8))
    var offset = 0
    for (number, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let isLast = offset + line.count == text.utf8.count
      let end = offset + line.count - (!isLast && line.last == 0x0D ? 1 : 0)
      #expect(index.line(number + 1) == offset..<end)
      #expect(index.position(of: offset) == SourcePosition(line: number + 1, column: 1))
      offset += line.count + 1
    }
  }

  @Test("offsets outside the text count as its ends", arguments: [-5, 0, 3, 99])
  func outside(offset: Int) {
    let expected = SourcePosition(line: 1, column: min(max(offset, 0), 3) + 1)
    #expect(LineIndex(Array("abc".utf8)).position(of: offset) == expected)
  }

  @Test("positions grow with offsets in any text", arguments: 0..<50)
  func monotone(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let text = (0..<40).map { _ in random.pick(["a", "\n", "\r\n", "\r", "é", "😀"]) }.joined()
    let index = LineIndex(Array(text.utf8))
    let positions = (0...text.utf8.count).map { index.position(of: $0) }
    for (earlier, later) in zip(positions, positions.dropFirst()) {
      #expect((earlier.line, earlier.column) <= (later.line, later.column))
    }
  }

  @Test("columns far along a line are counted like those near its start", arguments: [1023, 1024, 1025, 4096, 10_000])
  func longLines(length: Int) {
    let text = "x\né" + String(repeating: "aé😀", count: length / 3 + 1)
    let index = LineIndex(Array(text.utf8))
    var (offset, line, column) = (0, 1, 1)
    for scalar in text.unicodeScalars {
      #expect(index.position(of: offset) == SourcePosition(line: line, column: column))
      offset += UTF8.width(scalar)
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    #expect(index.position(of: offset) == SourcePosition(line: line, column: column))
  }

  @Test("a byte order mark is left out of a text, once")
  func byteOrderMark() {
    #expect(SourceFile(path: "a", contents: [0xEF, 0xBB, 0xBF, 0x61]).bytes == [0x61])
    #expect(SourceFile(path: "a", contents: [0xEF, 0xBB]).bytes == [0xEF, 0xBB])
    let twice: [UInt8] = [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF]
    #expect(SourceFile(path: "a", contents: twice).bytes == [0xEF, 0xBB, 0xBF])
  }

  @Test("identifiers lead back to their texts")
  func sourceMap() {
    var map = SourceMap()
    let ids = ["a", "b", "c"].map { map.add(SourceFile(path: $0, contents: [])) }
    #expect(ids.map { map[$0].path } == ["a", "b", "c"])
    #expect(ids == ids.sorted())
  }

  @Test("a range contains itself and what lies inside, in its own text")
  func containment() {
    let first = SourceID(rawValue: 0)
    let range = SourceRange(first, 2..<8)
    #expect(range.contains(range))
    #expect(range.contains(SourceRange(first, 8..<8)))
    #expect(!range.contains(SourceRange(first, 1..<8)))
    #expect(!range.contains(SourceRange(SourceID(rawValue: 1), 3..<4)))
  }

  @Test func `A text that was let go of still says where what was asked for stands`() {
    let text = MarkedText("a: «1 1»\nb: «2 «3 é»\nc»\n")
    var sources = SourceMap()
    _ = sources.add(SourceFile(path: "before.yaml", contents: []))
    let id = sources.add(SourceFile(path: "a.yaml", contents: text.bytes))
    let ranges = ["2", "1", "3", "1"].map { SourceRange(id, text[$0]) }
    let index = LineIndex(text.bytes)
    #expect(ranges.allSatisfy { sources[id].positions(of: $0) == nil })
    sources.locate(ranges, in: id)
    sources.release(id)
    #expect(sources[id].bytes.isEmpty)
    #expect(sources[id].path == "a.yaml")
    for range in ranges {
      let kept = sources[id].positions(of: range)
      #expect(kept?.start == index.position(of: range.bounds.lowerBound))
      #expect(kept?.end == index.position(of: range.bounds.upperBound))
    }
    #expect(sources[id].positions(of: SourceRange(id, 0..<1)) == nil)
    #expect(sources[id].positions(of: SourceRange(id, 3..<5)) == nil)
  }
}
