import Diagnostics
import JobDiff
import JobModel
import PlanReport

/// What a run knows so far.
struct Run {
  private let request: PlanRequest
  private let tool: Tool
  let jobs: [JobDocument]
  var texts: ReadTexts
  var findings: [Diagnostic]
  var scope: Scope
  /// What is wrong with the base, so that it is nothing new.
  private var baseFindings: [Diagnostic] = []
  /// Texts that opened the API, which must not appear anywhere.
  var apiSecrets: Set<String> = []

  init(_ request: PlanRequest, specs: SpecLoader, tool: Tool) {
    self.request = request
    self.tool = tool
    jobs = specs.jobs
    texts = specs.texts
    findings = specs.findings
    scope = Scope(ownership: request.ownership.description, specPaths: request.specs.paths)
    scope.workspace = request.workspace
    scope.now = request.now
    scope.desiredJobs = specs.names.count
    scope.specFiles = specs.filesRead
  }

  /// Takes in what was read of the base.
  mutating func take(_ base: BaseSpecs) {
    texts = base.texts
    findings += base.remarks
    baseFindings = base.findings
    scope.base = base.scope
  }

  /// Notes what is secret in one version of a job because another one says so.
  mutating func noteSecrets(sharedBy others: [JobDocument]...) {
    let versions = Dictionary(grouping: jobs + others.joined(), by: \.key)
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

  /// All texts that must not appear, as far as they are known.
  var allSecrets: Set<String> { texts.secrets.texts.union(apiSecrets) }

  /// What lets only that into reports which may be seen, as far as the texts were read.
  var reportBuilder: ReportBuilder {
    ReportBuilder(
      sources: texts.sources, secrets: allSecrets,
      secretRanges: texts.secrets.ranges + texts.hiddenRanges, quotable: texts.quotable)
  }
}
