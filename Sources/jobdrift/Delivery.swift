import DriftEngine
import PlanReport

/// Writes what a run found, everything before the process ends.
struct Delivery {
  let color: ColorOptions

  /// Findings to standard error, the plan to every output; gives the exit status.
  ///
  /// Files come first: a status that says all went well must not be printed when one of them could not be written.
  func deliver(_ report: Report, as options: OutputOptions) -> Int32 {
    let outputs = options.outputs
    let context = options.context(isColored: false)
    let isStep = outputs.contains { $0.format.fillsStepFiles }
    var report = report
    do throws(OutputFailure) {
      var files: [PendingFile] = []
      for output in outputs {
        guard let path = output.path else { continue }
        files.append(try PendingFile(output.format.render(report, in: context), for: path))
      }
      for file in files { try file.publish() }
      if isStep, let finding = try StepFiles.summarize(report, in: context) { report = report.adding(finding) }
    } catch {
      report = report.failed(error.finding, exitCode: ExitStatus.failure.rawValue)
    }
    do throws(OutputFailure) {
      // Last of all files: later steps must not hear that all went well when one could not be written.
      if isStep { try StepFiles.output(report) }
    } catch {
      report = report.failed(error.finding, exitCode: ExitStatus.failure.rawValue)
    }
    writeFindings(of: report)
    var status = report.exitCode
    for output in outputs where output.path == nil {
      let context = options.context(isColored: color.isColored(.output))
      if !writeToOutput(output.format.render(report, in: context)) { status = ExitStatus.failure.rawValue }
    }
    return status
  }

  /// Findings to standard error, one line to standard output; gives the exit status.
  func deliver(validation report: Report) -> Int32 {
    writeFindings(of: report)
    return writeToOutput(ValidationRenderer().render(report)) ? report.exitCode : ExitStatus.failure.rawValue
  }

  /// An explanation to standard output; gives the exit status.
  func deliver(_ explanation: Explanation) -> Int32 {
    let renderer = ExplanationRenderer(isColored: color.isColored(.output))
    return writeToOutput(renderer.render(explanation)) ? ExitStatus.success.rawValue : ExitStatus.failure.rawValue
  }

  /// Text about codes and fields to standard output; gives the exit status.
  func deliver(_ text: [UInt8]) -> Int32 {
    writeToOutput(text) ? ExitStatus.success.rawValue : ExitStatus.failure.rawValue
  }

  /// A snapshot to a file that only its owner may read, or to standard output; gives the exit status.
  func deliver(snapshot bytes: [UInt8], to path: String?) -> Int32 {
    guard let path else { return deliver(bytes) }
    do throws(OutputFailure) {
      try PendingFile(bytes, for: path, readers: .owner).publish()
      return ExitStatus.success.rawValue
    } catch {
      writeFindings([error.finding])
      return ExitStatus.failure.rawValue
    }
  }

  /// Why there is no explanation and no snapshot, to standard error; gives the exit status.
  func deliver(failure report: Report) -> Int32 {
    writeFindings(of: report)
    return report.exitCode
  }

  private func writeFindings(of report: Report) {
    writeFindings(report.diagnostics)
  }

  private func writeFindings(_ findings: [ReportedDiagnostic]) {
    let renderer = DiagnosticRenderer(isColored: color.isColored(.error))
    // When standard error cannot be written, there is nowhere left to say so.
    _ = try? StandardStream.error.write(renderer.render(findings))
  }

  /// False when standard output could not take it.
  private func writeToOutput(_ bytes: [UInt8]) -> Bool {
    do throws(OutputFailure) {
      try StandardStream.output.write(bytes)
      return true
    } catch {
      writeFindings([error.finding])
      return false
    }
  }
}
