import ConfigValue
import DriftEngine
import JobDiff
import PlanReport
import TestSupport

/// What a comparison came to, from YAML to the report.
struct Outcome {
  let report: Report

  init(_ report: Report) {
    self.report = report
  }

  /// Compares a job called `j`: the members of `spec` as YAML flow text, and as JSON.
  init(of spec: String, _ live: String) async {
    report = await EngineRun.plan(
      specs: "kind: Job\nmetadata: {name: j}\nspec: {\(spec)}\n",
      live: #"[{"metadata": {"name": "j"}, "spec": {\#(live)}}]"#)
  }

  /// `operation path`, with `?` behind what does not count.
  var changes: [String] {
    report.jobs.flatMap(\.changes).map {
      "\($0.operation.rawValue) \($0.path.droppingFirst("spec"))" + ($0.counts ? "" : "?")
    }
  }

  /// `reason path`.
  var folds: [String] { report.jobs.flatMap(\.folds).map { "\($0.reason.rawValue) \($0.path.droppingFirst("spec"))" } }
  var findings: [String] { report.outline }
  var exitCode: Int32 { report.exitCode }
}
