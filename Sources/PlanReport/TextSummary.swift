import Diagnostics
import JobDiff

/// The last lines of a report for people: the verdict, and what it leaves open.
struct TextSummary<Kind: TextKind> {
  /// In one line.
  let verdict: SafeText<Kind>
  /// How the differences came about; nil without a base, or when there are none.
  let origins: SafeText<Kind>?
  /// What could not be compared.
  let uncompared: [SafeText<Kind>]
  /// What was found to mean the same.
  let equivalences: SafeText<Kind>?

  /// All of it.
  var lines: [SafeText<Kind>] {
    [verdict] + [origins].compactMap(\.self) + uncompared + [equivalences].compactMap(\.self)
  }

  init(_ report: Report) {
    let hasPlan = report.verdict.hasPlan
    verdict = hasPlan ? Self.verdict(report) : Self.failure(report)
    origins = hasPlan && report.scope.base != nil ? Self.origins(report.summary) : nil
    uncompared = hasPlan ? Self.uncompared(report.summary) : []
    equivalences = hasPlan ? Self.equivalences(report.summary) : nil
  }

  private static func failure(_ report: Report) -> SafeText<Kind> {
    guard report.verdict != .interrupted else { return "No plan: interrupted." }
    let errors = report.diagnostics.count { $0.severity == .error }
    let cause: SafeText<Kind> =
      if report.verdict == .invalid {
        report.isOnlyMisconfigured ? "the configuration is not valid" : "the specs are not valid"
      } else {
        report.isOnlyUnwritten ? "a report of it could not be written" : "the comparison could not be made"
      }
    return "No plan: \(cause) (\(errors, of: "error"))."
  }

  private static func verdict(_ report: Report) -> SafeText<Kind> {
    let summary = report.summary
    let amounts: [(JobPlan.Action, SafeText<Kind>)] = [
      (.create, "to create"), (.update, "to update"), (.delete, "to delete"),
    ]
    var parts = amounts.filter { summary.count($0.0) > 0 }.map { "\(summary.count($0.0)) \($0.1)" as SafeText<Kind> }
    parts.append("\(summary.count(.unchanged)) unchanged")
    if summary.count(.liveOnly) > 0 {
      parts.append("\(summary.count(.liveOnly)) live only (ownership: \(report.scope.ownership), not counted)")
    }
    let list = parts.joined(separator: ", ")
    switch report.verdict {
    case .clean: return "Plan: no differences; \(list)."
    case .cleanExceptUnknown: return "Plan: no differences among the values that could be compared; \(list)."
    default: return "Plan: \(list)."
    }
  }

  private static func origins(_ summary: Summary) -> SafeText<Kind>? {
    let words: [(Origin, SafeText<Kind>)] = [
      (.change, "from this change"), (.drift, "drifted before"), (.conflict, "in conflict (changed here and live)"),
    ]
    let open = words.filter { summary.count($0.0) > 0 }.map { "\(summary.count($0.0)) \($0.1)" as SafeText<Kind> }
    let adopted = summary.count(.adopt)
    let parts: [SafeText<Kind>?] = [
      open.isEmpty ? nil : open.joined(separator: ", "), adopted > 0 ? "\(adopted) adopted (already live)" : nil,
    ]
    let list = parts.compactMap(\.self)
    return list.isEmpty ? nil : "By origin: \(list.joined(separator: "; "))."
  }

  private static func uncompared(_ summary: Summary) -> [SafeText<Kind>] {
    let sentences: [(reason: Fold.Reason, noun: SafeText<Kind>, text: SafeText<Kind>)] = [
      (.masked, "masked value", "could not be compared with live."),
      (.unknown, "value", "known only elsewhere (variables, stored tasks) could not be compared."),
      (.writeOnly, "value", "that the API never gives back could not be compared."),
    ]
    return sentences.filter { summary.count($0.reason) > 0 }.map { sentence in
      "\(summary.count(sentence.reason), of: sentence.noun) \(sentence.text)"
    }
  }

  private static func equivalences(_ summary: Summary) -> SafeText<Kind>? {
    let same: [Fold.Reason] = [.equivalent, .documentedDefault, .zeroFill]
    let parts = same.filter { summary.count($0) > 0 }.map { reason -> SafeText<Kind> in
      "\(summary.count(reason)) \(reason.rawValue)"
    }
    let ignored = summary.count(.ignored)
    let sentences: [SafeText<Kind>?] = [
      parts.isEmpty
        ? nil : "Written differently, meaning the same: \(parts.joined(separator: ", ")) (listed by -o json).",
      ignored == 0 ? nil : "\(ignored, of: "value") ignored by rules of --ignore (listed by -o json).",
    ]
    let said = sentences.compactMap(\.self)
    return said.isEmpty ? nil : said.joined(separator: " ")
  }
}
