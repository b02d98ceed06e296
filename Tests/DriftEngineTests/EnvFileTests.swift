import Diagnostics
import TestSupport
import Testing

@testable import DriftEngine

@Suite struct EnvFileTests {
  private static func read(_ text: String) -> EnvFile {
    EnvFile(Array(text.utf8), as: SourceID(rawValue: 0))
  }

  @Test(
    arguments: [
      ("A=1", ["A": "1"]), ("A=1\nB=2\n", ["A": "1", "B": "2"]), ("A=1\r\nB=2\r\n", ["A": "1", "B": "2"]),
      ("\n# a comment\n  # another\n\nA=1", ["A": "1"]), ("export A=1\nexport\tB=2", ["A": "1", "B": "2"]),
      ("export=1", ["export": "1"]), ("  A = a b  \n", ["A": "a b"]), ("A=a # b", ["A": "a"]), ("A=a#b", ["A": "a#b"]),
      ("A=#", [:]), ("A=", [:]), ("A=''", [:]), ("A='a # $b \\n'", ["A": "a # $b \\n"]), ("A='a\nb'", ["A": "a\nb"]),
      (#"A="a\n\"b\" \\ \$c""#, ["A": "a\n\"b\" \\ $c"]), ("A=\"a\nb\" # why\nB=2", ["A": "a\nb", "B": "2"]),
      ("A=a=b", ["A": "a=b"]), ("A=it's", ["A": "it's"]), ("A=$5", ["A": "$5"].filter { _ in false }),
      ("A=é", ["A": "é"]),
      ("A='$X'", ["A": "$X"]), ("A=1\nA=2", ["A": "2"]), ("A=a$", ["A": "a$"]),
    ] as [(String, [String: String])])
  func `Lines are variables`(text: String, values: [String: String]) {
    #expect(Self.read(text).values == values)
  }

  @Test(
    arguments: [
      ("A", 1..<1, "no '='"), ("=1", 0..<1, "does not begin with the name"),
      ("1A=1", 0..<0, "does not begin with the name"),
      ("A: 1", 1..<2, "no '='"), ("A-B=1", 1..<2, "no '='"), ("A='a", 2..<3, "does not end"),
      ("A=\"a", 2..<3, "does not end"),
      ("A='a'b", 5..<6, "behind the closing quote"), (#"A="\t""#, 3..<5, "Unknown escape"),
      ("A=a$X", 3..<4, "would replace"),
      ("A=\"${X}\"", 3..<4, "would replace"), ("A=$(x)", 2..<3, "would replace"), ("\0", 0..<1, "not text"),
    ] as [(String, Range<Int>, String)])
  func `What cannot be read is an error, and the next lines are read`(text: String, bounds: Range<Int>, saying: String)
  {
    let file = Self.read(text + "\nZ=1\n")
    let finding = file.findings.first
    #expect(file.findings.count { $0.severity == .error } >= 1)
    #expect(finding?.summary.contains(saying) == true, "\(file.findings)")
    #expect(finding?.range?.bounds.lowerBound == bounds.lowerBound)
    #expect(finding?.help != nil)
    if text != "\0" { #expect(file.values == ["Z": "1"]) }
  }

  @Test func `Bytes that are not UTF-8 are an error where they stand`() {
    let file = EnvFile(Array("A=1\nB=".utf8) + [0xFF], as: SourceID(rawValue: 0))
    #expect(file.values == [:])
    #expect(file.findings.map(\.range?.bounds) == [6..<7])
  }

  @Test func `A name that stands twice is a warning with both places`() {
    let finding = Self.read("A=1\nA=2\n").findings.first
    #expect(finding?.severity == .warning)
    #expect(finding?.range?.bounds == 4..<5)
    #expect(finding?.notes.map(\.range.bounds) == [0..<1])
  }

  @Test(arguments: 0..<50) func `No text makes a trap, and every finding lies in it`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<100 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        random.pick(["A", "=", "'", "\"", "\\", "\n", "\r", " ", "#", "$", "{", "export ", "é", "1", "\0"])
      }.joined()
      for finding in Self.read(text).findings {
        #expect(finding.range.map { $0.upperBound <= UInt32(text.utf8.count) } == true, "\(text.debugDescription)")
      }
    }
  }

  @Test(arguments: [
    ("TAG", ["TAG"]), ("JOB_*", ["JOB_", "JOB_A", "JOB_A_B"]), ("*", ["TAG", "JOB_", "JOB_A", "JOB_A_B", "A"]),
    ("?", ["A"]), ("*_A*", ["JOB_A", "JOB_A_B"]), ("*_B", ["JOB_A_B"]), ("GITHUB_SHA", ["GITHUB_SHA"]),
    ("AWS_*", []), ("BL_*", []), ("*_TOKEN", []), ("*KEY", []), ("NPM_TOKEN", ["NPM_TOKEN"]), ("BL_API_KEY", []),
    ("*_SECRET", []), ("DB_*", []), ("tag", []),
  ])
  func `A pattern means names, and none of the machinery's or of secrets`(pattern: String, names: [String]) {
    let all = [
      "TAG", "JOB_", "JOB_A", "JOB_A_B", "A", "GITHUB_SHA", "ACTIONS_X", "AWS_REGION", "BL_API_KEY", "BL_WORKSPACE",
      "BL_CLIENT_CREDENTIALS", "NPM_TOKEN", "API_KEY", "MY_SECRET", "DB_PASSWORD", "PATH", "HOME",
    ]
    let parsed = VariablePattern(pattern)
    #expect(all.filter { parsed?.matches($0) == true } == names)
    #expect(VariablePattern("") == nil && VariablePattern("A=b") == nil)
  }
}
