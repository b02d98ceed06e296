import DriftEngine
import PlanReport

/// Writes what a run found, everything before the process ends.
struct Delivery {
  let color: ColorOptions

  /// Findings to standard error, the plan to every output; gives the exit status.
  ///
  /// Files come first: a status that says all went well must not be printed when one of them could not be written. Where
  /// something cannot be written, whatever can be written says so, with the status that the process ends with.
  func deliver(_ report: Report, as options: OutputOptions) -> Int32 {
    var delivered = DeliveredReport(report, as: options)
    delivered.attempt { (run: inout DeliveredReport) throws(OutputFailure) in try run.writeFiles() }
    writeFindings(of: delivered.report)
    let failure = delivered.attempt { [color] (run: inout DeliveredReport) throws(OutputFailure) in
      try run.writeToOutput(isColored: color.isColored(.output))
    }
    // Last of all: later steps must not hear that all went well when something could not be written.
    let last = delivered.attempt { (run: inout DeliveredReport) throws(OutputFailure) in try run.writeStepOutputs() }
    writeFindings([failure, last].compactMap(\.?.finding))
    return delivered.report.exitCode
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

  /// Findings to standard error, settings to standard output; gives the exit status.
  func deliver(_ settings: EffectiveSettings, by renderer: SettingsRenderer) -> Int32 {
    writeFindings(settings.diagnostics)
    return writeToOutput(renderer.render(settings)) ? settings.exitCode : ExitStatus.failure.rawValue
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

  /// Findings beside a result that has no place for them, to standard error.
  func deliver(_ warnings: [ReportedDiagnostic]) {
    writeFindings(warnings)
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
