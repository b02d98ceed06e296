import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport

extension Engine {
  /// Whether each job can be compared as soon as it is read, and let go of: where nothing is told from all jobs together but what
  /// is new and what is only live.
  func takesPairsAlone(_ request: PlanRequest) -> Bool {
    request.base == nil && request.selection.isEverything && planner(for: request).comparesPairsAlone
  }

  /// The live jobs of a file, which are read while the specs are.
  private struct LiveSide: Sendable {
    let file: Result<LiveFile, UnusableLiveFile>
    let jobs: LiveJobs
    let texts: ReadTexts
  }

  /// Compares the specs with the live jobs of a file. Of a job that is in sync, no more is kept than that it is, so that a run takes
  /// little more room than the live jobs do.
  func planPairByPair(_ request: PlanRequest, live path: String, assumesComplete: Bool) async -> Report {
    // The live jobs are gone by the time the report is made.
    var (run, plan) = await comparedPairByPair(request, live: path, assumesComplete: assumesComplete)
    do throws(Stopped) {
      return run.report(on: try plan.get())
    } catch {
      run.findings += error.findings
      return run.report(error.verdict)
    }
  }

  private func comparedPairByPair(
    _ request: PlanRequest, live path: String, assumesComplete: Bool
  ) async -> (Run, Result<Plan, Stopped>) {
    let reach = reach(for: request)
    var loader = SpecLoader(
      looking: request.specs, workspace: reach.workspace, keeping: .jobs, in: effects.files, into: reach.texts)
    let (files, behind, planner) = (effects.files, loader.behind, planner(for: request))
    let reading = Task { Self.liveSide(path, assumesComplete: assumesComplete, as: behind, from: files) }
    let workspace = reach.workspace ?? request.workspace
    let side: LiveSide
    if effects.workers > 1 {
      // Rows that wait for the live jobs take no thread.
      await loader.readAll(underWay: effects.workers + effects.workers * Self.waitingRows) { batch in
        Self.settled(batch, await reading.value, planner, workspace)
      }
      side = await reading.value
    } else {
      side = await reading.value
      loader.readAll { [side] in Self.settled($0, side, planner, workspace) }
    }
    loader.finish()
    var run = Run(request, specs: loader, tool: tool, reach)
    do throws(Stopped) {
      let plan = try plan(loader, side, planner, for: request, &run)
      return (run, .success(plan))
    } catch {
      return (run, .failure(error))
    }
  }

  /// The plan of specs that were compared as far as they could be, when both sides are what they should be.
  private func plan(
    _ loader: SpecLoader, _ side: LiveSide, _ planner: Planner, for request: PlanRequest, _ run: inout Run
  ) throws(Stopped) -> Plan {
    try run.checkSpecs()
    run.scope.liveSource = .file
    run.texts.append(side.texts)
    run.texts.add(loader.liveSecrets)
    let file: LiveFile
    do throws(UnusableLiveFile) {
      file = try side.file.get()
    } catch {
      throw Stopped(findings: error.findings)
    }
    try check(file, for: request, misplaced: loader.misplaced, &run)
    // Those that were compared were scanned then.
    let (others, leaving) = (side.jobs.others(than: loader.comparedLive), side.jobs.leaving)
    for job in others + leaving { run.texts.scan(job.value) }
    if !leaving.isEmpty {
      run.noteSecrets(sharedBy: leaving)
      run.findings += [Diagnostic](leaving: leaving, specs: loader.names.names)
    }
    let outcome = planner.plan(compared: loader.compared, new: run.jobs, others: others)
    run.findings += outcome.diagnostics
    run.texts.hide(outcome.secrets)
    run.texts.hide(outcome.plan)
    return outcome.plan
  }

  /// How many rows of specs may wait for the live jobs, for each worker: as many as it reads in the time that these take.
  private static let waitingRows = 12

  private static func liveSide(
    _ path: String, assumesComplete: Bool, as source: SourceID, from files: any FileSystem
  ) -> LiveSide {
    var texts = ReadTexts(from: source)
    do throws(UnusableLiveFile) {
      let file = try LiveFile.read(path, assumesComplete: assumesComplete, into: &texts, from: files)
      return LiveSide(file: .success(file), jobs: LiveJobs(file.jobs), texts: texts)
    } catch {
      return LiveSide(file: .failure(error), jobs: LiveJobs([]), texts: texts)
    }
  }

  /// The specs of a row after those with a live job were compared. Without a workspace, that of a snapshot counts.
  private static func settled(
    _ batch: SpecBatch, _ live: LiveSide, _ planner: Planner, _ workspace: String?
  ) -> SpecBatch {
    guard case .success(let file) = live.file else { return batch }
    var batch = batch
    batch.compare(with: live.jobs, by: planner, workspace: workspace == nil ? file.snapshot?.workspace : nil)
    return batch
  }
}
