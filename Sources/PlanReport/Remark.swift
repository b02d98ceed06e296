import Diagnostics
import JobDiff

/// One thing that a report says about a place: what formats have in common that list such things one by one.
struct Remark: Sendable {
  /// What a remark is about.
  enum Subject: Sendable {
    case finding(ReportedDiagnostic)
    case job(ReportedJob)
    case change(ReportedChange, of: ReportedJob)
  }

  /// What a remark is an instance of.
  enum Rule: Hashable, Sendable {
    case finding(DiagnosticCode)
    case plan(PlanRule)

    /// Stable, and the only one of its name.
    var id: String {
      switch self {
      case .finding(let code): code.rawValue
      case .plan(let rule): rule.rawValue
      }
    }
  }

  let subject: Subject
  let rule: Rule
  var severity: Severity
  /// What it is about: the job and the path in it, or the situation.
  let title: SafeText<Terminal>
  /// In one line without a full stop.
  let text: SafeText<Terminal>
  /// More lines: how a finding is mended, and the places that explain it.
  let details: [SafeText<Terminal>]
  /// In the specs; nil when nothing there has to do with it.
  let place: Place?

  /// How what it is about came to be; nil for findings, and without a base.
  var origin: Origin? {
    switch subject {
    case .finding: nil
    case .job(let job): job.origin
    case .change(let change, _): change.origin
    }
  }

  init(_ finding: ReportedDiagnostic) {
    subject = .finding(finding)
    rule = .finding(finding.code)
    severity = finding.severity
    title = "\(finding.code.title) [\(finding.code.rawValue)]"
    text = "\(finding.message)"
    let notes = finding.notes.map { note -> SafeText<Terminal> in
      "\(note.place.start, in: note.place.file): \(note.message)"
    }
    details = [finding.help.map { "help: \($0)" }].compactMap(\.self) + notes
    place = finding.place.map { $0.start.line == $0.end.line ? $0 : $0.beginning }
  }

  /// The remark on a job as a whole; nil when there is none.
  init?(_ job: ReportedJob, in scope: Scope) {
    guard let rule = PlanRule(job) else { return nil }
    subject = .job(job)
    self.rule = .plan(rule)
    // A job whose spec went is one that somebody may believe to be gone.
    severity = rule == .jobOnlyLive && job.origin == .change ? .warning : rule.severity
    let words = TextJob<Terminal>(job, in: scope)
    title = "\(job.name)"
    text = [words.remark, job.source == nil ? words.place : nil].compactMap(\.self).joined(separator: ", ")
    details = [words.lastUpdate].compactMap(\.self)
    place = job.source?.beginning
  }

  init(_ change: ReportedChange, of job: ReportedJob, at path: String, in scope: Scope) {
    let rule = PlanRule(change)
    subject = .change(change, of: job)
    self.rule = .plan(rule)
    severity = rule.severity
    title = "\(job.name): \(path)"
    let row = TextRow(change, at: path, comparedWith: scope.base, values: TextValue(widest: 100))
    text = [Self.words(row), Self.words(for: change)].compactMap(\.self).joined(separator: ", ")
    details = row.nextRuns.map { ["next runs \($0)"] } ?? []
    place = change.source ?? job.source
  }

  /// What applying does, said where no sign before it says so.
  private static func words(_ row: TextRow) -> SafeText<Terminal> {
    guard row.sign == .add else { return row.value }
    return row.value.isEmpty ? "applying adds it" : "applying adds \(row.value)"
  }

  private static func words(for change: ReportedChange) -> SafeText<Terminal>? {
    switch change.origin {
    case .change?: "by this change"
    case .drift?: "drifted before this change"
    case .conflict? where change.counts: "changed here and live: applying overwrites what was done live"
    case .conflict?: "changed here and live"
    case .adopt?, nil: nil
    }
  }
}

extension SafeText.Interpolation where Kind == Terminal {
  /// A position as compilers write it.
  mutating func appendInterpolation(_ position: SourcePosition, in file: String) {
    appendInterpolation("\(file):\(position.line):\(position.column)" as SafeText)
  }
}

extension Place {
  /// Where it begins. Code hosts show what is said of several lines below the last one, and of a change under review only
  /// when it has all of them.
  fileprivate var beginning: Place { Place(file: file, start: start, end: start) }
}

extension Report {
  /// All that can be said one by one, in no particular order.
  var remarks: [Remark] {
    diagnostics.map { Remark($0) }
      + jobs.flatMap { job -> [Remark] in
        let whole = [Remark(job, in: scope)].compactMap(\.self)
        if job.changes.isEmpty { return whole }
        let names = TextPaths(job)
        return whole + job.changes.map { Remark($0, of: job, at: names.name($0.path), in: scope) }
      }
  }
}

extension Sequence<Remark> {
  /// The worst first, then by file and position, those without a place before all others; ties by what they say.
  func worstFirst() -> [Remark] {
    let remarks = Array(self)
    let keys = remarks.map { remark in
      let place = remark.place
      return (remark.severity, place?.file ?? "", place?.start.line ?? 0, place?.start.column ?? 0, remark.rule.id)
    }
    func words(_ position: Int) -> String { remarks[position].title.text + "\n" + remarks[position].text.text }
    let positions = remarks.indices.sorted { one, other in
      keys[one] == keys[other] ? words(one) < words(other) : keys[one] < keys[other]
    }
    return positions.map { remarks[$0] }
  }
}

extension SafeText where Kind == Terminal {
  /// The text, when it has more than `limit` bytes cut to as many code points as fit, and a sign that it was cut.
  func cut(toBytes limit: Int) -> SafeText {
    guard utf8.count > limit else { return self }
    let sign: Unicode.Scalar = "…"
    var room = limit - UTF8.width(sign)
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      room -= UTF8.width(scalar)
      guard room >= 0 else { break }
      kept.append(scalar)
    }
    kept.append(sign)
    return SafeText(escaping: String(kept))
  }
}
