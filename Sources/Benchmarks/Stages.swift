import ConfigValue
import Diagnostics
import DriftEngine
import JobDiff
import JobModel
import PlanReport
import YAMLReader

/// The stages of a run, each over the results of those before it.
struct Stages {
  /// The first is what the others are compared with.
  let all: [Stage]

  init(_ corpus: Corpus) async throws {
    let names = JobSchema.blaxel.names
    let specBytes = corpus.specs.reduce(0) { $0 + $1.count }
    let desired = corpus.specs.flatMap { YAMLDocuments.read($0, as: .none, names: names).documents }
    let page = try JSONReader.read(corpus.live, as: .none, names: names)
    let (jobs, live) = (
      desired.compactMap { JobDocument($0) }, page["data"]?.elements.compactMap { JobDocument($0) } ?? []
    )
    let planner = Planner(schema: .blaxel, ownership: .shared)
    let files = CorpusFiles(corpus)
    let report = await Self.run(files)
    guard report.jobs.count == jobs.count, report.diagnostics.isEmpty else {
      throw UselessStage(name: report.diagnostics.first?.message ?? "whole run")
    }
    all = [
      Stage(name: "YAML specs to trees", bytes: specBytes) {
        corpus.specs.reduce(0) { $0 + YAMLDocuments.read($1, as: .none, names: names).documents.count }
      },
      Stage(name: "JSON page to a tree", bytes: corpus.live.count) {
        try JSONReader.read(corpus.live, as: .none, names: names)["data"]?.count ?? 0
      },
      Stage(name: "validation of the specs", bytes: specBytes) {
        desired.reduce(1) { $0 + Validation.check($1, by: .blaxel).findings.count }
      },
      Stage(name: "comparison", bytes: specBytes + corpus.live.count) {
        planner.plan(desired: jobs, live: live).plan.jobs.count
      },
      Stage(name: "report as text", bytes: Self.size(of: report, as: .text)) { Self.size(of: report, as: .text) },
      Stage(name: "report as JSON", bytes: Self.size(of: report, as: .json)) { Self.size(of: report, as: .json) },
      Stage(name: "whole run, files in memory", bytes: specBytes + corpus.live.count) {
        await Self.run(files).jobs.count
      },
    ]
  }

  private static func run(_ files: CorpusFiles) async -> Report {
    await Engine(
      tool: Tool(name: "jobdrift", version: "0"), effects: Effects(files: files, clock: ContinuousClock())
    ).plan(PlanRequest(specs: SpecSelection(paths: ["jobs"]), live: .file("live.json", assumesComplete: false)))
  }

  private static func size(of report: Report, as format: OutputFormat) -> Int {
    format.render(report, in: RenderContext(isColored: false)).count
  }
}

/// The texts of a corpus as a file system: `jobs/…` and `live.json`.
private struct CorpusFiles: FileSystem {
  let workingDirectory = "/corpus"
  private let specs: [String: [UInt8]]
  private let live: [UInt8]

  init(_ corpus: Corpus) {
    specs = Dictionary(uniqueKeysWithValues: corpus.specs.enumerated().map { ("\($0.offset).yaml", $0.element) })
    live = corpus.live
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
