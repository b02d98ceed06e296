import ConfigValue
import Foundation
import StandInServer
import Testing

/// One value that must not be seen, sent through every input of the program at once.
@Suite(.serialized) struct CanaryTests {
  private static let canary = "c4nary-Zq81-xT7b-0042"

  /// Specs by file name; the value stands in each for another reason.
  private static let specs = [
    "env.yaml": """
    kind: Job
    metadata: {name: env, labels: {copy: CANARY}}
    spec:
      policies: [CANARY]
      runtime:
        image: job/CANARY:v1
        dockerConfig: '{"auths": {"r": {"auth": "CANARY"}}}'
        envs:
          - {name: A, value: CANARY, secret: true}
          - {name: B, value: CANARY}
          - {name: DB_PASSWORD, value: CANARY}
          - {name: DATABASE, value: 'postgres://u:CANARY@h/db'}
          - {name: FROM_OUTSIDE, value: '${CANARY_VARIABLE}'}
          - {name: FROM_A_FLAG, value: "<${FLAG}>"}
          - {name: FROM_A_FILE, value: "${IN_FILE}"}
          - {name: FROM_A_SECRET, value: "${secrets.IN_FILE}"}
          - {name: FROM_A_DEFAULT, value: "${secrets.UNSET:CANARY}"}
          - {name: MAX_TOKENS, value: "500"}
          - {name: SESSION_TIMEOUT, value: "ten minutes"}
      odd: {CANARY: [1]}
    """,
    "callback.yaml": """
    kind: Job
    metadata: {name: callback}
    spec: {triggers: [{id: t, type: http-async, configuration: {callbackSecret: CANARY, path: /CANARY}}]}
    """,
  ]

  private static let broken = """
    kind: Job
    metadata: {name: broken}
    spec:
      runtime:
        maxRetrys: 1
        envs:
          - {name: A, value: CANARY, secret: true
          - name: B
    """

  private static let live = """
    [{"metadata": {"name": "env", "updatedBy": "CANARY"}, "spec": {"runtime": {"image": "CANARY", "envs": [
        {"name": "A", "value": "CANARY-live", "secret": true}, {"name": "C", "value": "CANARY", "secret": true}]}}},
     {"metadata": {"name": "callback"}, "spec": {"callbackSecret": "CANARY", "triggers": [{"id": "t", "type": "http-async",
        "configuration": {"callbackSecret": "CANARY"}}, {"id": "u", "configuration": {"callbackSecret": "CANARY"}}]}},
     {"metadata": {"name": "only-live"}, "spec": {"runtime": {"envs": [{"name": "PASSWORD", "value": "CANARY"}]}}}]
    """

  private static func text(_ text: String) -> Data {
    Data(text.replacing("CANARY_VARIABLE", with: "VARIABLE").replacing("CANARY", with: canary).utf8)
  }

  /// Runs every command that reads specs, in every format, and gives all that came out: streams, files and their names.
  private func everything(in folder: URL, _ specTexts: [String: String], at url: String, key: String) async throws
    -> [String]
  {
    let (specs, out, temporary) = (
      folder.appending(path: "specs"), folder.appending(path: "out"), folder.appending(path: "tmp")
    )
    for directory in [specs, out, temporary] {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }
    for (name, contents) in specTexts { try Self.text(contents).write(to: specs.appending(path: name)) }
    try Data(key.utf8).write(to: folder.appending(path: "key"))
    try Self.text("IN_FILE=CANARY\n").write(to: folder.appending(path: "prod.env"))
    try Self.text("IN_FILE='CANARY\nCANARY=\n").write(to: folder.appending(path: "broken.env"))
    try Self.text(Self.live).write(to: folder.appending(path: "live.json"))
    let api = ["-w", "acme", "--api-url", url, "--api-key-file", "key"]
    let files = [
      "plan.txt", "plan.json", "plan.md", "plan.github.txt", "plan.sarif", "summary", "outputs", "snapshot.json",
    ]
    let formats = ["text", "json", "markdown", "github", "sarif"]
    let reports = ["-o", "text", "--color", "always"] + zip(formats, files).flatMap { ["-o", "\($0)=out/\($1)"] }
    var settings: [[String]] = []
    var commands = [["validate", "specs"], ["plan", "specs", "--live", "live.json"] + reports]
    for flags in [[], ["--reveal-env"], ["--ownership", "exclusive", "--now", "2026-11-23T12:00:00Z"]] {
      commands.append(["plan", "specs"] + api + reports + flags)
    }
    for (job, path) in [("env", "spec"), ("env", "metadata"), ("callback", "spec"), ("only-live", "spec")] {
      commands.append(["explain", job, path, "--specs", "specs", "--reveal-env"] + api)
      commands.append(["explain", job, path, "--specs", "specs", "--live", "live.json"])
    }
    commands.append(["plan", "specs", "--live", "out/snapshot.json"] + reports)
    for flags in [["--show-origin"], ["-o", "json", "--show-origin"]] { settings.append(["config"] + api + flags) }
    let variables = ["--env", "VARIABLE", "--var", "FLAG=\(Self.canary)", "--env-file", "prod.env"]
    commands = commands.flatMap { [$0 + variables, $0 + ["--unresolved", "literal"]] }
    commands.append(["validate", "specs", "--env-file", "broken.env"])
    commands += settings
    let saving = [["snapshot"], ["snapshot", "-o", "out/snapshot.json"]].map { $0 + api }
    commands = saving + commands
    var texts: [String] = []
    var environment = ["VARIABLE": Self.canary, "TMPDIR": temporary.path, "BL_API_KEY": Self.canary]
    environment["BL_CLIENT_CREDENTIALS"] = "id:\(Self.canary)"
    environment["GITHUB_STEP_SUMMARY"] = out.appending(path: "summary").path
    environment["GITHUB_OUTPUT"] = out.appending(path: "outputs").path
    for command in commands {
      // The runner makes them anew for every step.
      for file in ["summary", "outputs"] { try Data().write(to: out.appending(path: file)) }
      let outcome = try await Program.run(command, environment: environment, in: folder)
      #expect([0, 1, 2, 3].contains(outcome.status), "\(command) \(outcome.errors)")
      texts += [outcome.output, outcome.errors]
      for directory in [out, temporary] {
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
          texts += [name, try String(contentsOf: directory.appending(path: name), encoding: .utf8)]
        }
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: out.path)).isSubset(of: files))
    return texts
  }

  @Test func `A secret that comes in everywhere comes out nowhere`() async throws {
    let store = try JobStore(json: Array(Self.text(Self.live)))
    for isBroken in [false, true] {
      var files = Self.specs
      if isBroken { files["broken.yaml"] = Self.broken }
      let texts = try await withStandIn(jobs: store, configuration: StandInConfiguration(apiKey: Self.canary)) {
        [files] url in
        try await Program.withFolder { try await everything(in: $0, files, at: url, key: Self.canary) }
      }
      for text in texts { #expect(!text.contains(Self.canary), "\(text.prefix(400))") }
      #expect(texts.contains { $0.contains("\"jobdrift.snapshot\"") && $0.contains("\"masked\"") })
      guard !isBroken else { continue }
      #expect(texts.contains { $0.contains("(sensitive)") })
      for visible in ["\"500\"", "\"ten minutes\""] { #expect(texts.contains { $0.contains(visible) }, "\(visible)") }
    }
  }

  @Test func `A key that the API refuses comes out nowhere`() async throws {
    let store = try JobStore(json: Array(Self.text(Self.live)))
    let texts = try await withStandIn(jobs: store) { url in
      try await Program.withFolder { try await everything(in: $0, Self.specs, at: url, key: Self.canary) }
    }
    for text in texts { #expect(!text.contains(Self.canary), "\(text.prefix(400))") }
    #expect(texts.contains { $0.contains("[api-rejected-key]") })
  }
}
