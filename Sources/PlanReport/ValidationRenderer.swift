import Diagnostics

/// What a check of the specs alone says in one line.
package struct ValidationRenderer: Sendable {
  package init() {}

  package func render(_ report: Report) -> [UInt8] {
    let jobs = TextSummary.amount(report.scope.desiredJobs ?? 0, "job")
    let paths = TextSummary.places(report.scope)
    let counts = [Severity.error, .warning].compactMap { severity -> String? in
      let count = report.diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : TextSummary.amount(count, severity.rawValue)
    }
    let verdict = report.verdict == .invalid ? "Not valid" : "Valid"
    let remark = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
    return Array("\(verdict): \(jobs) in \(paths)\(remark).\n".utf8)
  }
}
