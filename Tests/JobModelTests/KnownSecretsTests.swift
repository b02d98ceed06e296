import TestSupport
import Testing

@testable import JobModel

/// The search for all known secrets at once.
@Suite struct KnownSecretsTests {
  /// Each secret at each place, one by one.
  private static func naive(_ secrets: Set<String>, in text: [UInt8]) -> [Range<Int>] {
    var isCovered = [Bool](repeating: false, count: text.count)
    // Whether a byte is of the same secret as the one before.
    var isJoined = isCovered
    for secret in secrets.map({ Array($0.utf8) }) where secret.count >= 8 {
      for start in text.indices where text[start...].starts(with: secret) {
        isCovered.replaceSubrange(start..<start + secret.count, with: repeatElement(true, count: secret.count))
        isJoined.replaceSubrange(start + 1..<start + secret.count, with: repeatElement(true, count: secret.count - 1))
      }
    }
    var found: [Range<Int>] = []
    for place in text.indices where isCovered[place] {
      if isJoined[place], let last = found.popLast() {
        found.append(last.lowerBound..<place + 1)
      } else {
        found.append(place..<place + 1)
      }
    }
    return found
  }

  private static func check(_ secrets: Set<String>, in text: String) -> Int {
    let known = KnownSecrets(secrets)
    let expected = naive(secrets, in: Array(text.utf8))
    let found = known.occurrences(in: text.utf8.span)
    if found != expected || known.occur(in: text.utf8.span) != !expected.isEmpty {
      Issue.record("\(secrets.sorted()) in '\(text)': \(found), not \(expected)")
    }
    return expected.count
  }

  /// Few letters overlap, repeat and share beginnings; many are all different.
  @Test(arguments: [
    ["a"], ["a", "b"], ["a", "b", "c", "é"], ["ä", "漢", "🚀", "\u{301}", "x"],
    ["password", "https://", "@", "-", "0"], (33...126).map { String(UnicodeScalar(UInt8($0))) },
  ])
  func `What a search for each of them finds is found at once`(letters: [String]) {
    var random = SeededRandom(seed: UInt64(letters.count))
    var found = 0
    for _ in 0..<3_000 {
      func text(upTo length: Int) -> String {
        (0..<Int.random(in: 0...length, using: &random)).map { _ in random.pick(letters) }.joined()
      }
      var secrets = Set((0..<Int.random(in: 1...8, using: &random)).map { _ in text(upTo: 14) })
      // One that holds another, one that begins with it, and one that ends in it.
      if let one = secrets.min(), random.oneIn(2) {
        secrets.formUnion([text(upTo: 3) + one + text(upTo: 3), one + text(upTo: 3), text(upTo: 9) + one])
      }
      let parts = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        random.oneIn(2) ? random.pick(secrets.sorted()) : text(upTo: 9)
      }
      found += Self.check(secrets, in: parts.joined())
    }
    #expect(found > 1_000)
  }

  @Test func `Thousands of secrets with one beginning are told apart`() {
    var random = SeededRandom(seed: 5)
    let secrets = Set((0..<5_000).map { _ in "https://user:\(Int.random(in: 0..<1_000_000, using: &random))" })
    let known = KnownSecrets(secrets)
    for _ in 0..<5_000 {
      let number = Int.random(in: 0..<1_000_000, using: &random)
      let digits = String(number)
      let longest = digits.indices.map { String(digits[...$0]) }.last { secrets.contains("https://user:" + $0) }
      let expected = longest.map { [2..<15 + $0.utf8.count] } ?? []
      #expect(known.occurrences(in: "x https://user:\(number)".utf8.span) == expected)
    }
  }

  @Test(arguments: [
    (["hunter2-hunter2"], "hunter2-hunter", []), (["hunter2-hunter2"], "hunter2-hunter2", [0..<15]),
    (["hunter2"], "hunter2", []), (["hunter22"], "hunter22", [0..<8]),
    (["abcdefgh", "efghijkl"], "abcdefghijkl", [0..<12]),
    (["abcdefgh", "ijklmnop"], "abcdefghijklmnop", [0..<8, 8..<16]), (["aaaaaaaa"], "aaaaaaaaaaa", [0..<11]),
    (["abcdefgh", "abcdefghijkl", "abcdefghij"], "abcdefghijk", [0..<10]),
    (["abcdefgh", "abcdefghzz", "abcdefghaa"], "abcdefghmm", [0..<8]),
    (["\0\0\0\0\0\0\0\0"], "\0\0\0\0\0\0\0", []), (["\0\0\0\0\0\0\0\0"], "\0\0\0\0\0\0\0\0", [0..<8]),
    (["pässwörd"], "pässwörd\u{301}", [0..<10]), ([], "anything at all", []), (["abcdefgh"], "", []),
  ])
  func `Secrets are found whole, at both ends, and beside each other`(
    secrets: [String], text: String, expected: [Range<Int>]
  ) {
    #expect(KnownSecrets(Set(secrets)).occurrences(in: text.utf8.span) == expected)
    #expect(Self.naive(Set(secrets), in: Array(text.utf8)) == expected)
  }
}
