import DriftEngine
import PlanReport

/// A report on its way to its outputs: what is said from now on, and what was said already.
struct DeliveredReport {
  /// The report as it is now, which is a failure once something could not be written.
  private(set) var report: Report
  private let options: OutputOptions
  private let context: RenderContext
  /// Nil outside of a step that asked for them.
  private let step: StepFiles?
  private var isSummarized = false

  init(_ report: Report, as options: OutputOptions) {
    self.report = report
    self.options = options
    context = options.context(isColored: false)
    step = options.outputs.contains { $0.format.fillsStepFiles } ? StepFiles() : nil
  }

  /// Does a part of the work; when it fails, has the report say so, in the files, too. Gives
  /// what failed, unless it failed before.
  @discardableResult
  mutating func attempt(
    _ part: (inout DeliveredReport) throws(OutputFailure) -> Void
  ) -> OutputFailure? {
    do throws(OutputFailure) {
      try part(&self)
      return nil
    } catch {
      guard !report.diagnostics.contains(where: { $0.message == error.finding.message }) else { return nil }
      report = report.failed(error.finding, exitCode: ExitStatus.failure.rawValue)
      tellFailure()
      return error
    }
  }

  /// The outputs with a path, and the summary of the step: all or none, as far as a file system can promise that.
  mutating func writeFiles() throws(OutputFailure) {
    try step?.check()
    var files = try pendingFiles()
    if let finding = try summarize() {
      report = report.adding(finding)
      files = try pendingFiles()
    }
    for file in files { try file.publish() }
  }

  mutating func writeToOutput(isColored: Bool) throws(OutputFailure) {
    let context = options.context(isColored: isColored)
    for output in options.outputs where output.path == nil {
      try StandardStream.output.write(output.format.render(report, in: context))
    }
  }

  mutating func writeStepOutputs() throws(OutputFailure) {
    try step?.output(report)
  }

  private func pendingFiles() throws(OutputFailure) -> [PendingFile] {
    var files: [PendingFile] = []
    for output in options.outputs {
      guard let path = output.path else { continue }
      files.append(try PendingFile(output.format.render(report, in: context), for: path))
    }
    return files
  }

  private mutating func summarize() throws(OutputFailure) -> ReportedDiagnostic? {
    let finding = try step?.summarize(report, in: context)
    isSummarized = true
    return finding
  }

  /// Puts the failed report where one was to go that can still be reached; that one of them cannot is said already.
  private mutating func tellFailure() {
    for output in options.outputs {
      guard let path = output.path else { continue }
      try? PendingFile(output.format.render(report, in: context), for: path).publish()
    }
    if !isSummarized { _ = try? summarize() }
  }
}
