import ConfigValue
import DriftEngine
import JobDiff
import PlanReport
import TestSupport
import Testing

/// How differences came about, as every format says it: over every combination of what base, spec and live job may be.
@Suite struct OriginTests {
  private static let other = #"{"kind": "Job", "metadata": {"name": "other"}, "spec": {"runtime": {"memory": 2048}}}"#

  private static func report(_ kind: OriginPlace, _ row: OriginRow) async -> Report {
    var texts = ["jobs/other.yaml": other, "base/other.yaml": other]
    if let head = kind.job(row.head) { texts["jobs/it.yaml"] = head }
    if let base = kind.job(row.base) { texts["base/it.yaml"] = base }
    texts["live.json"] = "[" + ([other] + [kind.job(row.live)].compactMap(\.self)).joined(separator: ",") + "]"
    return await EngineRun.plan(["jobs"], in: MemoryFiles(texts: texts), base: "./base")
  }

  @Test(arguments: OriginPlace.allCases, OriginRow.all) func `JSON`(kind: OriginPlace, row: OriginRow) async throws {
    let document = try PlainValue(json: Array(await Self.report(kind, row).text(.json).utf8))
    let jobs = document["jobs"]?.elements.filter { $0["name"] == "it" } ?? []
    #expect(jobs.compactMap { $0["origin"]?.text } == [row.origin?.rawValue].compactMap(\.self))
    let changes = jobs.flatMap { $0["changes"]?.elements ?? [] }
    #expect(changes.allSatisfy { $0["origin"]?.text == row.origin?.rawValue })
    if kind != .job { #expect(changes.count == (row.origin == nil ? 0 : 1)) }
    let counts = document["summary"]?["origins"]
    for origin in Origin.allCases {
      #expect(counts?[origin.rawValue] == .number(Number(origin == row.origin ? 1 : 0)), "\(origin)")
    }
  }

  @Test(arguments: OriginPlace.allCases, OriginRow.all) func `Text`(kind: OriginPlace, row: OriginRow) async {
    let text = await Self.report(kind, row).text(.text)
    let plan = text.split(separator: "\n").dropFirst().prefix { !$0.hasPrefix("Plan:") }
    let words: [Origin: String] = [
      .change: "this change", .drift: "drift", .adopt: "adopted", .conflict: "! conflict: changed here and live",
    ]
    for (origin, words) in words {
      #expect(plan.contains { $0.hasSuffix("  " + words) } == (origin == row.origin), "\(origin)")
    }
  }

  @Test(arguments: OriginPlace.allCases, OriginRow.all) func `Markdown`(kind: OriginPlace, row: OriginRow) async {
    let lines = await Self.report(kind, row).text(.markdown).split(separator: "\n")
    // The last heading, or title of a fold, before the job.
    var section = ""
    var sections: Set<String> = []
    for line in lines {
      let isFoldOfJob = line.hasPrefix("<details") && line.contains("<code>it</code>")
      if line.hasPrefix("### ") || (line.hasPrefix("<details") && !isFoldOfJob) { section = String(line) }
      if line.contains("<code>it</code>") { sections.insert(section) }
    }
    let expected: [String] =
      switch row.origin {
      case .change: ["### This change", "### Removed"]
      case .conflict: ["### ⚠️ Conflicts"]
      case .drift: ["<details><summary>Already drifted before this change", "<details><summary>Live only"]
      case .adopt: ["<details><summary>Adopted"]
      case nil: []
      }
    #expect(sections.count == (row.origin == nil ? 0 : 1))
    #expect(sections.allSatisfy { section in expected.contains(where: section.hasPrefix) }, "\(sections)")
  }

  @Test(arguments: OriginPlace.allCases, OriginRow.all) func `Annotations`(kind: OriginPlace, row: OriginRow) async {
    let report = await Self.report(kind, row)
    func levels(_ context: RenderContext) -> [String] {
      let text = String(decoding: OutputFormat.github.render(report, in: context), as: UTF8.self)
      let annotations = text.split(separator: "\n").prefix { !$0.hasPrefix("::stop-commands::") }
      return annotations.map { String($0.dropFirst(2).prefix(while: \.isLetter)) }
    }
    // A job without a file, and without anything that this change does to it, stands in the summary only.
    let isOnlyLive = kind == .job && row.head == nil && row.base == nil
    let isGone = kind == .job && row.head == nil && row.live == nil
    switch row.origin {
    // A spec that says nothing any more overwrites nothing.
    case .conflict where kind == .field && row.head == nil: #expect(levels(RenderContext()) == ["notice"])
    case .conflict: #expect(levels(RenderContext()) == ["error"])
    case .change where kind != .job && row.head == nil: #expect(levels(RenderContext()).count == 1)
    case .change: #expect(levels(RenderContext()) == ["warning"])
    case .adopt: #expect(levels(RenderContext()) == (isGone ? [] : ["notice"]))
    case .drift:
      #expect(levels(RenderContext()) == [])
      #expect(levels(RenderContext(showsAll: true)) == (isOnlyLive ? [] : ["notice"]))
    case nil: #expect(levels(RenderContext(showsAll: true)) == [])
    }
  }

  @Test(arguments: OriginPlace.allCases, OriginRow.all) func `SARIF`(kind: OriginPlace, row: OriginRow) async throws {
    let document = try PlainValue(json: Array(await Self.report(kind, row).text(.sarif).utf8))
    let results = document["runs"]?.elements.first?["results"]?.elements ?? []
    #expect(results.map { $0["properties"]?["origin"]?.text } == (row.origin.map { [$0.rawValue] } ?? []))
    #expect(results.allSatisfy { $0["properties"]?["job"] == "it" && $0["locations"]?.elements.count == 1 })
  }
}
