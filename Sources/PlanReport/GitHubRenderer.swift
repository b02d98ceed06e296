import Diagnostics
import JobDiff

/// The plan for a step of GitHub Actions: annotations, and behind them the text, in which no line is taken for a command.
///
/// With a base, annotations are of what the change under review brings about and of jobs that applying deletes, unless all are
/// asked for.
struct GitHubRenderer: ReportRenderer {
  /// GitHub keeps 10 annotations of a level and step, and drops the others without a word (actions/toolkit,
  /// `docs/problem-matchers.md`). One is kept for saying so.
  static let mostOfALevel = 9

  func render(_ report: Report, in context: RenderContext) -> [UInt8] {
    let remarks = report.remarks.filter { isShown($0, of: report, in: context) }.map(weighed)
    let annotations = Severity.allCases.flatMap { severity in
      self.annotations(of: remarks.filter { $0.severity == severity }, severity, in: context.directory)
    }
    let plan = TextRenderer().render(report, in: context)
    // No text can hold what is computed over it, so that none can end the silence it stands in.
    let token = Digest.short(of: plan)
    return Array(annotations.map(\.line).joined().utf8) + Array("::stop-commands::\(token)\n".utf8) + plan
      + Array("::\(token)::\n".utf8)
  }

  private func isShown(_ remark: Remark, of report: Report, in context: RenderContext) -> Bool {
    if case .job(let job) = remark.subject, job.source == nil {
      // Nobody can point at it. Only what the change did to it, or applying will do, is worth an annotation of no file.
      return job.origin == .change || job.origin == .conflict || job.action == .delete
    }
    guard report.scope.base != nil, !context.showsAll else { return true }
    switch remark.subject {
    case .finding(let finding): return finding.severity == .error || finding.isNew
    case .job, .change: return remark.origin != nil && remark.origin != .drift
    }
  }

  /// What had drifted before the change under review is nothing that its author did wrong.
  private func weighed(_ remark: Remark) -> Remark {
    var remark = remark
    if remark.origin == .drift { remark.severity = .note }
    return remark
  }

  private func annotations(of remarks: [Remark], _ severity: Severity, in directory: String) -> [GitHubAnnotation] {
    let shown = remarks.worstFirst().prefix(Self.mostOfALevel).map { GitHubAnnotation($0, in: directory) }
    let rest = remarks.count - shown.count
    guard rest > 0 else { return shown }
    return shown + [GitHubAnnotation(severity, title: "jobdrift", message: "and \(rest) more, see the summary")]
  }
}
