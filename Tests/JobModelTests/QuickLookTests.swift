import TestSupport
import Testing

@testable import JobModel

/// What tells quickly that something is nothing must never be wrong about it.
@Suite struct QuickLookTests {
  private let look = CredentialLook()
  private let names = SecretNameLook()

  private func finds(_ text: String) -> Bool {
    // What stands around a text in the tree's buffer is not part of it.
    let bytes = Array("==[".utf8) + text.utf8 + Array("=//-----".utf8)
    return look.finds(in: bytes, 3..<bytes.count - 8)
  }

  /// Without any quick look.
  private func isSecret(_ text: String) -> Bool {
    SecretText.hasSecretShape(text) || SecretText.isSecretAssignment(text)
      || StructuredText(text, by: .blaxel)?.isSecret == true
  }

  private static let tokens = SecretText.tokenPrefixes.map { $0 + "0123456789abcdefghij0123" }
  private static let others = [
    "eyJhbGciOi.eyJzdWIiOi.x", "eyJ.", "a://u:p@h", "://:p@", "-----BEGIN KEY-----", "Bearer abcdefghijkl123456",
    "bearer abcdefabcdef123", "BEARER abcdefghijkl123456", "BeArEr abcdefghijkl123456", "Basic dXNlcjpwYXNz",
    "basic dXNlcjpwYXM=", "BASIC dXNlcjpwYXNz", "pat=x", "dsn=x", "PASSWORD=swordfish", "?sig=a", "clientSecret='a b'",
    "{pat", "[pat", #"["ghp_0123456789abcdef"]"#, #"{"password":"hunter2"}"#, " \n {token",
  ]

  @Test(arguments: tokens + others)
  func `No secret is overlooked, wherever it stands in a text`(secret: String) {
    #expect(isSecret(secret))
    let fillers = [" ", "a ", "é", "-", "--", "/", "x,", "\n", "0", "z", "_", "s", "sk", "be", "AK"]
    for filler in fillers {
      for count in 0...17 {
        for end in ["", " z", "=", "/", "\u{301}"] {
          let text = String(repeating: filler, count: count) + secret + end
          if isSecret(text), !finds(text) { Issue.record("'\(text)'") }
        }
      }
    }
  }

  @Test func `No secret is overlooked in random texts made of beginnings`() {
    var random = SeededRandom(seed: 41)
    let pieces =
      SecretText.tokenPrefixes + Self.tokens + Self.others + [
        "=", "/", "//", "-", "----", "@", ":", " ", "\t", "[", "{", "}", "\"", "a", "Z", "7", "é", ".", "?", "&",
        "token",
        "key", "e", "b", "B", "ey", "bea", "bas", "-----BEGIN ",
      ]
    var secrets = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...5, using: &random)).map { _ in random.pick(pieces) }.joined()
      guard isSecret(text) else { continue }
      secrets += 1
      if !finds(text) { Issue.record("'\(text)'") }
    }
    #expect(secrets > 5_000)
  }

  @Test(arguments: [
    "", "value 0 of a setting that is about this long", "eu-only", "0 * * * *", "job/job-000001:v1",
    "blaxel.ai/v1alpha1",
    "a base for doing as one does", "Great apps, and pyramids of yarn", "/scratch/data", "a--b", "HTTP", "1.5",
    "\u{202E}éß", "risky desks", "Basket",
  ]) func `Ordinary texts need no second look`(text: String) {
    #expect(!finds(text))
  }

  @Test func `No secret name is overlooked in random names`() {
    var random = SeededRandom(seed: 42)
    let pieces =
      ["_", "-", ".", "a", "Z", "9", "KEY", "Key", "key", "S", "max"]
      + SecretText.secretWords.union(SecretText.keyKinds).sorted().flatMap { word in
        [word, word.uppercased(), word.prefix(1).uppercased() + word.dropFirst(), String(word.dropLast())]
      }
    var secrets = 0
    for _ in 0..<20_000 {
      let name = (0..<Int.random(in: 1...5, using: &random)).map { _ in random.pick(pieces) }.joined()
      guard SecretText.holdsSecretWord(name) else { continue }
      secrets += 1
      let bytes = Array("x".utf8) + name.utf8 + Array("y".utf8)
      if !names.mayHoldSecretWord(bytes, 1..<bytes.count - 1) { Issue.record("'\(name)'") }
    }
    #expect(secrets > 5_000)
  }

  @Test func `No misspelled name of a secret field is overlooked`() {
    var random = SeededRandom(seed: 43)
    let words = JobSchema.blaxel.secretWords
    var meant = 0
    for _ in 0..<2_000 {
      var name = Array(random.pick(["dockerConfig", "callbackSecret", "DOCKER_CONFIG", "callback-secret"]))
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0..<name.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: name.remove(at: place)
        case 1: name.insert(random.pick("xZ_-é7\u{212A}"), at: place)
        case 2: name[place] = random.pick("xZ_-é7\u{212A}")
        default: name.swapAt(place, max(0, place - 1))
        }
      }
      guard words.isAlways(String(name)) else { continue }
      meant += 1
      if !words.mayBeAlways(Array(String(name).utf8)[...]) { Issue.record("'\(String(name))'") }
    }
    #expect(meant > 500)
    #expect(!words.mayBeAlways(Array("parameter_name".utf8)[...]))
  }
}

extension QuickLookTests {
  private func isOrdinary(_ schedule: String) -> Bool {
    let bytes = Array("5 ".utf8) + schedule.utf8 + Array(" *".utf8)
    return Schedule.isOrdinary(bytes, 2..<bytes.count - 2)
  }

  @Test func `No trap of a schedule is overlooked`() {
    var random = SeededRandom(seed: 44)
    let plain = ["*", "*", "*", "0", "5", "*/5", "1-5", "1,15"]
    let fields = [
      "0", "5", "05", "12", "23", "24", "28", "29", "30", "31", "32", "59", "60", "7", "6", "*/5", "*/1",
      "*/12", "*/23", "*/24", "*/59", "*/60", "*/0", "*/100", "1-5", "5-1", "1,15", "1,,2", "1-28", "1-31", "0-6",
      "0-7",
      "?", "L", "mon", "jan", "*/2", "1-2-3", "10-14/5", "5/15", ",", "", "-1", "1-", "1,", "*,1", "**", "001",
    ]
    var ordinary = 0
    for _ in 0..<20_000 {
      let count = random.oneIn(20) ? random.pick([1, 4, 6]) : 5
      let text = (0..<count).map { _ in random.pick(random.oneIn(4) ? fields : plain) }.joined(
        separator: random.oneIn(20) ? "  " : " ")
      guard isOrdinary(text) else { continue }
      ordinary += 1
      let traps = Schedule(text).traps
      if !traps.isEmpty { Issue.record("'\(text)': \(traps)") }
    }
    #expect(ordinary > 500)
  }

  @Test(arguments: [
    "0 * * * *", "*/5 * * * *", "30 2 * * *", "0 3 * * 1-5", "15 2 1 * *", "0 9-17 * * 1,3,5", "0 0 1 1,7 *",
    "59 */23 28 12 *",
  ]) func `Ordinary schedules need no second look`(schedule: String) {
    #expect(isOrdinary(schedule))
  }
}
