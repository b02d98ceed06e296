import Diagnostics
import PlanReport
import TestSupport
import Testing

/// What is found wrong with specs as a whole.
@Suite struct SpecLoaderTests {
  private static func validate(_ texts: String..., allowsEmpty: Bool = false, workspace: String? = "acme") -> Report {
    let names = ["a.yaml", "b.yaml", "c.yaml"]
    let files = MemoryFiles(texts: Dictionary(uniqueKeysWithValues: zip(names, texts)))
    return EngineRun.validate(
      Array(names.prefix(texts.count)), in: files, workspace: workspace, allowsEmpty: allowsEmpty)
  }

  @Test(arguments: ["Jobs", "job", "JOB", "Jbo", "Joob", "ob", "Cob"])
  func `A kind near Job is an error`(kind: String) {
    let report = Self.validate("kind: \(kind)\nmetadata: {name: a}\n")
    #expect(report.outline == ["error unknown-kind"])
    #expect(report.places == ["a.yaml:1:7-1:\(7 + kind.count)"])
  }

  @Test(arguments: ["Agent", "Sandbox", "Model", "Pod", "Function", "Deployment"])
  func `Other kinds are counted and skipped`(kind: String) {
    let report = Self.validate(
      "kind: \(kind)\nmetadata: {name: a}\nspec: {maxRetrys: 3}\n---\nkind: Job\nmetadata: {name: a}\n")
    #expect(report.outline == ["note skipped-kind"])
    #expect(report.diagnostics.first?.message.contains("1 \(kind)") == true)
    #expect(report.scope.desiredJobs == 1)
  }

  @Test func `Strictness about other kinds is worth a note`() {
    let report = Self.validate("kind: Agent\nmode: 0777\n---\nkind: Job\nmetadata: {name: a}\n")
    #expect(report.outline.sorted() == ["note ambiguous-scalar", "note skipped-kind"])
    #expect(report.verdict == .clean)
  }

  @Test func `A job without a kind is an error, something else without one is not`() {
    #expect(Self.validate("metadata: {name: a}\nspec: {runtime: {memory: 1024}}\n").outline == ["error missing-kind"])
    #expect(Self.validate("runtime: {memory: 1024}\nmetadata: {name: a}\n").outline == ["error missing-kind"])
    let other = Self.validate("services: {web: {image: x}}\n---\nkind: Job\nmetadata: {name: a}\n")
    #expect(other.outline == ["note skipped-kind"])
  }

  @Test(arguments: [
    ("kind: Job\nspec: {}\n", "a.yaml:1:1-2:9"), ("kind: Job\nmetadata: {}\n", "a.yaml:2:1-2:9"),
    ("kind: Job\nmetadata: {name: }\n", "a.yaml:2:12-2:16"), ("kind: Job\nmetadata: {name: ''}\n", "a.yaml:2:12-2:16"),
  ])
  func `A job without a name is one error`(text: String, place: String) {
    let report = Self.validate(text)
    #expect(report.outline == ["error missing-name"])
    #expect(report.places == [place])
  }

  @Test func `A name that is not a string is an error`() {
    #expect(Self.validate("kind: Job\nmetadata: {name: 12}\n").outline == ["error wrong-type"])
    #expect(Self.validate("kind: Job\nmetadata: {name: [a]}\n").outline == ["error wrong-type"])
  }

  @Test(arguments: ["$NAME", "${NAME}", "job-${ENV:prod}", "$secrets.NAME"])
  func `A name must not depend on a variable`(name: String) {
    #expect(Self.validate("kind: Job\nmetadata: {name: \"\(name)\"}\n").outline == ["error misplaced-variable"])
  }

  @Test func `A name declared twice is one error with all places`() {
    let job = "kind: Job\nmetadata: {name: twin}\n"
    let report = Self.validate(job + "---\n" + job, "kind: Job\nmetadata: {name: other}\n", job)
    #expect(report.outline == ["error duplicate-job"])
    #expect(report.diagnostics.first?.message == "Job 'twin' is declared 3 times")
    #expect(report.places == ["a.yaml:5:18-5:22"])
    #expect(
      report.diagnostics.first?.notes.map { "\($0.place.file):\($0.place.start.line)" } == ["a.yaml:2", "c.yaml:2"])
  }

  @Test func `A job of another workspace is an error where the workspace is known`() {
    let text = "kind: Job\nmetadata: {name: a, workspace: other}\n"
    #expect(Self.validate(text).outline.contains("error workspace-mismatch"))
    #expect(!Self.validate(text, workspace: nil).outline.contains("error workspace-mismatch"))
    #expect(Self.validate(text, workspace: "other").verdict == .clean)
  }

  @Test(arguments: ["", "# nothing\n", "---\n---\n", "null\n", "kind: Agent\n"])
  func `No jobs at all is an error, unless that is all right`(text: String) {
    #expect(Self.validate(text).outline.contains("error no-jobs"))
    #expect(Self.validate(text, allowsEmpty: true).verdict == .clean)
  }

  @Test(arguments: ["just text\n", "3\n"])
  func `A document that is not a mapping is an error`(text: String) {
    #expect(Self.validate(text).outline == ["error not-an-object"])
  }

  @Test func `An array of jobs is jobs`() {
    let report = Self.validate("- {kind: Job, metadata: {name: a}}\n- {kind: Job, metadata: {name: b}}\n")
    #expect(report.outline == [])
    #expect(report.scope.desiredJobs == 2)
  }

  @Test func `One broken file does not hide the problems of another`() {
    let report = Self.validate(
      "kind: Job\nmetadata: {name: a\n", "kind: Job\nmetadata: {name: b}\nspec: {runtime: {maxRetrys: 1}}\n",
      "kind: Job\nmetadata: {name: c}\nspec: {runtime: {memory: a, timeout: b}}\n")
    #expect(report.outline == ["error yaml-syntax", "error unknown-field", "error wrong-type", "error wrong-type"])
  }

  @Test func `A document that YAML refuses is looked through for more, without saying the same twice`() {
    let report = Self.validate(
      "kind: Job\nmetadata: {name: a}\nspec:\n  runtime: {memory: 1_024, maxRetrys: 3, timeout: 1, timeout: 2}\n")
    #expect(report.outline == ["error ambiguous-scalar", "error unknown-field", "error duplicate-key"])
    #expect(report.scope.desiredJobs == 1)
  }

  @Test func `What the server owns is one note a file`() {
    let report = Self.validate(
      "kind: Job\nmetadata: {name: a, createdAt: '2026', updatedBy: x}\n---\nkind: Job\nmetadata: {name: b, createdAt: '2025'}\nstatus: DEPLOYED\n"
    )
    #expect(report.outline == ["note server-owned-field"])
    #expect(
      report.diagnostics.first?.message == "Fields that the server owns are ignored: 'createdAt', 'updatedBy', 'status'"
    )
  }
}
