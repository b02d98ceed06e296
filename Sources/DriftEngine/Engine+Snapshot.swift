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
    /// The bytes to write.
    case document([UInt8])
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
        return .document(try snapshot.json(by: tool, knowing: run.allSecrets))
      } catch {
        throw Stopped(findings: [error.finding])
      }
    } catch {
      run.findings += error.findings
      return .failure(run.report(error.verdict))
    }
  }

  /// The jobs of a file of live jobs, when they are those that were asked for and not too old.
  func liveJobs(in file: LiveFile, for request: PlanRequest, _ run: inout Run) throws(Stopped) -> [JobDocument] {
    run.scope.completeness = file.completeness
    run.scope.liveJobs = file.jobs.count
    if let snapshot = file.snapshot {
      run.scope.liveSource = .snapshot
      run.scope.takenAt = snapshot.takenAt
      try checkWorkspace(of: snapshot, in: file, &run)
    }
    if let finding = request.ageLimit?.finding(about: file) { throw Stopped(findings: [finding]) }
    return file.jobs
  }

  private func checkWorkspace(of snapshot: Snapshot, in file: LiveFile, _ run: inout Run) throws(Stopped) {
    guard let workspace = run.scope.workspace else {
      run.scope.workspace = snapshot.workspace
      let findings = run.jobs.compactMap { $0.mismatch(with: snapshot.workspace) }
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

extension JobDocument {
  /// The finding about a spec that is declared for another workspace.
  func mismatch(with workspace: String) -> Diagnostic? {
    guard let declared = value["metadata"]?["workspace"], let name = declared.string, !name.isEmpty,
      name != workspace, !declared.isUnknown
    else { return nil }
    return Diagnostic(
      .workspaceMismatch, "A job is declared for workspace '\(name)', not '\(workspace)'", at: declared.range,
      help: "compare with '-w \(name)', or remove 'metadata.workspace'")
  }
}
