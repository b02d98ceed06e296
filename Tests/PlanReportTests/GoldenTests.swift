import ConfigValue
import DriftEngine
import Foundation
import JobDiff
import JobModel
import PlanReport
import TestSupport
import Testing

/// Whole reports, byte for byte. Every folder of `Golden` holds specs, live jobs, and what was said about them.
///
/// `JOBDRIFT_WRITE_GOLDEN=1` writes what is said now; the tests fail all the same, so that it is looked at.
@Suite struct GoldenTests {
  static let cases = [
    "clean", "clean-except-unknown", "consequences", "differences", "error", "hostile", "invalid", "only-live",
    "pull-request",
    "variables",
  ]

  /// Folders without specs and live jobs: what is said about reports that no run made.
  static let handmade = ["base", "empty-plan"]

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  private static func file(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  private static func now(_ name: String) -> Timestamp? {
    name == "consequences" ? Timestamp(parsing: "2026-11-23T12:00:00Z") : nil
  }

  /// The variables of `variables`: all kinds of them, one of which may be shown.
  private static func variables(_ name: String) -> VariableSelection {
    guard name == "variables" else { return VariableSelection(unresolved: .error) }
    return VariableSelection(
      given: [
        "TAG": "v42", "MEMORY": "4096", "SCHEDULE": "*/5 * * * *", "HIDDEN": "what-no-report-says", "NOT_USED": "x",
      ],
      process: ["DB_PASSWORD": "correct-horse"], shown: ["TAG"], unresolved: .unknown)
  }

  private static func report(_ name: String) async throws -> Report {
    switch name {
    case "base": HandmadeReports.base
    case "empty-plan": HandmadeReports.empty
    case "pull-request":
      await EngineRun.plan(
        ["jobs.yaml"],
        in: MemoryFiles(
          texts: [
            "jobs.yaml": try file("\(name)/jobs.yaml"), "base.yaml": try file("\(name)/base.yaml"),
            "live.json": try file("\(name)/live.json"),
          ]), variables: VariableSelection(unresolved: .unknown), base: "base.yaml")
    default:
      await EngineRun.plan(
        specs: try file("\(name)/jobs.yaml"), live: try file("\(name)/live.json"), variables: variables(name),
        now: now(name))
    }
  }

  private static func expect(_ text: String, in name: String, at location: Testing.SourceLocation = #_sourceLocation)
    throws
  {
    let url = folder.appending(path: name)
    let golden = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    if text != golden, ProcessInfo.processInfo.environment["JOBDRIFT_WRITE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: url)
    }
    #expect(text == golden, "\(name)", sourceLocation: location)
  }

  @Test(arguments: cases + handmade)
  func `A report says what it said before`(name: String) async throws {
    let report = try await Self.report(name)
    for format in OutputFormat.allCases { try Self.expect(report.text(format), in: "\(name)/\(format.goldenName)") }
    try Self.expect(report.text(.text, isColored: true), in: "\(name)/plan-coloured.txt")
    try Self.expect(report.findingsText, in: "\(name)/findings.txt")
    try Self.expect(
      String(decoding: ValidationRenderer().render(report), as: UTF8.self), in: "\(name)/validation.txt")
  }

  @Test(arguments: cases)
  func `Every change and every fold is explained by the path it has in the report`(name: String) async throws {
    let report = try await Self.report(name)
    var text = ""
    for job in report.jobs {
      for path in job.changes.map(\.path) + job.folds.map(\.path) {
        let answer = await EngineRun.explain(
          job.name, try #require(FieldPath(parsing: path.description)), specs: try Self.file("\(name)/jobs.yaml"),
          live: try Self.file("\(name)/live.json"), variables: Self.variables(name), now: Self.now(name))
        let explanation = try #require(answer.text)
        #expect(explanation.contains("  rule  "))
        text += explanation + "\n"
      }
    }
    try Self.expect(text, in: "\(name)/explanations.txt")
  }

  @Test(arguments: cases + handmade)
  func `A JSON plan fits its schema`(name: String) async throws {
    let schema = Self.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "schemas/plan.schema.json")
    let document = try PlainValue(json: Array(try await Self.report(name).text(.json).utf8))
    let check = SchemaCheck(document, against: try PlainValue(json: Array(try Data(contentsOf: schema))))
    #expect(check.violations == [])
  }

  @Test(arguments: cases + handmade)
  func `Colours add escape sequences and nothing else`(name: String) async throws {
    let report = try await Self.report(name)
    let coloured = report.text(.text, isColored: true)
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == report.text(.text))
  }

  @Test(arguments: cases + handmade)
  func `No report can steer a terminal or a log`(name: String) async throws {
    let report = try await Self.report(name)
    for text in [report.text(.text), report.text(.markdown), report.findingsText] {
      let steering = text.unicodeScalars.filter { scalar in
        scalar != "\n" && (scalar.properties.generalCategory == .control || scalar.properties.isBidiControl)
      }
      #expect(steering.isEmpty)
      #expect(!text.contains("##["))
      for line in text.split(separator: "\n") {
        #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
      }
    }
  }
}

extension OutputFormat {
  /// What a report in this format is called in a golden folder.
  fileprivate var goldenName: String {
    switch self {
    case .text: "plan.txt"
    case .json: "plan.json"
    case .markdown: "plan.md"
    case .github: "plan.github.txt"
    case .sarif: "plan.sarif"
    }
  }
}
