import Diagnostics
import JobDiff

/// The last lines of a text report: the verdict, and what it leaves open.
struct TextSummary {
  let lines: [String]

  init(_ report: Report) {
    switch report.verdict {
    case .clean, .cleanExceptUnknown, .differences, .gate: lines = [Self.verdict(report)] + Self.remarks(report.summary)
    case .invalid, .error:
      let errors = report.diagnostics.count { $0.severity == .error }
      let cause = report.verdict == .invalid ? "the specs are not valid" : "the comparison could not be made"
      lines = ["No plan: \(cause) (\(Self.amount(errors, "error")))."]
    case .interrupted: lines = ["No plan: interrupted."]
    }
  }

  private static func verdict(_ report: Report) -> String {
    let summary = report.summary
    var parts: [String] = []
    for (action, words) in [(JobPlan.Action.create, "to create"), (.update, "to update"), (.delete, "to delete")] {
      if summary.count(action) > 0 { parts.append("\(summary.count(action)) \(words)") }
    }
    parts.append("\(summary.count(.unchanged)) unchanged")
    if summary.count(.liveOnly) > 0 {
      parts.append(
        "\(summary.count(.liveOnly)) live only (ownership: \(Terminal.escaped(report.scope.ownership)), not counted)"
      )
    }
    let list = parts.joined(separator: ", ")
    switch report.verdict {
    case .clean: return "Plan: no differences; \(list)."
    case .cleanExceptUnknown: return "Plan: no differences among the values that could be compared; \(list)."
    default: return "Plan: \(list)."
    }
  }

  private static func remarks(_ summary: Summary) -> [String] {
    var lines: [String] = []
    if summary.count(.masked) > 0 {
      lines.append("\(amount(summary.count(.masked), "value")) masked by the API could not be compared with live.")
    }
    if summary.count(.unknown) > 0 {
      lines.append(
        "\(amount(summary.count(.unknown), "value")) known only elsewhere (variables, stored tasks) could not be compared."
      )
    }
    if summary.count(.writeOnly) > 0 {
      lines.append("\(amount(summary.count(.writeOnly), "value")) that the API never gives back could not be compared.")
    }
    let same: [Fold.Reason] = [.equivalent, .documentedDefault, .zeroFill, .ignored]
    let parts = same.filter { summary.count($0) > 0 }.map { "\(summary.count($0)) \($0.rawValue)" }
    if !parts.isEmpty {
      lines.append("Written differently, meaning the same: \(parts.joined(separator: ", ")) (listed by -o json).")
    }
    return lines
  }

  /// Where the specs are.
  static func places(_ scope: Scope) -> String {
    scope.specPaths.map { $0 == "-" ? "standard input" : Terminal.escaped($0) }.joined(separator: ", ")
  }

  /// A count with its noun.
  static func amount(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
