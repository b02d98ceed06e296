/// A part that a fault may be written with: the one table that reading and the help follow, and writing where a name says it all.
struct FaultWord: Sendable {
  /// What stands behind the name, and what the two of them say.
  enum Value: Sendable {
    /// Nothing, and no `=`.
    case none(FaultPart)
    case number(ClosedRange<Int>, @Sendable (Int) -> FaultPart)
    /// A number with the unit `ms`.
    case milliseconds(ClosedRange<Int>, @Sendable (Int) -> FaultPart)
    /// Visible ASCII characters.
    case text(@Sendable (String) -> FaultPart)
    /// The same, or nothing and no `=`.
    case optionalText(@Sendable (String?) -> FaultPart)
  }

  let name: String
  let value: Value
  /// What stands for the value in the help; empty when there is none.
  let placeholder: String
  /// Lines of the help.
  let meaning: [String]

  private init(_ name: String, _ placeholder: String, _ value: Value, _ meaning: String...) {
    self.name = name
    self.placeholder = placeholder
    self.value = value
    self.meaning = meaning
  }

  private init(_ name: String, _ part: FaultPart, _ meaning: String...) {
    self.name = name
    placeholder = ""
    value = .none(part)
    self.meaning = meaning
  }

  static let effects = [
    FaultWord(
      "status", "CODE", .number(400...599) { .effect(.status($0, retryAfter: nil)) },
      "an error of this status, 400 to 599; also just CODE,", "or CODE-once for the first time only"),
    FaultWord(
      "retry-after", "SECONDS", .number(0...86_400) { .retryAfter($0) },
      "with an error, the header Retry-After; 429-once has", "retry-after=1 unless told"),
    FaultWord(
      "redirect", "URL", .optionalText { .effect(.redirect($0)) },
      "a redirect to URL, which is the rest of the text; just", "redirect: to this server under another name"),
    FaultWord("html", .effect(.html), "an HTML page with status 200"),
    FaultWord("cut-body", .effect(.cutBody), "a body, and a connection, that end in the middle"),
    FaultWord("stall-body", .effect(.stallBody), "half of a body, then nothing for as long as the client", "waits"),
    FaultWord("hang", .effect(.hang), "no answer for as long as the client waits"),
    FaultWord(
      "slow", "NUMBERms", .milliseconds(0...600_000) { .effect(.delay(milliseconds: $0)) },
      "the answer, later (at most 600000ms)"),
    FaultWord("gzip-bomb", .effect(.gzipBomb), "the answer packed, with 1 GB of spaces behind it"),
  ]

  static let pageEffects = [
    FaultWord("loop-cursor", .effect(.repeatCursor), "a page whose next cursor leads to itself"),
    FaultWord("stale-cursor", .effect(.staleCursor), "cursors are refused, as those that have expired"),
    FaultWord(
      "offset-cursors", .effect(.offsetCursors), "cursors count jobs, so that jobs that come or go between",
      "two pages move others to another page"),
    FaultWord("duplicate-page", .effect(.duplicatePage), "page 2 is page 1 again, under a new cursor"),
    FaultWord(
      "churn", "SEED", .number(0...Int.max) { .effect(.churn(seed: UInt64($0))) },
      "before each page jobs a-churn-1, k-churn-2, … come", "and go, the same ones for the same SEED"),
    FaultWord("omit", "NAME", .text { .effect(.omit($0)) }, "a page without the job NAME"),
    FaultWord("end-early", .effect(.endEarly), "a page that says it is the last"),
    FaultWord(
      "total", "NUMBER", .number(0...100_000_000) { .effect(.total($0)) },
      "a page that says there are NUMBER jobs in all"),
    FaultWord("no-total", .effect(.noTotal), "a page that does not say how many jobs there are"),
    FaultWord("partial-total", .effect(.partialTotal), "a total that is too small, and says so"),
    FaultWord("null-data", .effect(.nullData), "a page with null in place of the jobs"),
    FaultWord("no-data", .effect(.noData), "a page without the member for the jobs"),
    FaultWord("bare-array", .effect(.bareArray), "all jobs in an array, whatever version is asked for"),
    FaultWord("sort-ignored", .effect(.sortIgnored), "jobs by createdAt:desc, whatever is asked for"),
    FaultWord("desc-ignored", .effect(.descIgnored), "jobs by name:asc where name:desc is asked for"),
  ]

  static let scopes = [
    FaultWord("page", "NUMBER", .number(1...1_000_000) { .scope(.page($0)) }, "only this page of listings, from 1"),
    FaultWord("job", "NAME", .text { .scope(.job($0)) }, "only the request for the one job NAME"),
    FaultWord("token", .scope(.token), "only requests for tokens"),
    FaultWord(
      "times", "NUMBER", .number(1...1_000_000) { .times($0) }, "only the first NUMBER requests it would befall"),
  ]

  static let all = effects + pageEffects + scopes

  private static let names: [Fault.Effect: String] = Dictionary(
    uniqueKeysWithValues: (effects + pageEffects).compactMap { word in
      if case .none(.effect(let effect)) = word.value { (effect, word.name) } else { nil }
    })

  /// What says an effect that has no value.
  static func name(of effect: Fault.Effect) -> String {
    guard let name = names[effect] else { preconditionFailure("an effect without a value has no word") }
    return name
  }

  /// Other names of some.
  static let aliases = ["delay": "slow", "repeat-cursor": "loop-cursor"]

  /// What a part with this name says; `text` is nil when no `=` follows the name, which messages call `written`.
  func part(_ text: String?, written: String) throws(InvalidFault) -> FaultPart {
    switch value {
    case .none(let part):
      guard text == nil else { throw InvalidFault("'\(written)' takes no value") }
      return part
    case .number(let range, let part):
      guard let number = text.flatMap({ Int($0) }), range.contains(number) else {
        throw InvalidFault("'\(written)' takes a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return part(number)
    case .milliseconds(let range, let part):
      guard let text, text.hasSuffix("ms"), let number = Int(text.dropLast(2)), range.contains(number) else {
        throw InvalidFault(
          "'\(written)' takes a number from \(range.lowerBound) to \(range.upperBound) with the unit, as in '\(written)=50ms'"
        )
      }
      return part(number)
    case .text(let part): return part(try Self.visible(text ?? "", written))
    case .optionalText(let part):
      guard let text else { return part(nil) }
      return part(try Self.visible(text, written))
    }
  }

  private static func visible(_ text: String, _ name: String) throws(InvalidFault) -> String {
    guard !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
      throw InvalidFault("'\(name)' takes a text of visible ASCII characters")
    }
    return text
  }
}

/// What one part of a fault says.
enum FaultPart: Sendable {
  case effect(Fault.Effect)
  case scope(Fault.Scope)
  case times(Int)
  case retryAfter(Int)
}
