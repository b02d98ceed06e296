import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import TestSupport

@testable import PlanReport

/// Parts of reports for formats that list what they say one by one, with places of any kind.
enum ReviewedReport {
  static let base = Scope.Base(kind: .commit, name: "origin/main", commit: String(repeating: "a", count: 40))

  static func report(
    _ jobs: [ReportedJob], diagnostics: [ReportedDiagnostic] = [], base: Scope.Base? = base
  ) -> Report {
    HandmadeReports.report(jobs, base: base, diagnostics: diagnostics)
  }

  static func place(_ file: String = "jobs/etl.yaml", line: Int = 9, columns: Range<Int> = 15..<19) -> Place {
    Place(
      file: file, start: SourcePosition(line: line, column: columns.lowerBound),
      end: SourcePosition(line: line, column: columns.upperBound))
  }

  static func job(
    _ action: JobPlan.Action, named name: String = "etl", _ changes: [ReportedChange] = [], origin: Origin? = nil,
    source: Place? = place(line: 1, columns: 1..<2), baseSource: Place? = nil
  ) -> ReportedJob {
    ReportedJob(
      name: name, action: action, source: source, live: nil, formerName: nil, changes: changes, folds: [],
      origin: origin, baseSource: baseSource)
  }

  /// A change of `runtime.memory`, which counts unless the spec adopts it.
  static func change(
    _ origin: Origin?, _ operation: Change.Operation = .change, before: ReportedValue = .number(Number(2048)),
    after: ReportedValue = .number(Number(4096)),
    at path: FieldPath = FieldPath([.field("spec"), .field("runtime"), .field("memory")]),
    source: Place? = place()
  ) -> ReportedChange {
    ReportedChange(
      path: path, pointer: JSONPointer(), operation: operation, counts: origin != .adopt, before: before,
      after: after, unit: "MB", keyField: nil, match: nil, effect: nil, source: source, origin: origin,
      basis: origin == .adopt ? .base : .live, baseValue: nil)
  }

  static func finding(
    _ severity: Severity, _ message: String = "Unknown field 'x'", isNew: Bool = true, place: Place? = place(line: 3)
  ) -> ReportedDiagnostic {
    ReportedDiagnostic(
      code: .unknownField, severity: severity, message: message, place: place, notes: [], help: nil, isNew: isNew,
      snippet: nil)
  }

  /// A report of random jobs, whose differences came about somehow.
  static func random(seed: UInt64) async -> Report {
    var random = SeededRandom(seed: seed)
    var (specs, live): ([PlainValue], [PlainValue]) = ([], [])
    for number in UInt64(0)..<6 {
      var generator = JobGenerator(seed: seed &* 100 &+ number, isSparse: true)
      if number > 0 { specs.append(generator.job(named: "job-\(number)")) }
      if number < 5 { live.append(generator.job(named: "job-\(number)")) }
    }
    let documents = specs.map { job -> PlainValue in
      guard case .map(let members) = job else { return job }
      return .map([PlainValue.Member("kind", "Job")] + members)
    }
    let files = MemoryFiles(texts: [
      "a,b:%0A.json": String(decoding: PlainValue.list(documents).json, as: UTF8.self),
      "live.json": String(decoding: PlainValue.list(live).json, as: UTF8.self),
    ])
    let report = await EngineRun.plan(["a,b:%0A.json"], in: files)
    guard random.oneIn(2) else { return report }
    return ReviewedReport.report(
      report.jobs.map { job in
        let origin = random.pick(Origin.allCases)
        return ReportedJob(
          name: job.name, action: job.action, source: job.source, live: job.live, formerName: job.formerName,
          changes: job.changes.map { $0.coming(from: random.pick(Origin.allCases)) }, folds: job.folds, origin: origin,
          baseSource: job.source == nil && origin != .drift ? place("old.yaml") : nil)
      }, diagnostics: report.diagnostics)
  }
}

extension ReportedChange {
  fileprivate func coming(from origin: Origin) -> ReportedChange {
    ReportedChange(
      path: path, pointer: pointer, operation: operation, counts: counts && origin != .adopt, before: before,
      after: after, unit: unit, keyField: keyField, match: match, effect: effect, source: source, origin: origin,
      basis: origin == .adopt ? .base : .live, baseValue: nil)
  }
}
