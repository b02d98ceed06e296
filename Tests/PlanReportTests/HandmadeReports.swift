import ConfigValue
import Diagnostics
import JobModel
import TestSupport

@testable import JobDiff
@testable import PlanReport

/// Reports that no run made.
enum HandmadeReports {
  static func report(
    _ jobs: [ReportedJob], verdict: Verdict = .differences, base: Scope.Base? = nil, workspace: String = "acme",
    diagnostics: [ReportedDiagnostic] = []
  ) -> Report {
    var scope = Scope(ownership: "shared", specPaths: ["jobs/"])
    scope.workspace = workspace
    scope.liveSource = .snapshot
    scope.completeness = .complete
    scope.takenAt = Timestamp(parsing: "2026-11-25T10:00:00Z")
    scope.liveJobs = jobs.count { $0.live != nil }
    scope.desiredJobs = jobs.count { $0.source != nil }
    scope.base = base
    return Report(
      tool: EngineRun.tool, scope: scope, verdict: verdict, exitCode: verdict == .differences ? 2 : 0,
      summary: Summary(Plan(jobs: jobs.map(plan))), jobs: jobs, diagnostics: diagnostics)
  }

  static func job(
    _ name: String, _ action: JobPlan.Action, _ origin: Origin? = nil, at line: Int? = nil,
    inBaseAt baseLine: Int? = nil,
    updatedBy person: String? = nil, changes: [ReportedChange] = [], folds: [Fold] = []
  ) -> ReportedJob {
    let isLive = action != .create && (action != .unchanged || line != nil)
    return ReportedJob(
      name: name, action: action, source: line.map { place("jobs/\(name).yaml", $0, 1) },
      live: isLive
        ? JobPlan.Live(status: "DEPLOYED", updatedAt: "2026-11-20T08:00:00Z", updatedBy: person, revision: nil) : nil,
      formerName: nil, changes: changes, folds: folds, origin: origin,
      baseSource: baseLine.map { place("jobs/\(name).yaml", $0, 1) })
  }

  static func change(
    _ path: String, _ before: ReportedValue?, _ after: ReportedValue?, _ origin: Origin? = nil, at line: Int? = nil,
    of file: String = "jobs/nightly-embed.yaml", counts: Bool = true, isUnmanaged: Bool = false,
    basis: Change.Basis = .live, inBase baseValue: ReportedValue? = nil, effect: Effect? = nil
  ) -> ReportedChange {
    let path = FieldPath(parsing: "spec.\(path)") ?? FieldPath()
    let operation: Change.Operation =
      isUnmanaged ? .unmanagedField : before == nil ? .add : after == nil ? .remove : .change
    return ReportedChange(
      path: path, pointer: JSONPointer(["spec"]), operation: operation, counts: counts, before: before, after: after,
      unit: path.description.hasSuffix("memory") ? "MB" : nil, keyField: nil, match: nil, effect: effect,
      source: line.map { place(file, $0, 13) }, origin: origin, basis: basis, baseValue: baseValue)
  }

  private static func place(_ file: String, _ line: Int, _ column: Int) -> Place {
    Place(
      file: file, start: SourcePosition(line: line, column: column),
      end: SourcePosition(line: line, column: column + 4))
  }

  /// What a summary counts of a job.
  private static func plan(_ job: ReportedJob) -> JobPlan {
    JobPlan(
      name: job.name, action: job.action, source: nil, live: nil, formerName: nil,
      changes: job.changes.map { change in
        Change(
          path: change.path, pointer: change.pointer, operation: change.operation, counts: change.counts, before: nil,
          after: nil, afterIsDefault: false, range: nil, field: nil, shape: .anything, match: nil, isSecret: false,
          origin: change.origin, basis: change.basis)
      }, folds: job.folds, origin: job.origin)
  }
}

extension HandmadeReports {
  /// Jobs and fields of all origins.
  static let base = report(
    [
      job(
        "adopted", .unchanged, .adopt, at: 1, inBaseAt: 1,
        changes: [
          change("runtime.memory", 1024, 2048, .adopt, at: 9, of: "jobs/adopted.yaml", counts: false, basis: .base)
        ]),
      job(
        "drifted", .update, .drift, at: 1, inBaseAt: 1, updatedBy: "oncall@acme.io",
        changes: [
          change("runtime.maxConcurrentTasks", 50, 5, .drift, at: 7, of: "jobs/drifted.yaml"),
          change("volumes[cache]", .map([.init(key: "mountPath", value: "/cache")]), nil, .drift, isUnmanaged: true),
        ]),
      job("gone-everywhere", .unchanged, .adopt, inBaseAt: 1),
      job(
        "nightly-embed", .update, .conflict, at: 4, inBaseAt: 4, updatedBy: "ana@acme.io",
        changes: [
          change("runtime.memory", 8192, 4096, .conflict, at: 14, inBase: 2048),
          change("runtime.envs[REGION]", nil, "eu", .adopt, at: 25, counts: false, basis: .base),
          change("runtime.envs[MODE].value", "full", "fast", .change, at: 27, basis: .base),
          change(
            "triggers[cron-1].configuration.schedule", "0 * * * *", "*/5 * * * *", .change, at: 31,
            effect: hourlyToEveryFiveMinutes),
          change("triggers[hook-2]", .map([.init(key: "type", value: "http")]), nil, .drift),
        ],
        folds: [
          Fold(path: FieldPath(parsing: "spec.runtime.envs[KEY].value") ?? FieldPath(), reason: .masked, detail: nil)
        ]),
      job("old-import", .liveOnly, .drift, updatedBy: "ci-bot"),
      job("restored", .create, .drift, at: 2, inBaseAt: 2),
      job("retired", .liveOnly, .change, inBaseAt: 3, updatedBy: "ana@acme.io"),
      job("retired-and-changed", .liveOnly, .conflict, inBaseAt: 3, updatedBy: "oncall@acme.io"),
      job("steady", .unchanged, at: 1, inBaseAt: 1),
      job("weekly-report", .create, .change, at: 4),
    ],
    base: Scope.Base(
      kind: .commit, name: "origin/main", commit: "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334", isMergeBase: true),
    diagnostics: [
      finding(.unknownField, "Unknown field 'futureField' in 'spec'", isNew: true),
      finding(.liveNotServing, "Live job 'drifted' is FAILED", isNew: false),
    ])

  /// Neither specs nor live jobs.
  static let empty = report([], verdict: .clean)

  private static var hourlyToEveryFiveMinutes: Effect {
    var effect = Effect()
    effect.runsPerYear = Effect.Amounts(before: 8760, after: 105_120)
    effect.runsPerDay = Effect.Amounts(before: 24, after: 288)
    return effect
  }

  static func finding(
    _ code: DiagnosticCode, _ message: String, severity: Severity = .warning, isNew: Bool = true
  ) -> ReportedDiagnostic {
    ReportedDiagnostic(
      code: code, severity: severity, message: message, place: place("jobs/nightly-embed.yaml", 29, 3), notes: [],
      help: nil, isNew: isNew, snippet: nil)
  }
}

extension ReportedValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  package init(stringLiteral text: String) { self = .string(text) }
  package init(integerLiteral number: Int) { self = .number(Number(number)) }
}
