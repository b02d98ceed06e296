import Diagnostics
import PlanReport

/// The files in which a step of GitHub Actions says more than its log does.
enum StepFiles {
  /// What GitHub takes of the summary of a step, all that was appended to it together, in bytes.
  private static let summaryLimit = 1 << 20
  /// How much of that a report takes at most, so that other programs have room.
  private static let longestSummary = 1_000_000

  /// Appends the report to the summary of the step, if there is one; gives a finding when it has no room left.
  static func summarize(_ report: Report, in context: RenderContext) throws(OutputFailure) -> ReportedDiagnostic? {
    guard let file = try RunnerFile(namedBy: "GITHUB_STEP_SUMMARY") else { return nil }
    // One byte is for the line end in front.
    let room = min(summaryLimit - file.size - 1, longestSummary)
    let summary = OutputFormat.markdown.render(report, in: context.limited(toMarkdownBytes: room))
    guard summary.count <= room else {
      return ReportedDiagnostic(
        Diagnostic(
          .outputFailed, "The summary of the step has no room for the plan", severity: .warning,
          help:
            "GitHub shows 1 MiB of a step: let the programs of the step write less, or run jobdrift in one of its own"))
    }
    try file.append(summary)
    return nil
  }

  /// Appends what later steps may ask for to the outputs of the step, if there are such.
  static func output(_ report: Report) throws(OutputFailure) {
    guard let file = try RunnerFile(namedBy: "GITHUB_OUTPUT") else { return }
    try file.append(GitHubOutputs(report).render())
  }
}
