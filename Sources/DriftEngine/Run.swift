import BlaxelAPI
import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport

/// What a run knows so far.
struct Run {
  private let request: PlanRequest
  private let tool: Tool
  private(set) var jobs: [JobDocument]
  var texts: ReadTexts
  var findings: [Diagnostic]
  var scope: Scope
  /// What is wrong with the base, so that it is nothing new.
  private var baseFindings: [Diagnostic] = []
  /// How the API is reached; nil where it is not asked.
  let access: Access?
  /// What asks the API, or why nothing does; nil where it is not asked.
  private let client: Result<BlaxelClient, Engine.Stopped>?
  /// What opens the API, and the proxies before it.
  private let secrets: SecretRegister

  init(_ request: PlanRequest, specs: SpecLoader, tool: Tool, _ reach: Engine.Reach = Engine.Reach()) {
    self.request = request
    self.tool = tool
    access = reach.access
    client = reach.client
    secrets = reach.secrets
    jobs = specs.jobs
    texts = specs.texts
    findings = specs.findings + reach.findings
    scope = Scope(ownership: request.ownership.description, specPaths: request.specs.paths)
    scope.workspace = reach.workspace ?? request.workspace
    scope.now = request.now
    scope.desiredJobs = specs.names.count
    scope.specFiles = specs.filesRead
  }

  /// Ends the run when the specs are invalid: nothing is compared then.
  func checkSpecs() throws(Engine.Stopped) {
    guard !findings.hasErrors else { throw Engine.Stopped(verdict: .invalid, findings: []) }
  }

  /// What asks the API; fails when nothing can.
  func askedClient() throws(Engine.Stopped) -> BlaxelClient {
    guard let client else { throw Engine.Stopped(findings: []) }
    return try client.get()
  }

  /// Takes in what was read of the base.
  mutating func take(_ base: BaseSpecs) {
    texts = base.texts
    findings += base.remarks
    baseFindings = base.findings
    scope.base = base.scope
  }

  /// Takes in that the live jobs are all there, `count` of which are not on their way out.
  mutating func note(_ listing: LiveListing, lives count: Int) {
    scope.completeness = .complete
    scope.pages = listing.pages
    scope.liveJobs = count
  }

  /// Leaves only the jobs that are meant, by their spec or as they are live, and says which live jobs are none.
  mutating func narrow(
    to selection: JobSelection, _ live: inout [JobDocument], _ former: inout [JobDocument]?
  ) throws(Engine.Stopped) {
    if !selection.isEverything {
      scope.selection = selection.flags
      let meant = Set((jobs + live.filter { !$0.isLeaving }).filter { selection.matches($0) }.map(\.key))
      let unused = selection.unused(among: (jobs + live).map(\.name), meant)
      guard request.specs.allowsEmpty || unused.isEmpty else {
        throw Engine.Stopped(findings: unused)
      }
      jobs.removeAll { !meant.contains($0.key) }
      live.removeAll { !meant.contains($0.key) }
      former?.removeAll { !meant.contains($0.key) }
      scope.desiredJobs = jobs.count
      scope.liveJobs = live.count { !$0.isLeaving }
    }
    findings += [Diagnostic](leaving: live.filter(\.isLeaving), specs: Set(jobs.map(\.key)))
  }

  /// Notes what is secret in one version of a job because another one says so.
  mutating func noteSecrets(sharedBy others: [JobDocument]...) {
    let all = [jobs] + others
    // Most jobs say nothing of secrets, and then it does not matter which of them are one.
    guard all.contains(where: { $0.contains { texts.secrets.hasMarks($0.value) } }) else { return }
    let versions = Dictionary(grouping: all.joined(), by: \.key)
    for job in versions.values where job.count > 1 { texts.scanShared(job.map(\.value)) }
  }

  /// The report of a finished comparison.
  func report(on plan: Plan) -> Report {
    let verdict: Verdict = plan.hasDifferences ? .differences : plan.hasUncompared ? .cleanExceptUnknown : .clean
    return report(verdict, plan)
  }

  /// The report of a run without a plan.
  func report(_ verdict: Verdict) -> Report {
    report(verdict, nil)
  }

  private func report(_ verdict: Verdict, _ plan: Plan?) -> Report {
    let isUnhealthy = findings.contains { $0.code == .liveNotServing }
    let holding = plan.map { FailureCondition.holding(in: $0, isUnhealthy: isUnhealthy) } ?? []
    let status = ExitStatus(verdict, holding: holding, failOn: request.failOn, exitsZero: request.exitsZero)
    var builder = reportBuilder
    return builder.report(
      tool: tool, scope: scope, verdict: verdict, exitCode: status.rawValue, plan: plan, diagnostics: findings,
      inBase: baseFindings)
  }

  /// What is to be said of the connection even where an answer has no room for other findings.
  var connectionWarnings: [ReportedDiagnostic] {
    report(.clean).diagnostics.filter { $0.code == .openConnection }
  }

  /// All texts that must not appear, as far as they are known; tokens are fetched while the API is asked.
  var allSecrets: Set<String> {
    texts.secrets.texts.union(secrets.texts)
  }

  /// What lets only that into reports which may be seen, as far as the texts were read.
  var reportBuilder: ReportBuilder {
    ReportBuilder(
      sources: texts.sources, secrets: allSecrets,
      secretRanges: texts.secrets.ranges + texts.hiddenRanges, quotable: texts.quotable(for: findings))
  }
}
