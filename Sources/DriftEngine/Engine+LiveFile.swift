import ConfigValue
import Diagnostics
import JobModel
import PlanReport

extension Engine {
  /// Checks that the jobs of a file of live jobs are those that were asked for and not too old, and notes in the run what they are.
  ///
  /// - Parameter misplaced: of jobs that were let go of, those that are declared for another workspace than the file's.
  func check(
    _ file: LiveFile, for request: PlanRequest, misplaced: [Diagnostic], _ run: inout Run
  ) throws(Stopped) {
    run.scope.completeness = file.completeness
    run.scope.liveJobs = file.jobs.count { !$0.isLeaving }
    if let snapshot = file.snapshot {
      run.scope.liveSource = .snapshot
      run.scope.takenAt = snapshot.takenAt
      try checkWorkspace(of: snapshot, in: file, misplaced, &run)
    }
    if let workspace = run.scope.workspace,
      let finding = file.jobs.lazy.compactMap({ $0.foreignness(to: workspace) }).first
    {
      throw Stopped(findings: [finding])
    }
    if let finding = request.ageLimit?.finding(about: file) { throw Stopped(findings: [finding]) }
  }

  private func checkWorkspace(
    of snapshot: Snapshot, in file: LiveFile, _ misplaced: [Diagnostic], _ run: inout Run
  ) throws(Stopped) {
    guard let workspace = run.scope.workspace else {
      run.scope.workspace = snapshot.workspace
      let findings =
        misplaced.isEmpty ? run.jobs.compactMap { $0.mismatch(with: snapshot.workspace) } : misplaced
      guard findings.isEmpty else { throw Stopped(verdict: .invalid, findings: findings) }
      return
    }
    guard ExactText(workspace) == ExactText(snapshot.workspace) else {
      throw Stopped(findings: [
        Diagnostic(
          .unusableSnapshot, "'\(file.name)' holds the jobs of workspace '\(snapshot.workspace)', not '\(workspace)'",
          help: "compare with '-w \(snapshot.workspace)', or with a snapshot of '\(workspace)'")
      ])
    }
  }
}
