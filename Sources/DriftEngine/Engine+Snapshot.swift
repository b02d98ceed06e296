import BlaxelAPI
import ConfigValue
import Diagnostics
package import JobModel
package import PlanReport

/// What a run that saves the live jobs is asked to do.
package struct SnapshotRequest: Sendable {
  package var address: APIAddress
  package var key: KeySource
  /// A must, as always with the API.
  package var workspace: String?
  /// The time of the run.
  package var now: Timestamp

  package init(address: APIAddress, key: KeySource, workspace: String?, now: Timestamp) {
    self.address = address
    self.key = key
    self.workspace = workspace
    self.now = now
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
    var run = start(
      PlanRequest(
        specs: SpecSelection(paths: [], allowsEmpty: true), live: .api(request.address, request.key),
        workspace: request.workspace))
    do throws(Stopped) {
      run.scope.liveSource = .api
      let client = try client(for: request.address, request.key, &run)
      let jobs = try await listing(from: client, &run)
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
