import Diagnostics

/// What a check of the specs alone says in one line.
package struct ValidationRenderer: Sendable {
  package init() {}

  package func render(_ report: Report) -> [UInt8] {
    var counts = [Severity.error, .warning].compactMap { severity -> SafeText<Terminal>? in
      let count = report.diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : "\(count, of: "\(severity.rawValue)")"
    }
    // Files that were named one by one need no counting.
    if let files = report.scope.specFiles, files != report.scope.specPaths.count {
      counts.insert("\(files, of: "file")", at: 0)
    }
    let verdict: SafeText<Terminal> = report.verdict == .invalid ? "Not valid" : "Valid"
    let remark: SafeText<Terminal> = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
    let places = TextScope<Terminal>(report.scope).places
    let line: SafeText<Terminal> = "\(verdict): \(report.scope.desiredJobs ?? 0, of: "job") in \(places)\(remark).\n"
    return Array(line.utf8)
  }
}
