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
      report.verdict == .invalid ? "the specs are not valid" : "the comparison could not be made"
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
    let sentences: [(Fold.Reason, SafeText<Kind>)] = [
      (.masked, "masked by the API could not be compared with live."),
      (.unknown, "known only elsewhere (variables, stored tasks) could not be compared."),
      (.writeOnly, "that the API never gives back could not be compared."),
    ]
    return sentences.filter { summary.count($0.0) > 0 }.map { "\(summary.count($0.0), of: "value") \($0.1)" }
  }

  private static func equivalences(_ summary: Summary) -> SafeText<Kind>? {
    let same: [Fold.Reason] = [.equivalent, .documentedDefault, .zeroFill, .ignored]
    let parts = same.filter { summary.count($0) > 0 }.map { reason -> SafeText<Kind> in
      "\(summary.count(reason)) \(reason.rawValue)"
    }
    guard !parts.isEmpty else { return nil }
    return "Written differently, meaning the same: \(parts.joined(separator: ", ")) (listed by -o json)."
  }
}
