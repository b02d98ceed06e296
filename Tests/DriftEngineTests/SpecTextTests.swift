import Diagnostics
import DriftEngine
import PlanReport
import Synchronization
import TestSupport
import Testing

/// How the texts of specs are read: as YAML or JSON, whole, and within their limits.
@Suite struct SpecTextTests {
  private static func validate(_ name: String, _ text: String) -> Report {
    EngineRun.validate([name], in: MemoryFiles(texts: [name: text]))
  }

  private static func piped(_ text: String) -> Report {
    EngineRun.validate(["-"], in: MemoryFiles([:], input: text))
  }

  /// `line:column-line:column` of a mark.
  private static func place(_ mark: String, in text: MarkedText) -> String {
    let index = LineIndex(text.bytes)
    let (start, end) = (index.position(of: text[mark].lowerBound), index.position(of: text[mark].upperBound))
    return "\(start.line):\(start.column)-\(end.line):\(end.column)"
  }

  private static func spec(_ name: String) -> String {
    "kind: Job\nmetadata: {name: \(name)}\n"
  }

  // MARK: JSON

  @Test func `An array that bl prints is specs, with places, from a file and piped`() {
    let text = MarkedText(
      """
      [
        {"apiVersion": "blaxel.ai/v1alpha1", "kind": "Job", "metadata": {"name": "a"}, "spec": {}, «1 "status"»: "-"},
        {"kind": "Job", "metadata": {"name": "b"}, "spec": {"runtime": {«2 "maxRetrys"»: 1, "timeout": «3 "1h"»}}}
      ]

      """)
    for (report, file) in [(Self.validate("jobs.json", text.text), "jobs.json"), (Self.piped(text.text), "<stdin>")] {
      #expect(report.outline == ["note server-owned-field", "error unknown-field", "error wrong-type"])
      #expect(report.places == ["1", "2", "3"].map { "\(file):\(Self.place($0, in: text))" })
      #expect(report.scope.desiredJobs == 2)
    }
  }

  @Test(arguments: [
    (
      "{\"kind\": \"Job\",\n \"metadata\": {'name': \"a\"}}", "2:15-2:16", "Expected a key in double quotes",
      "use double quotes"
    ),
    ("[\n  {\"kind\": \"Job\"},\n]", "3:1-3:2", "Expected a value", "remove the comma before it"),
    (
      "{\"kind\": \"é\" 😀}", "1:14-1:15", "Expected ',' or '}'", "write ',' between the values, and close every bracket"
    ),
  ])
  func `Broken JSON is an error at its place, with the fix`(text: String, place: String, message: String, help: String)
  {
    let report = Self.validate("a.json", text)
    #expect(report.outline == ["error json-syntax"])
    #expect(report.places == ["a.json:\(place)"])
    #expect(report.diagnostics.map(\.message) == [message])
    #expect(report.diagnostics.map(\.help) == [help])
  }

  @Test func `Everything that is wrong with a JSON file is said in one run`() {
    let report = Self.validate(
      "a.json",
      #"{"kind": "Job", "metadata": {"name": "a"}, "spec": {"enabled": "yes", "enabled": true, "runtime": {"memry": 1}}}"#
    )
    #expect(report.outline == ["error wrong-type", "error duplicate-key", "error unknown-field"])
  }

  @Test(arguments: [
    "{kind: Job, metadata: {name: a}}\n", "{kind: Job, metadata: {name: a}}\n---\n{kind: Job, metadata: {name: b}}\n",
    "[{kind: Job, metadata: {name: a}}] # all\n", "{\"kind\": \"Job\", \"metadata\": {\"name\": \"a\"}}",
    "{\"kind\": \"Job\", \"metadata\": {\"name\": \"a\", \"displayName\": \"\\ud83d\\ude00\"}}",
  ])
  func `What is piped may be JSON, or YAML that looks like it`(text: String) {
    #expect(Self.piped(text).outline == [])
    #expect(Self.piped(text).verdict == .clean)
  }

  @Test func `Of two readings that both fail, the one that got further is told`() {
    #expect(Self.piped("{kind: Job, metadata: {name: a}, spec: {region: 0777}}").outline == ["error ambiguous-scalar"])
    #expect(Self.piped(#"{"kind": "Job", "metadata": {"name": "\ud83d\ude00" 1}}"#).outline == ["error json-syntax"])
  }

  @Test func `JSON in a directory is not a spec, as for bl`() {
    let report = EngineRun.validate(
      ["jobs"], in: MemoryFiles(texts: ["jobs/a.yaml": Self.spec("a"), "jobs/b.json": "{"]))
    #expect(report.outline == [])
  }

  // MARK: What bl writes

  @Test func `A stream that bl prints is specs, whatever it makes of numbers`() {
    let job = """
      ---
      apiVersion: blaxel.ai/v1alpha1
      kind: Job
      metadata:
        createdAt: "2026-01-05T08:00:00Z"
        name: NAME
        workspace: acme
      spec:
        runtime:
          memory: 4096
          timeout: 1.296e+06
        volumes:
        - mountPath: /mnt
          name: v
          sizeMb: 1.048576e+06
          type: ephemeral
      status: DEPLOYED

      """
    let stream = ["a", "b", "c"].map { job.replacing("NAME", with: $0) }.joined()
    for report in [Self.validate("all.yaml", stream), Self.piped(stream)] {
      #expect(report.outline == ["note server-owned-field"])
      #expect(report.scope.desiredJobs == 3)
      #expect(
        report.diagnostics.first?.message
          == "Fields that the server owns are ignored: 'createdAt', 'workspace', 'status'")
    }
  }

  @Test(arguments: [
    ("runtime: {memory: «1 \"4096\"»}", "'spec.runtime.memory' must be", "write it without quotes"),
    ("runtime: {timeout: «1 \"1h\"»}", "'spec.runtime.timeout' must be", "write 3600, in seconds"),
    ("runtime: {envs: [{name: PORT, value: «1 8080»}]}", "must be a string", "put it in quotes"),
    ("runtime: {envs: [{name: ON, value: «1 true»}]}", "must be a string", "put it in quotes"),
    ("enabled: «1 yes»", "must be true or false", "write true or false"),
    ("enabled: «1 off»", "must be true or false", "write true or false"),
    ("triggers: [{type: cron, enabled: «1 n»}]", "must be true or false", "write true or false"),
    ("runtime: {memory: «1 4Gi»}", "'spec.runtime.memory' must be", "write a number, in MB"),
    ("runtime: {memory: «1 1024.5»}", "must be an integer", "write a whole number, in MB"),
  ])
  func `A value of the wrong type is an error with the fix`(spec: String, rule: String, fix: String) {
    let text = MarkedText(Self.spec("a") + "spec: {\(spec)}\n")
    let report = Self.validate("a.yaml", text.text)
    #expect(report.outline == ["error wrong-type"])
    #expect(report.places == ["a.yaml:\(Self.place("1", in: text))"])
    #expect(report.diagnostics.first?.message.contains(rule) == true, "\(report.diagnostics.first?.message ?? "")")
    #expect(report.diagnostics.first?.help?.contains(fix) == true, "\(report.diagnostics.first?.help ?? "")")
  }

  @Test(arguments: [
    "runtime: {memory: 4096.0}", "runtime: {timeout: 1e3}", "runtime: {envs: [{name: A, value: 'yes'}]}",
    "region: yes", "runtime: {timeout: null}",
  ])
  func `What YAML and the field agree about is let through`(spec: String) {
    #expect(Self.validate("a.yaml", Self.spec("a") + "spec: {\(spec)}\n").outline == [])
  }

  @Test func `A missing field points at what exists of its surroundings`() {
    let report = Self.validate(
      "a.yaml", Self.spec("a") + "spec:\n  volumes:\n    - name: v\n      mountPath: /v\n      sizeMb: 1\n")
    #expect(report.outline == ["error missing-field"])
    #expect(report.places == ["a.yaml:5:7-7:16"])
  }

  // MARK: Limits

  @Test func `A file as large as the limit is read, a larger one is an error with advice`() {
    let padding = String(repeating: "#", count: (1 << 20) - Self.spec("a").utf8.count)
    #expect(Self.validate("a.yaml", Self.spec("a") + padding).outline == [])
    for name in ["a.yaml", "a.json"] {
      let report = Self.validate(name, Self.spec("a") + padding + "#")
      #expect(report.outline == ["error budget-exceeded"])
      #expect(report.diagnostics.first?.message == "'\(name)' cannot be read: it is larger than 1048576 bytes")
      #expect(report.diagnostics.first?.help == "split it into several files")
    }
  }

  @Test func `A stream may be as large as a directory`() {
    let padding = String(repeating: "#\n", count: 1 << 20)
    #expect(Self.piped(Self.spec("a") + padding).outline == [])
    let many = (1...1_500).map { "---\n" + Self.spec("job-\($0)") }.joined()
    #expect(Self.piped(many).scope.desiredJobs == 1_500)
    #expect(Self.validate("a.yaml", many).outline == ["error budget-exceeded"])
  }

  @Test func `All files together hold at their limits, and are an error beyond`() {
    let texts = Dictionary(uniqueKeysWithValues: ["a", "b", "c"].map { ("jobs/\($0).yaml", Self.spec($0)) })
    let bytes = texts.values.reduce(0) { $0 + $1.utf8.count }
    func outline(files: Int, bytes: Int) -> [String] {
      EngineRun.validate(["jobs"], in: MemoryFiles(texts: texts), limits: SpecLimits(files: files, bytes: bytes))
        .outline
    }
    #expect(outline(files: 3, bytes: bytes) == [])
    #expect(outline(files: 2, bytes: bytes) == ["error budget-exceeded"])
    #expect(outline(files: 3, bytes: bytes - 1) == ["error budget-exceeded"])
    #expect(SpecLimits.standard.files >= 100_000)
    #expect(SpecLimits.standard.bytes >= 100_000 * 2_048)
  }

  @Test func `Files that are named count like those that are found`() {
    let files = MemoryFiles(texts: ["a.yaml": Self.spec("a"), "b.yaml": Self.spec("b")])
    let limits = SpecLimits(files: 1, bytes: 1 << 20)
    #expect(EngineRun.validate(["a.yaml", "a.yaml"], in: files, limits: limits).outline == [])
    #expect(EngineRun.validate(["a.yaml", "b.yaml"], in: files, limits: limits).outline == ["error budget-exceeded"])
  }

  @Test(arguments: ["", "\n", " \r\n \n"])
  func `A file with nothing at all is worth a note`(text: String) {
    let files = MemoryFiles(texts: ["jobs/a.yaml": Self.spec("a"), "jobs/b.yaml": text])
    let report = EngineRun.validate(["jobs"], in: files)
    #expect(report.outline == ["note no-jobs"])
    #expect(report.places == ["jobs/b.yaml:1:1-1:1"])
    #expect(report.verdict == .clean)
  }

  @Test(arguments: ["# nothing yet\n", "---\n", "---\n# a\n---\n...\n"])
  func `A file of comments and empty documents is not`(text: String) {
    let files = MemoryFiles(texts: ["jobs/a.yaml": Self.spec("a"), "jobs/b.yaml": text])
    #expect(EngineRun.validate(["jobs"], in: files).outline == [])
  }

  // MARK: Texts that are not kept

  /// Files that somebody writes to: each is another one when it is read again.
  private final class RestlessFiles: FileSystem {
    let workingDirectory = "/here"
    let reads = Mutex<[String: Int]>([:])

    func kind(of path: String) throws(FileFailure) -> FileKind { .regular }
    func resolved(_ path: String) throws(FileFailure) -> String { "/here/" + path }
    func names(in directory: String) throws(FileFailure) -> [String] { [] }
    func standardInput(limit: Int) throws(FileFailure) -> [UInt8] { [] }

    func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8] {
      let count = reads.withLock { reads in
        reads[path, default: 0] += 1
        return reads[path, default: 0]
      }
      return Array((String(repeating: "#\n", count: count) + SpecTextTests.spec("twin")).utf8)
    }
  }

  @Test func `A file that changes while specs are checked is not quoted as what it was`() async {
    let engine = Engine(
      tool: EngineRun.tool, effects: Effects(files: RestlessFiles(), clock: ContinuousClock()))
    let report = await engine.validate(SpecSelection(paths: ["a.yaml", "b.yaml"]), workspace: "acme")
    #expect(report.outline.sorted() == ["error duplicate-job", "error unreadable-file", "error unreadable-file"])
    #expect(report.diagnostics.contains { $0.message == "'a.yaml' changed while it was read" })
    #expect(report.diagnostics.allSatisfy { $0.snippet == nil })
  }
}
