import ConfigValue
package import Diagnostics
package import JobDiff
import JobModel

/// Turns what a run computed into what it reports: resolves positions, and lets nothing secret through.
package struct ReportBuilder {
  private let sources: SourceMap
  let redactor: Redactor
  private let secretRanges: [SourceID: [SourceRange]]
  private let quotable: [SourceID: QuotableText]
  private var unread: [SourceID: UnreadText] = [:]
  private var indices: [SourceID: LineIndex] = [:]
  private var known: Set<FindingKey> = []
  /// Most jobs share one list of folds with the job before: as it came, and as it is shown.
  private var lastFolds: (given: [Fold], shown: [Fold]) = ([], [])

  /// What two findings about two versions of a text have in common when they are the same one.
  private struct FindingKey: Hashable {
    let code: DiagnosticCode
    let summary: String

    init(_ finding: Diagnostic) {
      code = finding.code
      summary = finding.summary
    }
  }

  /// - Parameters:
  ///   - sources: the texts that ranges refer to.
  ///   - secrets: texts that must not appear.
  ///   - secretRanges: where secrets stand in the texts, in any order.
  ///   - quotable: the texts whose lines findings may quote, and what is known of them.
  package init(
    sources: SourceMap, secrets: Set<String>, secretRanges: [SourceRange], quotable: [SourceID: QuotableText]
  ) {
    self.sources = sources
    redactor = Redactor(secrets: secrets)
    self.secretRanges = Dictionary(grouping: secretRanges, by: \.source)
    self.quotable = quotable
  }

  /// The report of a run. Without a plan, nothing was compared. Findings that the base gives rise to, too, are not new.
  package mutating func report(
    tool: Tool, scope: Scope, verdict: Verdict, exitCode: Int32, plan: Plan?, diagnostics: [Diagnostic],
    inBase baseDiagnostics: [Diagnostic] = []
  ) -> Report {
    known = Set(baseDiagnostics.map(FindingKey.init))
    // Beyond what is shown of one file, the work of quoting its lines would be for nothing.
    var quoted: [SourceID: Int] = [:]
    let findings = diagnostics.sortedByPosition().map { finding in
      let source = finding.range?.source ?? .none
      quoted[source, default: 0] += 1
      return diagnostic(finding, isQuoted: quoted[source, default: 0] <= DiagnosticRenderer.mostPerFile)
    }
    return Report(
      tool: tool, scope: scope, verdict: verdict, exitCode: exitCode, summary: Summary(plan ?? Plan(jobs: [])),
      jobs: jobs(of: plan), diagnostics: findings)
  }

  private mutating func jobs(of plan: Plan?) -> [ReportedJob] {
    guard let plan else { return [] }
    var reported: [ReportedJob] = []
    reported.reserveCapacity(plan.jobs.count)
    for job in plan.jobs { reported.append(self.job(job)) }
    return reported
  }

  private mutating func job(_ job: JobPlan) -> ReportedJob {
    ReportedJob(
      name: redactor.text(job.name), action: job.action, source: job.source.flatMap { place(of: $0) },
      live: job.live.map { redactor.live($0) }, formerName: job.formerName.map(redactor.text),
      changes: job.changes.map { change($0) },
      folds: folds(job.folds), origin: job.origin,
      baseSource: job.baseSource.flatMap { place(of: $0) })
  }

  private mutating func folds(_ folds: [Fold]) -> [Fold] {
    if redactor.isIdle { return folds }
    if !folds.span.isIdentical(to: lastFolds.given.span) {
      lastFolds = (folds, folds.map { redactor.fold($0) })
    }
    return lastFolds.shown
  }

  private mutating func change(_ change: Change) -> ReportedChange {
    let isSecret =
      change.isSecret
      || redactor.isSecretEntry(change.path, of: change.field, [change.before, change.after, change.baseValue])
    func reported(_ value: PlainValue?) -> ReportedValue? {
      value.map { redactor.value($0, change.shape, isSecret: isSecret) }
    }
    var keyField: String?
    if case .list(_, .key(let identity))? = change.field?.shape, case .key? = change.path.elements.last {
      keyField = identity.field
    }
    var (before, after) = (reported(change.before), reported(change.after))
    // What is secret on one side of two whole elements is so on the other.
    if before?.isSensitive == true || after?.isSensitive == true, before != nil, after != nil,
      before?.isContainer == true || after?.isContainer == true
    {
      (before, after) = (.sensitive, .sensitive)
    }
    let baseValue = reported(change.baseValue)
    let isSensitive = [before, after, baseValue].contains { $0?.isSensitive == true }
    return ReportedChange(
      path: redactor.path(change.path), pointer: redactor.pointer(change.pointer), operation: change.operation,
      counts: change.counts,
      before: before, after: after, unit: change.field?.unit, keyField: keyField, match: change.match,
      effect: isSensitive ? nil : change.effect,
      source: change.range.flatMap { place(of: $0) }, origin: change.origin, basis: change.basis,
      baseValue: isSensitive ? nil : baseValue)
  }

  private mutating func diagnostic(_ finding: Diagnostic, isQuoted: Bool) -> ReportedDiagnostic {
    ReportedDiagnostic(
      code: finding.code, severity: finding.severity, message: redactor.text(finding.summary),
      place: finding.range.flatMap { place(of: $0) },
      notes: finding.notes.compactMap { note in place(of: note.range).map { (redactor.text(note.message), $0) } },
      help: finding.help.map(redactor.text), isNew: !known.contains(FindingKey(finding)),
      snippet: isQuoted ? finding.range.flatMap { snippet(of: $0) } : nil)
  }

  /// Where a range stands in its text; nil when it is of no text.
  package mutating func place(of range: SourceRange) -> Place? {
    guard range.source != SourceID.none else { return nil }
    let file = sources[range.source]
    if let known = file.positions(of: range) { return Place(file: file.path, start: known.start, end: known.end) }
    return index(of: range.source).map { Place(range, in: file, by: $0) }
  }

  private mutating func snippet(of range: SourceRange) -> Snippet? {
    guard let text = quotable[range.source], let index = index(of: range.source) else { return nil }
    let bytes = sources[range.source].bytes
    let number = index.position(of: range.bounds.lowerBound).line
    let line = index.line(number)
    var hidden = Snippet.Hidden()
    hidden.sensitive = sensitive(in: line, around: range.bounds.lowerBound, of: bytes, text, range.source)
    let unknown = text.unknown(in: line)
    if !unknown.isEmpty {
      hidden.unread = unread(inLine: number, of: range.source, index).intersection(unknown)
      hidden.sensitive.subtract(hidden.unread)
    }
    return Snippet(number, at: line, of: bytes, pointingAt: range.bounds, hiding: hidden)
  }

  /// Where known secrets stand in a line, as far as it may be shown.
  private func sensitive(
    in line: Range<Int>, around place: Int, of bytes: [UInt8], _ text: QuotableText, _ source: SourceID
  ) -> RangeSet<Int> {
    let reach = Snippet.reach + redactor.longestSecret
    let near = max(line.lowerBound, place - reach)..<max(line.lowerBound, min(line.upperBound, place + reach))
    var sensitive = redactor.occurrences(in: bytes[near])
    for secret in secretRanges[source] ?? [] where secret.bounds.overlaps(line) {
      sensitive.insert(contentsOf: secret.bounds)
    }
    for scalar in text.respelled
    where scalar.bounds.overlaps(line) && !redactor.occurrences(in: scalar.text[...]).isEmpty {
      sensitive.insert(contentsOf: scalar.bounds)
    }
    for range in text.properties where range.overlaps(line) { sensitive.insert(contentsOf: range) }
    // A comment beside a secret is likely to be about it, and may hold an older one.
    if let last = sensitive.ranges.last?.upperBound, last < line.upperBound, last > line.lowerBound,
      let comment = (last..<line.upperBound).first(where: { bytes[$0] == UInt8(ascii: "#") && bytes[$0 - 1] <= 0x20 })
    {
      sensitive.insert(contentsOf: comment + 1..<line.upperBound)
    }
    return sensitive
  }

  /// What a line hides as one that nobody could read. Findings come by position, so that each text is read once.
  private mutating func unread(inLine number: Int, of source: SourceID, _ index: LineIndex) -> RangeSet<Int> {
    var text = unread.removeValue(forKey: source) ?? UnreadText(sources[source].bytes)
    let hidden = text.hidden(inLine: number, by: index)
    unread[source] = text
    return hidden
  }

  private mutating func index(of source: SourceID) -> LineIndex? {
    guard source != SourceID.none else { return nil }
    if let index = indices[source] { return index }
    let index = LineIndex(sources[source].bytes)
    indices[source] = index
    return index
  }
}
