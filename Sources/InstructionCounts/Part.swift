import ArgumentParser
import Benchmarking
import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport
import YAMLReader

/// A part of a run.
enum Part: String, CaseIterable, ExpressibleByArgument {
  /// Specs in YAML to trees.
  case yaml
  /// A page of live jobs in JSON to a tree.
  case json
  /// Checking the specs against the field table.
  case validation
  /// Comparing the specs with the live jobs.
  case diff
  /// Resolving positions and redacting.
  case report
  /// Rendering the report as text.
  case text

  /// What does the part; gives a number that depends on all of it.
  func work(over corpus: Corpus) throws -> () throws -> Int {
    let names = JobSchema.blaxel.names
    var sources = SourceMap()
    let specs = (0..<corpus.count).map { number in
      let id = sources.add(SourceFile(path: "jobs/" + corpus.fileName(number), contents: corpus.spec(number)))
      return (id: id, bytes: sources[id].bytes)
    }
    let page = sources.add(SourceFile(path: "live.json", contents: corpus.page))
    let bytes = sources[page].bytes
    switch self {
    case .yaml:
      return { specs.reduce(0) { $0 + YAMLDocuments.read($1.bytes, as: $1.id, names: names).documents.count } }
    case .json: return { try JSONReader.read(bytes, as: page, names: names)["data"]?.count ?? 0 }
    case .validation, .diff, .report, .text: break
    }
    let trees = specs.flatMap { YAMLDocuments.read($0.bytes, as: $0.id, names: names).documents }
    let (desired, live) = (
      trees.compactMap { JobDocument($0) },
      try JSONReader.read(bytes, as: page, names: names)["data"]?.elements.compactMap { JobDocument($0) } ?? []
    )
    if self == .validation { return { trees.reduce(1) { $0 + Validation.check($1, by: .blaxel).findings.count } } }
    let planner = Planner(schema: .blaxel, ownership: .shared)
    if self == .diff { return { planner.plan(desired: desired, live: live).plan.jobs.count } }
    let plan = planner.plan(desired: desired, live: live).plan
    let read = sources
    let report = {
      var builder = ReportBuilder(sources: read, secrets: [], secretRanges: [], quotable: [:])
      return builder.report(
        tool: Tool(name: "jobdrift", version: "0"), scope: Scope(ownership: "shared", specPaths: ["jobs"]),
        verdict: .differences, exitCode: 2, plan: plan, diagnostics: [])
    }
    if self == .report { return { report().jobs.count } }
    let finished = report()
    return { OutputFormat.text.render(finished, in: RenderContext()).count }
  }
}
