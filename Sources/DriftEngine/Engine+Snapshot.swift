import BlaxelAPI
import ConfigValue
import Diagnostics
package import JobModel
package import PlanReport

/// What a run that saves the live jobs is asked to do.
package struct SnapshotRequest: Sendable {
  package var api: APISettings
  /// The one that was given with a flag; nil for that of a variable or the login.
  package var workspace: String?
  /// The time of the run.
  package var now: Timestamp
  package var asking: Asking

  package init(api: APISettings, workspace: String?, now: Timestamp, asking: Asking = Asking()) {
    self.api = api
    self.workspace = workspace
    self.now = now
    self.asking = asking
  }
}

extension Engine {
  /// What came of saving the live jobs.
  package enum SnapshotAnswer: Sendable {
    /// The bytes to write, and what is to be said of the connection they came over.
    case document([UInt8], warnings: [ReportedDiagnostic])
    case failure(Report)
  }

  /// All live jobs of a workspace, without their secrets, as a document to compare with later.
  package func snapshot(_ request: SnapshotRequest) async -> SnapshotAnswer {
    let asked = PlanRequest(
      specs: SpecSelection(paths: [], allowsEmpty: true), live: .api(request.api), workspace: request.workspace,
      asking: request.asking)
    var run = startWithoutSpecs(asked, reach(for: asked))
    do throws(Stopped) {
      run.scope.liveSource = .api
      try run.checkSpecs()
      let client = try run.askedClient()
      let jobs = try await liveJobs(from: client, await client.attemptedListing(), confirming: [], &run)
      let snapshot = Snapshot(
        workspace: client.workspace, source: client.endpoint.address, takenAt: request.now,
        pages: run.scope.pages ?? 0, jobs: jobs)
      do throws(UnmaskableSecret) {
        return .document(
          try snapshot.json(by: tool, knowing: run.allSecrets), warnings: run.connectionWarnings)
      } catch {
        throw Stopped(findings: [error.finding])
      }
    } catch {
      run.findings += error.findings
      return .failure(run.report(error.verdict))
    }
  }
}
