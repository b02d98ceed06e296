import ConfigValue
import Diagnostics
import JobDiff
import JobModel

/// An explanation for people.
package struct ExplanationRenderer: Sendable {
  private let isColored: Bool

  package init(isColored: Bool) {
    self.isColored = isColored
  }

  package func render(_ explanation: Explanation) -> [UInt8] {
    var text: SafeText<Terminal> = ""
    let job: SafeText<Terminal> = "\(explanation.job)"
    switch explanation.state {
    case .onlyDesired(let place):
      let where_: SafeText<Terminal> = place.map { " (\($0.file):\($0.start.line))" } ?? ""
      text = "\(job) is only in the specs\(where_): applying creates it, so that there is nothing to compare with.\n"
    case .onlyLive(.delete):
      text = "\(job) is only live, and the specs own it: applying all of them would leave it out.\n"
    case .onlyLive: text = "\(job) is only live: no spec names it, so that nothing of it is compared.\n"
    case .compared(let decisions):
      if decisions.isEmpty {
        let path = explanation.path.description
        text = "\(path) of \(job): neither the spec nor the live job has a value there, so that nothing was decided.\n"
      }
      for (position, decision) in decisions.enumerated() {
        if position > 0 { text += "\n" }
        text += self.text(decision, of: job, isAlone: decisions.count == 1)
      }
    }
    return Array(text.utf8)
  }

  private func text(_ decision: ReportedDecision, of job: SafeText<Terminal>, isAlone: Bool) -> SafeText<Terminal> {
    let path = TerminalStyle.bold.applied(to: "\(decision.path.description)", when: isColored)
    var lines: [SafeText<Terminal>] = ["\(path) of \(job)"]
    lines += side("desired", decision.desired) + side("live", decision.live)
    lines.append(line("outcome", outcome(decision.outcome)))
    if case .change(_, _, let effect?) = decision.outcome {
      let next: SafeText<Terminal>? = TextEffect(effect).nextRuns.map { "next runs \($0)" }
      let texts = [TextEffect(effect).text, next ?? ""]
      lines.append(line("effect", texts.filter { !$0.isEmpty }.joined(separator: "; ")))
    }
    lines.append(line("rule", "\(decision.rule.rawValue): \(decision.rule.sentence)"))
    if let match = decision.match, match != .key { lines.append(line("matched", matched(by: match))) }
    if let entry = decision.entry {
      lines.append(line("field", "\(entry.path.joined(separator: ".")): \(entry.field.documentation)"))
      if isAlone {
        lines += FieldText(entry).properties.filter { $0.name != "fields" }.map { line("  \($0.name)", $0.text) }
      }
    }
    return lines.map { "\($0)\n" }.joined()
  }

  private func line(_ name: SafeText<Terminal>, _ text: SafeText<Terminal>) -> SafeText<Terminal> {
    "  \(name.padded(to: 11)) \(text)"
  }

  private func side(_ name: SafeText<Terminal>, _ side: ReportedDecision.Side?) -> [SafeText<Terminal>] {
    guard let side else { return [line(name, "nothing")] }
    let place: SafeText<Terminal>
    if let found = side.place {
      let end = "\(found.end.line):\(found.end.column)"
      place = "   \(found.file):\(found.start.line):\(found.start.column)-\(end)"
    } else {
      place = side.pointer.map { "   at \($0.description)" } ?? ""
    }
    let normal = side.normalForm == .sensitive ? "(sensitive)" : TextValue.whole(side.normalForm)
    return [line(name, TextValue.whole(side.value) + place), line("  normal", normal)]
  }

  private func outcome(_ outcome: ReportedDecision.Outcome) -> SafeText<Terminal> {
    switch outcome {
    case .same: return "the same"
    case .change(let operation, let counts, _):
      return "\(operation.rawValue)\(counts ? ", which counts" : ", which does not count")"
    case .fold(let reason, let detail):
      let remark: SafeText<Terminal> = detail.map { " (\($0))" } ?? ""
      return "folded as \(reason.rawValue)\(remark)\(reason.isUncompared ? ": not compared" : ": no difference")"
    }
  }

  private func matched(by match: ElementMatch) -> SafeText<Terminal> {
    switch match {
    case .key: "by its key"
    case .standIns: "by the fields that stand in for its key"
    case .content: "by its content: nothing but the key tells the two elements apart"
    case .type: "as the only element of its type left on both sides, one of them without a key"
    case .similarity: "with the nearest of several elements of its type, one of the two without a key"
    case .position: "by its place, since neither element has a key"
    }
  }
}
