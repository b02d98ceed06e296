import DriftEngine
import PlanReport
import TestSupport
import Testing

/// Live jobs in files that say nothing of themselves.
@Suite struct PlainLiveFileTests {
  private static let spec = "kind: Job\nmetadata: {name: etl}\nspec: {}\n"

  private static func plan(_ live: String, _ name: String = "live.yaml", assumesComplete: Bool = false) async -> Report
  {
    await EngineRun.plan(
      ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": spec, name: live]), live: name,
      assumesComplete: assumesComplete)
  }

  @Test(arguments: ["", "\n \n", "# nothing\n", "---\n", "---\nnull\n---\n", "\u{FEFF}"])
  func `A file with nothing in it does not say that there are no jobs`(text: String) async {
    let report = await Self.plan(text)
    #expect(report.verdict == .error && report.exitCode == 1)
    #expect(report.outline == ["error unusable-snapshot"])
    #expect(await Self.plan(text, assumesComplete: true).exitCode == 2)
  }

  @Test(arguments: ["[]", "data: []\n"]) func `A list without jobs does`(text: String) async {
    let report = await Self.plan(text)
    #expect(report.exitCode == 2)
    #expect(report.scope.liveJobs == 0)
  }

  @Test func `Jobs on their way out do not count as live`() async {
    let jobs = ["one": "DEPLOYED", "two": "DELETING", "three": "TERMINATED"].map { name, status in
      #"{"metadata": {"name": "\#(name)"}, "spec": {}, "status": "\#(status)"}"#
    }
    let report = await Self.plan("[" + jobs.joined(separator: ",") + "]", "live.json")
    #expect(report.scope.liveJobs == 1)
  }
}
