import ConfigValue
package import Diagnostics
package import JobDiff
import JobModel

/// Turns what a run computed into what it reports: resolves positions, and lets nothing secret through.
package struct ReportBuilder {
  private let sources: SourceMap
  let redactor: Redactor
  private let secretRanges: [SourceRange]
  /// The texts whose secrets are all known, so that their lines can be shown.
  private let readable: Set<SourceID>
  private var indices: [SourceID: LineIndex] = [:]

  /// - Parameters:
  ///   - sources: the texts that ranges refer to.
  ///   - secrets: texts that must not appear.
  ///   - secretRanges: where secrets stand in the texts, in any order.
  ///   - readable: the texts that were read to their end, so that `secretRanges` is all there is.
  package init(sources: SourceMap, secrets: Set<String>, secretRanges: [SourceRange], readable: Set<SourceID>) {
    self.sources = sources
    redactor = Redactor(secrets: secrets)
    self.secretRanges = secretRanges
    self.readable = readable
  }

  /// The report of a run. Without a plan, nothing was compared.
  package mutating func report(
    tool: Tool, scope: Scope, verdict: Verdict, exitCode: Int32, plan: Plan?, diagnostics: [Diagnostic]
  ) -> Report {
    // Beyond what is shown of one file, the work of quoting its lines would be for nothing.
    var quoted: [SourceID: Int] = [:]
    let findings = diagnostics.sortedByPosition().map { finding in
      let source = finding.range?.source ?? .none
      quoted[source, default: 0] += 1
      return diagnostic(finding, isQuoted: quoted[source, default: 0] <= DiagnosticRenderer.mostPerFile)
    }
    return Report(
      tool: tool, scope: scope, verdict: verdict, exitCode: exitCode, summary: Summary(plan ?? Plan(jobs: [])),
      jobs: (plan?.jobs ?? []).map { job($0) }, diagnostics: findings)
  }

  private mutating func job(_ job: JobPlan) -> ReportedJob {
    ReportedJob(
      name: redactor.text(job.name), action: job.action, source: job.source.flatMap { place(of: $0) },
      live: job.live.map { redactor.live($0) }, formerName: job.formerName.map(redactor.text),
      changes: job.changes.map { change($0) },
      folds: job.folds.map { redactor.fold($0) })
  }

  private mutating func change(_ change: Change) -> ReportedChange {
    func reported(_ value: PlainValue?) -> ReportedValue? {
      value.map { redactor.value($0, change.shape, isSecret: change.isSecret) }
    }
    var keyField: String?
    if case .list(_, .key(let identity))? = change.field?.shape, case .key? = change.path.elements.last {
      keyField = identity.field
    }
    let (before, after) = (reported(change.before), reported(change.after))
    return ReportedChange(
      path: redactor.path(change.path), pointer: redactor.pointer(change.pointer), operation: change.operation,
      counts: change.counts,
      before: before, after: after, unit: change.field?.unit, keyField: keyField, match: change.match,
      effect: before?.isSensitive == true || after?.isSensitive == true ? nil : change.effect,
      source: change.range.flatMap { place(of: $0) })
  }

  private mutating func diagnostic(_ finding: Diagnostic, isQuoted: Bool) -> ReportedDiagnostic {
    ReportedDiagnostic(
      code: finding.code, severity: finding.severity, message: redactor.text(finding.summary),
      place: finding.range.flatMap { place(of: $0) },
      notes: finding.notes.compactMap { note in place(of: note.range).map { (redactor.text(note.message), $0) } },
      help: finding.help.map(redactor.text), snippet: isQuoted ? finding.range.flatMap { snippet(of: $0) } : nil)
  }

  /// Where a range stands in its text; nil when it is of no text.
  package mutating func place(of range: SourceRange) -> Place? {
    guard let index = index(of: range.source) else { return nil }
    return Place(
      file: sources[range.source].path, start: index.position(of: range.bounds.lowerBound),
      end: index.position(of: range.bounds.upperBound))
  }

  private mutating func snippet(of range: SourceRange) -> Snippet? {
    guard readable.contains(range.source), let index = index(of: range.source) else { return nil }
    let bytes = sources[range.source].bytes
    let line = index.line(index.position(of: range.bounds.lowerBound).line)
    var hidden = redactor.occurrences(in: bytes[line])
    for secret in secretRanges where secret.source == range.source && secret.bounds.overlaps(line) {
      hidden.insert(contentsOf: secret.bounds)
    }
    return Snippet(of: range, in: bytes, index: index, hiding: hidden)
  }

  private mutating func index(of source: SourceID) -> LineIndex? {
    guard source != SourceID.none else { return nil }
    if let index = indices[source] { return index }
    let index = LineIndex(sources[source].bytes)
    indices[source] = index
    return index
  }
}
