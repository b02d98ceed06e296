import Diagnostics
import PlanReport

/// Why a report could not be written.
struct OutputFailure: Error {
  let finding: ReportedDiagnostic

  init(_ summary: String, errno: Int32) {
    finding = ReportedDiagnostic(
      Diagnostic(
        .outputFailed, "\(summary): \(SystemError.reason(errno))",
        help: "everything was read, but the result is not complete where it was meant to go"))
  }
}
