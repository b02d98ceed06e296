import Diagnostics

/// What a check of the specs alone says in one line.
package struct ValidationRenderer: Sendable {
  package init() {}

  package func render(_ report: Report) -> [UInt8] {
    let jobs = TextSummary.amount(report.scope.desiredJobs ?? 0, "job")
    let paths = TextSummary.places(report.scope)
    var counts = [Severity.error, .warning].compactMap { severity -> String? in
      let count = report.diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : TextSummary.amount(count, severity.rawValue)
    }
    // Files that were named one by one need no counting.
    if let files = report.scope.specFiles, files != report.scope.specPaths.count {
      counts.insert(TextSummary.amount(files, "file"), at: 0)
    }
    let verdict = report.verdict == .invalid ? "Not valid" : "Valid"
    let remark = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
    return Array("\(verdict): \(jobs) in \(paths)\(remark).\n".utf8)
  }
}
