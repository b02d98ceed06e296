import Diagnostics
import JobDiff

/// What a step of GitHub Actions tells the steps behind it, as its file of outputs takes it.
///
/// What a run did not find out is left out: it reads as the empty text, never as 0 or `false`.
package struct GitHubOutputs {
  private let values: [(name: String, value: String)]

  package init(_ report: Report) {
    let summary = report.summary
    var values = [("verdict", report.verdict.rawValue), ("exit_code", String(report.exitCode))]
    if report.verdict.hasPlan {
      values.append(("changes", report.verdict == .differences ? "true" : "false"))
      let actions: [(String, JobPlan.Action)] = [
        ("create", .create), ("update", .update), ("delete", .delete), ("live_only", .liveOnly),
      ]
      values += actions.map { ($0.0, String(summary.count($0.1))) }
      if report.scope.base != nil {
        values += [("conflicts", String(summary.count(.conflict))), ("drift", String(summary.count(.drift)))]
      }
      let uncompared = Fold.Reason.allCases.filter(\.isUncompared).reduce(0) { $0 + summary.count($1) }
      values.append(("unknown", String(uncompared)))
    }
    values.append(("errors", String(report.diagnostics.count { $0.severity == .error })))
    values.append(("summary", TextSummary<Terminal>(report).verdict.text))
    self.values = values.map { (name: $0.0, value: $0.1) }
  }

  /// The lines of the file, values in the form that takes any text.
  package func render() -> [UInt8] {
    // No value can hold what is computed over all of them.
    let delimiter = "jobdrift_" + Digest.short(of: Array(values.map(\.value).joined(separator: "\n").utf8))
    return Array(values.map { "\($0.name)<<\(delimiter)\n\($0.value)\n\(delimiter)\n" }.joined().utf8)
  }
}
