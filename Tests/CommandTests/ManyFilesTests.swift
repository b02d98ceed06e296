import Foundation
import Testing

/// A directory of specs, some of them broken in every way at once.
@Suite(.serialized) struct ManyFilesTests {
  private static let canary = "c4nary-Zq81-xT7b-0042"

  /// Each with several problems, and a secret near every one.
  private static let broken = [
    "jobs/03.yaml": """
    kind: Job
    metadata: {name: job-03}
    spec:
      runtime:
        maxRetrys: 1
        timeout: 0900
        envs:
          - {name: A, value: CANARY, secret: true}
          - {name: A, value: CANARY, secrt: true}
    ---
    kind: Job
    metadata: {name: job-03b}
    spec: {runtime: {memory: "4096", envs: [{name: DB_PASSWORD, value: CANARY}]}}
    """,
    "jobs/11.yaml": """
    kind: Job
    metadata: {name: job-11}
    spec: {enabled: maybe, runtime: {envs: [{name: API_KEY, value: [CANARY]}]}}
    ---
    kind: Job
    metadata: {name: job-11b}
    spec:
      runtime:
        envs:
          - {name: A, value: CANARY, secret: true
          - {name: B, value: b}
    """,
    "jobs/nested/19.yml": """
    kind: Job
    metadata: {name: job-01}
    spec: {runtime: {envs: {API_KEY: CANARY}}}
    """,
  ]

  private func validate(_ flags: String...) async throws -> Program.Outcome {
    try await Program.withFolder { folder in
      var files = Self.broken.mapValues { $0.replacing("CANARY", with: Self.canary) }
      for number in 1...20 {
        let digits = number < 10 ? "0\(number)" : "\(number)"
        if ["03", "11", "19"].contains(digits) { continue }
        files["jobs/\(digits).yaml"] =
          "kind: Job\nmetadata: {name: job-\(digits)}\nspec: {runtime: {envs: [{name: API_KEY, value: \(Self.canary)}]}}\n"
      }
      #expect(files.count == 20)
      for (path, text) in files {
        let url = folder.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
      return try await Program.run(["validate", "jobs"] + flags, in: folder)
    }
  }

  @Test func `All problems of all files come in one run, sorted, and no secret with them`() async throws {
    let outcome = try await validate()
    #expect(outcome.status == 3)
    let findings = outcome.errors.split(separator: "\n").compactMap { line in
      line.firstMatch(of: /^([^ ]+:\d+:\d+): (?:error|warning|note): .*\[([a-z-]+)\]$/).map { "\($0.1) \($0.2)" }
    }
    #expect(
      findings == [
        "jobs/03.yaml:5:5 unknown-field", "jobs/03.yaml:6:14 ambiguous-scalar", "jobs/03.yaml:9:16 duplicate-element",
        "jobs/03.yaml:9:49 unknown-field", "jobs/03.yaml:13:26 wrong-type", "jobs/11.yaml:3:17 wrong-type",
        "jobs/11.yaml:3:64 wrong-type", "jobs/11.yaml:11:9 yaml-syntax", "jobs/nested/19.yml:2:18 duplicate-job",
        "jobs/nested/19.yml:3:24 wrong-type",
      ])
    #expect(outcome.errors.contains("  note: jobs/01.yaml:2:18: also here\n"))
    // Every one of them is quoted.
    #expect(outcome.errors.split(separator: "\n").count { $0.contains(" | ") } == 2 * findings.count)
    for text in [outcome.output, outcome.errors] { #expect(!text.contains(Self.canary), "\(text)") }
    #expect(outcome.output.hasPrefix("Not valid: "))
  }

  @Test func `The same run says the same`() async throws {
    let (first, second) = (try await validate(), try await validate())
    #expect(first.errors == second.errors && first.output == second.output)
  }

  @Test func `Colours change nothing but the colour`() async throws {
    let coloured = try await validate("--color", "always").errors
    #expect(coloured.contains("\u{1B}[31m^"))
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == (try await validate()).errors)
  }

  @Test func `Specs come through a pipe`() async throws {
    let valid = try await Program.run(["validate", "-"], input: "kind: Job\nmetadata: {name: a}\n")
    #expect(valid.status == 0)
    #expect(valid.errors == "")
    #expect(valid.output == "Valid: 1 job in standard input.\n")
    let json = try await Program.run(
      ["validate", "-"], input: #"[{"kind": "Job", "metadata": {"name": "nightly"} "spec": {}}]"#)
    #expect(json.status == 3)
    #expect(json.errors.contains("\n  1 | [{\"kind\": \"Job\", \"metadata\": {\"name\": …} "), "\(json.errors)")
  }
}
