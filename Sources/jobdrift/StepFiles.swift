import Diagnostics
import PlanReport

/// The files in which a step of GitHub Actions says more than its log does.
struct StepFiles {
  /// What GitHub takes of the summary of a step, all that was appended to it together, in bytes.
  private static let summaryLimit = 1 << 20
  /// How much of that a report takes at most, so that other programs have room.
  private static let longestSummary = 1_000_000

  private let summary: Result<RunnerFile?, OutputFailure>
  private let outputs: Result<RunnerFile?, OutputFailure>

  /// Opens those that there are.
  init() {
    summary = Result { () throws(OutputFailure) in try RunnerFile(namedBy: "GITHUB_STEP_SUMMARY") }
    outputs = Result { () throws(OutputFailure) in try RunnerFile(namedBy: "GITHUB_OUTPUT") }
  }

  /// Fails when one of them could not be opened.
  func check() throws(OutputFailure) {
    _ = try summary.get()
    _ = try outputs.get()
  }

  /// Appends the report to the summary of the step, if there is one; gives a finding when it has no room left.
  func summarize(_ report: Report, in context: RenderContext) throws(OutputFailure) -> ReportedDiagnostic? {
    guard let file = try summary.get() else { return nil }
    // One byte is for the line end in front.
    let room = min(Self.summaryLimit - file.size - 1, Self.longestSummary)
    let text = OutputFormat.markdown.render(report, in: context.limited(toMarkdownBytes: room))
    guard text.count <= room else {
      return ReportedDiagnostic(
        Diagnostic(
          .outputFailed, "The summary of the step has no room for the plan", severity: .warning,
          help:
            "GitHub shows 1 MiB of a step: let the programs of the step write less, or run jobdrift in one of its own"))
    }
    try file.append(text)
    return nil
  }

  /// Appends what later steps may ask for to the outputs of the step, if there are such.
  func output(_ report: Report) throws(OutputFailure) {
    guard let file = try outputs.get() else { return }
    try file.append(GitHubOutputs(report).render())
  }
}
