import Diagnostics
import PlanReport

/// Why a report could not be written.
struct OutputFailure: Error {
  let finding: ReportedDiagnostic

  init(_ summary: String, errno: Int32) {
    self.init(summary, reason: SystemError.reason(errno))
  }

  init(
    _ summary: String, reason: String,
    help: String = "everything was read, but the result is not complete where it was meant to go"
  ) {
    finding = ReportedDiagnostic(Diagnostic(.outputFailed, "\(summary): \(reason)", help: help))
  }
}
