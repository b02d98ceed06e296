import Benchmarking
import ConfigValue
import Diagnostics
import DriftEngine
import JobDiff
import JobModel
import PlanReport
import YAMLReader

/// The stages of a run after reading, each over the results of those before it.
enum Stages {
  /// The stages, and one for each format that a report can be written in.
  static func over(_ corpus: Corpus) async throws -> (stages: [Stage], formats: [Stage]) {
    let (specs, live) = (corpus.specs, corpus.page)
    let names = JobSchema.blaxel.names
    let bytes = specs.reduce(0) { $0 + $1.count } + live.count
    let desired = specs.flatMap { YAMLDocuments.read($0, as: .none, names: names).documents }
    let page = try JSONReader.read(live, as: .none, names: names)
    let (jobs, running) = (
      desired.compactMap { JobDocument($0) }, page["data"]?.elements.compactMap { JobDocument($0) } ?? []
    )
    let planner = Planner(schema: .blaxel, ownership: .shared)
    let files = CorpusFiles(specs, live: live)
    let report = await run(files)
    guard report.jobs.count == jobs.count, report.diagnostics.isEmpty else {
      throw UselessStage(name: report.diagnostics.first?.message ?? "whole run")
    }
    let stages = [
      Stage(name: "validation of the specs", bytes: bytes - live.count) {
        desired.reduce(1) { $0 + Validation.check($1, by: .blaxel).findings.count }
      },
      Stage(name: "comparison", bytes: bytes) { planner.plan(desired: jobs, live: running).plan.jobs.count },
      Stage(name: "whole run", bytes: bytes) { await run(files).jobs.count },
    ]
    let context = RenderContext(isColored: false)
    let formats = OutputFormat.allCases.map { format in
      Stage(name: format.rawValue, bytes: format.render(report, in: context).count) {
        format.render(report, in: context).count
      }
    }
    return (stages, formats)
  }

  private static func run(_ files: CorpusFiles) async -> Report {
    await Engine(
      tool: Tool(name: "jobdrift", version: "0"), effects: Effects(files: files, clock: ContinuousClock())
    ).plan(PlanRequest(specs: SpecSelection(paths: ["jobs"]), live: .file("live.json", assumesComplete: false)))
  }
}

/// The texts of a corpus as a file system: `jobs/…` and `live.json`.
private struct CorpusFiles: FileSystem {
  let workingDirectory = "/corpus"
  private let specs: [String: [UInt8]]
  private let live: [UInt8]

  init(_ specs: [[UInt8]], live: [UInt8]) {
    self.specs = Dictionary(uniqueKeysWithValues: specs.enumerated().map { ("\($0.offset).yaml", $0.element) })
    self.live = live
  }

  func kind(of path: String) throws(FileFailure) -> FileKind { path.hasSuffix("jobs") ? .directory : .regular }

  func resolved(_ path: String) throws(FileFailure) -> String {
    path.hasPrefix("/") ? path : workingDirectory + "/" + path
  }

  func names(in directory: String) throws(FileFailure) -> [String] { Array(specs.keys) }

  func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    guard let text = name == "live.json" ? live : specs[name] else { throw FileFailure("no such file or directory") }
    return text
  }

  func standardInput(limit: Int) throws(FileFailure) -> [UInt8] { [] }
}
