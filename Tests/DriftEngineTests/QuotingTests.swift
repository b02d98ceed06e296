import Diagnostics
import JobModel
import PlanReport
import TestSupport
import Testing

/// What findings quote of specs, and what they must not.
@Suite struct QuotingTests {
  private static let canary = "c4nary-Ab9x-7Tq2-zz81"

  private static func findings(_ text: String, in file: String = "jobs.yaml") -> String {
    EngineRun.validate([file], in: MemoryFiles(texts: [file: text])).findingsText
  }

  @Test func `A broken text is quoted without its values`() {
    let yaml = """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime:
          memory: 4096
          envs:
            - {name: A, value: p@ss:word-true, secret: true
            - {name: B}
      """
    #expect(Self.findings(yaml).contains("\n  8 |       - {name: …}\n    |         ^\n"))
    let json = #"{"kind": "Job", "metadata": {"name": "a"}, "spec": {"runtime": {"memory": 4096 "image": "x"}}}"#
    #expect(
      Self.findings(json, in: "jobs.json").contains(
        #"""

          1 | {"kind": "Job", "metadata": {"name": …}, "spec": {"runtime": {"memory": …}}}
            |                                                                         ^

        """#))
  }

  @Test func `A document that was read is quoted whole, whatever stands behind it`() {
    let text = """
      kind: Job
      metadata: {name: a}
      spec: {runtime: {image: visible, maxRetrys: 1, envs: [{name: A, value: hunter2, secret: true}]}} # visible
      ---
      kind: Job
      metadata: {name: b, labels: {x: [}}
      """
    let findings = Self.findings(text)
    #expect(
      findings.contains(
        "3 | spec: {runtime: {image: visible, maxRetrys: 1, envs: [{name: A, value: (sensitive), secret: true}]}} #…\n")
    )
    #expect(findings.contains("6 | metadata: {name: …, labels: {…"))
  }

  @Test func `A document of another kind is quoted without its values`() {
    let text = """
      kind: Secret
      spec: {password: 01234567, memory: 0777}
      ---
      kind: Job
      metadata: {name: a}
      spec: {odd: visible}
      """
    let findings = Self.findings(text)
    #expect(findings.contains("2 | spec: {…, memory: 0777}\n"))
    #expect(findings.contains("6 | spec: {odd: visible}\n"))
  }

  @Test(arguments: [
    // What makes it a secret is not written as it should be.
    "envs: [{name: A, value: CANARY, secrt: true}]", "envs: [{name: A, value: CANARY, secret: \"true\"}]",
    "envs: [{name: A, value: CANARY, secret: 1}]", "envs: [{name: A, value: CANARY, secret: false, secret: true}]",
    "envs: [{name: A, vale: CANARY, secret: true}]", "envs: [{nmae: API_KEY, value: CANARY}]",
    "envs: [{name: API_KEY, vlaue: CANARY}]", "envs: [{name: A, secret: CANARY}]",
    "envs: [{name: A, name: API_KEY, value: CANARY}]", "envs: [{name: A, value: [CANARY], secret: true}]",
    "envs: [{name: API_KEY, value: [CANARY]}]", "envs: [{name: API_KEY, value: !CANARY}]",
    "envs: [{name: API_KEY, value: &CANARY}], maxRetrys: 1", "envs: [{name: API_KEY, value: *CANARY}]",
    // It stands where nobody looks for it.
    "envs: {API_KEY: CANARY}", "envs: [{API_KEY: CANARY}]", "envs: [API_KEY=CANARY]",
    "envs: {a: {name: API_KEY, value: CANARY}}", "env: [{name: API_KEY, value: CANARY}]", "env: {API_KEY: CANARY}",
    "env: [API_KEY=CANARY]", "password: CANARY", "dockerconfig: CANARY", "dockerConfig: [CANARY], maxRetrys: 1",
    "envs: [{name: A, API_KEY: CANARY}]",
    // It is known, and stands there once more, in another spelling or as a comment.
    #"envs: [{name: A, value: CANARY, secret: true}], odd: "ESCAPED""#,
    #"envs: [{name: A, value: "ESCAPED", secret: true}], odd: 1"#,
    #"envs: [{name: A, value: 'it''s-CANARY', secret: true}], odd: 'x it''s-CANARY'"#,
    #"envs: [{name: A, value: CANARY, secret: true}], "ESCAPED": 1"#,
    "maxRetrys: 1, envs: [{name: A, value: CANARY, secret: true}] # CANARY",
    "envs: [{name: API_KEY, value: x}], odd: 1 # CANARY",
  ])
  func `A secret is not quoted, however the spec is broken`(runtime: String) {
    let text = runtime.replacing("ESCAPED", with: #"\x63"# + Self.canary.dropFirst())
      .replacing("CANARY", with: Self.canary)
    let job = "kind: Job\nmetadata: {name: a}\nspec:\n  runtime: {\(text)\n    }\n"
    let list = "- {kind: Job, metadata: {name: a}, spec: {runtime: {\(text)\n  }}}\n"
    for findings in [Self.findings(job), Self.findings(list)] {
      #expect(findings.contains(" | "), "\(findings)")
      #expect(!findings.contains(Self.canary.dropFirst(2)), "\(findings)")
    }
  }

  @Test(arguments: [
    "|\n          -----BEGIN PRIVATE KEY-----\n          CANARY\n          memory: 1\n", ">-\n          CANARY\n",
    "\"a\n\n      CANARY\"\n", "CANARY\n          CANARY: x\n", "'CANARY\n", "\"CANARY\n", "CANARY: CANARY\n",
    "CANARY: {a\n", "[CANARY\n", "&a CANARY: b\n", "!!x CANARY: b\n", "*CANARY\n", "!CANARY\n", "!!CANARY\n",
    "!CANARY x\n", "&CANARY\n", "`CANARY\n", "@CANARY\n",
    "%CANARY\n", "\tCANARY: a\n", "- CANARY\n", "? CANARY\n", "{CANARY: [}\n", "\"\\q CANARY\"\n",
    "x # CANARY\n       y: CANARY\n",
  ])
  func `A secret in a broken text is not quoted`(value: String) {
    for breakage in ["", "      - {a: b\n", "  ]\n", "      - \"\n", "\u{85}\n"] {
      let text = """
        kind: Job
        metadata: {name: a}
        spec:
          runtime:
            envs:
              - name: A
                value: \(value)
                secret: true
        \(breakage)
        """.replacing("CANARY", with: Self.canary)
      #expect(!Self.findings(text).contains(Self.canary))
      // Any place may be where the reader stops.
      for end in text.indices where text[end] == "\n" || text[end] == "-" {
        #expect(!Self.findings(text[..<end] + "\n }").contains(Self.canary))
      }
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `A secret made of words that are shown elsewhere is hidden where it stands`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let words = [
      "true", "4096", "cron", "name", "memory: 4096", "enabled: true", "secret: false", "spec:", "- type: http",
      "{type: cron}", "#", "kind: Job",
    ]
    let secret = (0..<4).map { _ in random.pick(words) }
    let value =
      switch Int.random(in: 0..<6, using: &random) {
      case 0: "|\n" + secret.map { "          \($0)" }.joined(separator: "\n")
      case 1: ">-\n\n" + secret.map { "         \($0)" }.joined(separator: "\n")
      case 2: "\"" + secret.joined(separator: "\n       ") + "\""
      case 3: "'" + secret.joined(separator: " ") + "'"
      case 4: secret.joined(separator: " ")
      default: secret.joined(separator: "\n          ")
      }
    let above = "kind: Job\nmetadata: {name: a}\nspec:\n  runtime:\n    envs:\n      - name: A\n"
    let text = "\(above)        value: \(value)\n      - {name: B\n      ]"
    let last = text.count { $0 == "\n" } - 1
    // Wherever the reader stops, be it for the secret or behind it.
    let stops = text.indices.filter { text[$0] == "\n" } + [text.endIndex]
    for stop in stops {
      let broken = String(text[..<stop]) + "\n } ]"
      let report = EngineRun.validate(["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": broken]))
      for snippet in report.diagnostics.compactMap(\.snippet) where snippet.line > 7 && snippet.line < last {
        #expect(!snippet.text.contains { $0.isLetter || $0.isNumber }, "\(snippet.text)\n\(broken)")
      }
      for snippet in report.diagnostics.compactMap(\.snippet) where snippet.line == 7 {
        #expect(snippet.text.hasPrefix("        value: …"), "\(snippet.text)\n\(broken)")
      }
    }
  }

  @Test func `Of one file twenty problems are shown, and the others counted`() {
    func text(_ name: String, _ count: Int) -> String {
      let envs = (0..<count).map { "      - {name: N\($0), valeu: x}\n" }.joined()
      return "kind: Job\nmetadata: {name: \(name)}\nspec:\n  runtime:\n    envs:\n\(envs)"
    }
    let twenty = Self.findings(text("a", 20))
    #expect(twenty.ranges(of: "[unknown-field]").count == 20)
    #expect(!twenty.contains("more"))
    let files = MemoryFiles(texts: ["a.yaml": text("a", 25), "b.yaml": text("b", 1)])
    let many = EngineRun.validate(["a.yaml", "b.yaml"], in: files).findingsText
    #expect(many.ranges(of: "[unknown-field]").count == 21)
    #expect(many.contains("a.yaml: 5 more\nb.yaml:6:20: error: "))
  }
}
