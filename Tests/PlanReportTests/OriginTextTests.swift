import ConfigValue
import Diagnostics
import JobDiff
import TestSupport
import Testing

@testable import PlanReport

/// What reports with a base say of how differences came about.
@Suite struct OriginTextTests {
  private static let main = Scope.Base(kind: .commit, name: "origin/main", commit: "a1b2c3d4e5f6", isMergeBase: true)

  private static func text(
    _ jobs: [ReportedJob], verdict: Verdict = .differences, base: Scope.Base? = main, as format: OutputFormat = .text
  ) -> String {
    HandmadeReports.report(jobs, verdict: verdict, base: base).text(format)
  }

  private static func text(_ change: ReportedChange) -> String {
    text([HandmadeReports.job("j", .update, change.origin, at: 1, inBaseAt: 1, changes: [change])])
  }

  // MARK: Jobs

  @Test(
    arguments: [
      (.create, nil, "new job"), (.create, .change, "new job   this change"),
      (.create, .drift, "not live any more; the spec is as it was   drift"),
      (.create, .conflict, "changed here, and not live any more   ! conflict: changed here and live"),
      (.delete, nil, "live only, not in specs, which own it"),
      (.delete, .drift, "live only, not in specs, which own it; applying deletes the job, not this change"),
      (.delete, .change, "spec removed by this change; applying deletes the job"),
      (.delete, .conflict, "spec removed by this change, and changed live; applying deletes the job"),
      (.liveOnly, nil, "live only, not in specs"), (.liveOnly, .drift, "live only, not in specs"),
      (.liveOnly, .change, "spec removed by this change; the job stays (ownership: shared)"),
      (.liveOnly, .conflict, "spec removed by this change, and changed live; the job stays (ownership: shared)"),
      (.unchanged, .adopt, "new in the specs, and already live   "),
    ] as [(JobPlan.Action, Origin?, String)])
  func `A whole job says how it came to be so`(action: JobPlan.Action, origin: Origin?, remark: String) {
    let isInSpecs = action == .create || action == .unchanged
    let job = HandmadeReports.job("j", action, origin, at: isInSpecs ? 1 : nil)
    #expect(Self.text([job], base: origin == nil ? nil : Self.main).contains("   \(remark)"))
  }

  @Test func `A job of the base alone names its place there`() {
    let job = HandmadeReports.job("gone", .unchanged, .adopt, inBaseAt: 7)
    let remark = "jobs/gone.yaml:7 in origin/main   spec removed by this change; no longer live either   adopted"
    #expect(Self.text([job], verdict: .clean).contains(remark))
    #expect(Self.text([job], verdict: .clean, as: .markdown).contains("Adopted, already live: 1 job"))
  }

  // MARK: Fields

  @Test func `An adopted field says that live has it, whatever was done to it`() {
    let changes: [(ReportedValue?, ReportedValue?, String)] = [
      (1, 2, "= enabled  1 → 2  live already has it"), (nil, 2, "= enabled  2  live already has it"),
      (1, nil, "= enabled  1  no longer live either"),
    ]
    for (before, after, line) in changes {
      let change = HandmadeReports.change("enabled", before, after, .adopt, counts: false, basis: .base)
      #expect(Self.text(change).contains(line))
    }
  }

  @Test func `A value that is compared with the base says so`() {
    let change = HandmadeReports.change("runtime.envs[A].value", "full", "fast", .change, basis: .base)
    #expect(Self.text(change).contains(#""full" → "fast"  (live cannot be seen; compared with origin/main)"#))
    let removal = HandmadeReports.change("runtime.envs[A].value", "full", nil, .change, basis: .base)
    #expect(
      Self.text(removal).contains(#""full"  applying removes it  (live cannot be seen; compared with origin/main)"#))
  }

  @Test func `Origins stand in one column`() {
    let changes = [
      HandmadeReports.change("enabled", .boolean(false), .boolean(true), .conflict, at: 3, of: "jobs/j.yaml"),
      HandmadeReports.change("runtime.memory", 1, nil, .drift, at: nil),
      HandmadeReports.change("runtime.image", "漢字", "b", .change, at: 120, of: "jobs/j.yaml"),
    ]
    let text = Self.text([HandmadeReports.job("j", .update, .conflict, at: 1, changes: changes)])
    let columns = ["! conflict", "drift", "this change"].map { word -> Int? in
      let line = text.split(separator: "\n").first { $0.hasPrefix("    ") && $0.contains(word) }
      let start = line.flatMap { line in line.firstRange(of: word).map { line[..<$0.lowerBound] } }
      return start.map { SafeText<Terminal>(escaping: String($0)).width }
    }
    #expect(!columns.contains(nil))
    #expect(Set(columns).count == 1)
  }

  // MARK: The run

  @Test(
    arguments: [
      (Scope.Base(kind: .directory, name: "old/"), "base old/ "),
      (Scope.Base(kind: .file, name: "base.yaml"), "base base.yaml "),
      (Scope.Base(kind: .commit, name: "v1", commit: "a1b2c3d4e5f6"), "base v1 (a1b2c3d4) "),
      (main, "base origin/main (a1b2c3d4, where this branch left it) "),
    ])
  func `The header names the base and its commit`(base: Scope.Base, words: String) {
    #expect(Self.text([], base: base).contains(" · \(words)   live → desired"))
  }

  @Test func `The summary counts by origin, and nothing where nothing differs`() {
    let text = HandmadeReports.base.text(.text)
    #expect(
      text.contains(
        "By origin: 4 from this change, 5 drifted before, 2 in conflict (changed here and live); 3 adopted (already live).\n"
      ))
    #expect(!Self.text([HandmadeReports.job("j", .unchanged, at: 1)], verdict: .clean).contains("By origin"))
    #expect(!Self.text([HandmadeReports.job("j", .create, at: 1)], base: nil).contains("By origin"))
  }

  @Test func `A removed spec is no calm, though applying does nothing about the job`() {
    func title(_ origin: Origin) -> String {
      Self.text([HandmadeReports.job("j", .liveOnly, origin, inBaseAt: 1)], verdict: .clean, as: .markdown)
    }
    #expect(title(.change).contains("## 📝 jobdrift: specs removed, nothing to apply\n"))
    #expect(title(.conflict).contains("## ⚠️ jobdrift: conflicts\n"))
    #expect(title(.drift).contains("## ✅ jobdrift: no differences\n"))
  }

  @Test func `Markdown has conflicts and removals before all folds`() throws {
    let text = HandmadeReports.base.text(.markdown)
    let fold = try #require(text.firstRange(of: "<details"))
    for words in [
      "### ⚠️ Conflicts", "! runtime.memory  8192 → 4096 MB", "<code>retired-and-changed</code>", "### Removed",
    ] {
      #expect(try #require(text.firstRange(of: words)).lowerBound < fold.lowerBound)
    }
  }

  @Test func `A deleted job is loud`() {
    let text = Self.text([HandmadeReports.job("j", .delete, .change, inBaseAt: 1)], as: .markdown)
    #expect(text.contains("### ⚠️ Removed: 1 job, 1 of them deleted by applying\n"))
  }

  @Test func `A job that goes though this change did nothing about it stands by itself, before all folds`() throws {
    let jobs = [
      HandmadeReports.job("mine", .delete, .change, inBaseAt: 1), HandmadeReports.job("theirs", .delete, .drift),
      HandmadeReports.job("moved", .create, .drift, at: 1, inBaseAt: 1),
    ]
    let text = Self.text(jobs, as: .markdown)
    #expect(text.contains("### ⚠️ Removed: 1 job, 1 of them deleted by applying\n\n- <code>mine</code>"))
    let heading = "### ⚠️ Deleted by applying, not by this change: 1 job\n\n- <code>theirs</code>"
    let fold = try #require(text.firstRange(of: "<details"))
    #expect(try #require(text.firstRange(of: heading)).lowerBound < fold.lowerBound)
    #expect(text.contains("Already drifted before this change: 1 job</summary>"))
  }

  @Test(arguments: [(10, true), (11, false)])
  func `A fold that is alone and short is open`(count: Int, isOpen: Bool) {
    func job(_ name: String) -> ReportedJob {
      HandmadeReports.job(
        name, .update, .change, at: 1,
        changes: (0..<count).map { HandmadeReports.change("f\($0)", 1, 2, .change, at: 2) })
    }
    #expect(Self.text([job("j")], as: .markdown).contains("<details open>") == isOpen)
    #expect(!Self.text([job("j"), job("k")], as: .markdown).contains("<details open>"))
  }
}
