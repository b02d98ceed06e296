import ConfigValue
import Foundation
import TestServers
import TestSupport
import Testing

/// Files that flags name and that are none: what a shell makes of `<(…)`, pipes with a name, and devices.
@Suite(.serialized) struct PipeTests {
  /// Bash commands that run the program, whose path is `$0`, with a flag for what stands in the file `secret`.
  private static let ways = [
    #"exec "$0" "$@" FLAG <(cat secret)"#, #"cat secret | "$0" "$@" FLAG /dev/stdin"#,
    #"exec "$0" "$@" FLAG /dev/stdin <secret"#, #"mkfifo pipe; cat secret >pipe & exec "$0" "$@" FLAG pipe"#,
    #"mkfifo pipe; ln -s pipe link; cat secret >pipe & exec "$0" "$@" FLAG link"#,
  ]

  private static func plan(
    _ way: String, _ flag: String, secret: String, at url: String? = nil, key: String? = nil
  ) async throws -> Program.Outcome {
    try await run(
      ["plan", "etl.yaml", "-w", "acme"] + (url.map { ["--api-url", $0] } ?? []), way, flag, secret: secret, key: key)
  }

  private static func run(
    _ arguments: [String], _ way: String, _ flag: String, secret: String, key: String? = nil
  ) async throws -> Program.Outcome {
    try await Program.withFolder { folder in
      try Data("kind: Job\nmetadata: {name: etl}\n".utf8).write(to: folder.appending(path: "etl.yaml"))
      try Data(secret.utf8).write(to: folder.appending(path: "secret"))
      return try await Program.run(
        arguments, environment: key.map { ["BL_API_KEY": $0] } ?? [:], in: folder,
        through: ["bash", "-c", way.replacingOccurrences(of: "FLAG", with: flag)])
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: ways)
  func `A key is read from a pipe to its end`(way: String) async throws {
    try await withJobs(1) { url in
      let outcome = try await Self.plan(way, "--api-key-file", secret: "test-key\n", at: url)
      #expect(outcome.status == 2, "\(outcome.errors)")
      let wrong = try await Self.plan(way, "--api-key-file", secret: "no-key-of-acme\n", at: url)
      #expect(wrong.status == 1)
      #expect(wrong.errors.contains("[api-rejected-key]"), "\(wrong.errors)")
      #expect(!wrong.errors.contains("no-key-of-acme"))
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: ways)
  func `Authorities are read from a pipe to its end`(way: String) async throws {
    let authority = try TestAuthority()
    try await withServer(
      tls: try authority.identity(),
      answering: { request, _ in
        request.target.hasPrefix("/v0/jobs?")
          ? RecordedAnswer(body: Array(#"{"data": [], "meta": {"hasMore": false}}"#.utf8)) : .noJob
      }
    ) { server in
      let url = "https://localhost:\(server.port)/v0"
      let outcome = try await Self.plan(way, "--ca-file", secret: try authority.pem, at: url, key: "test-key")
      #expect(outcome.status == 2, "\(outcome.errors)")
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: ways)
  func `Settings are told of authorities and a key that come from pipes`(way: String) async throws {
    for (flag, secret) in [("--ca-file", try TestAuthority().pem), ("--api-key-file", "test-key\n")] {
      let outcome = try await Self.run(["config", "-w", "acme"], way, flag, secret: secret)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(!outcome.output.contains("not usable"), "\(outcome.output)")
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: ways)
  func `Live jobs are read from a pipe to its end`(way: String) async throws {
    let names = ["etl"] + (0..<3000).map { "job-\($0)" }
    let live = "[" + names.map { #"{"metadata": {"name": "\#($0)"}, "spec": {}}"# }.joined(separator: ",") + "]"
    let outcome = try await Self.plan(way, "--live", secret: live)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("3001 live jobs"))
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("--api-key-file", "/dev/zero", "it is larger than"), ("--ca-file", "/dev/zero", "it is larger than"),
      ("--api-key-file", ".", "it is a directory"), ("--ca-file", ".", "it is a directory"),
      ("--live", ".", "it is a directory"), ("--api-key-file", "none", "it does not exist"),
      ("--live", "none", "it does not exist"), ("--api-key-file", "/dev/null", "cannot be used"),
    ])
  func `What has no end, or is none, is an error`(flag: String, path: String, reason: String) async throws {
    let outcome = try await Self.plan(
      #"exec "$0" "$@" FLAG "# + path, flag, secret: "", at: flag == "--live" ? nil : "http://127.0.0.1:1/v0",
      key: flag == "--ca-file" ? "test-key" : nil)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(outcome.errors.contains("'\(path)'"))
  }

  @Test(.timeLimit(.minutes(10)))
  func `A pipe among the specs of a directory is not waited for`() async throws {
    try await Program.withFolder { folder in
      try #require(unsafe mkfifo(folder.appending(path: "a.yaml").path, 0o600) == 0)
      let outcome = try await Program.run(["validate", "."], in: folder)
      #expect(outcome.status != 0)
      #expect(outcome.errors.contains("[not-a-regular-file]"), "\(outcome.errors)")
    }
  }

  // MARK: Closed descriptors

  private static func closing(_ redirection: String, _ arguments: [String], in folder: URL) async throws
    -> Program.Outcome
  {
    try Data("kind: Job\nmetadata: {name: etl}\n".utf8).write(to: folder.appending(path: "etl.yaml"))
    try Data("[]".utf8).write(to: folder.appending(path: "live.json"))
    return try await Program.run(
      arguments, in: folder, through: ["bash", "-c", #"exec "$0" "$@" "# + redirection])
  }

  @Test(arguments: [">&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"])
  func `A report for a closed standard output gets into no other file, and the run fails`(redirection: String)
    async throws
  {
    try await Program.withFolder { folder in
      let outcome = try await Self.closing(
        redirection, ["plan", "etl.yaml", "--live", "live.json", "-o", "json=plan.json", "-o", "text"], in: folder)
      #expect(outcome.status == 1)
      #expect(
        redirection.contains("2>&-") || outcome.errors.contains("Standard output cannot be written: it is closed"),
        "\(outcome.errors)")
      let plan = try PlainValue(json: Array(Data(contentsOf: folder.appending(path: "plan.json"))))
      #expect(plan["exitCode"] == 1)
      try Program.expectPlan(plan)
    }
  }

  @Test(arguments: ["2>&-", "<&-", "<&- 2>&-"])
  func `Reports arrive whole without standard input and error`(redirection: String) async throws {
    try await Program.withFolder { folder in
      let outcome = try await Self.closing(
        redirection, ["plan", "etl.yaml", "--live", "live.json", "-o", "json=plan.json", "-o", "text"], in: folder)
      #expect(outcome.status == 2, "\(outcome.errors)")
      #expect(outcome.output.contains("Plan: 1 to create"))
      try Program.expectPlan(try PlainValue(json: Array(Data(contentsOf: folder.appending(path: "plan.json")))))
    }
  }

  @Test func `A closed standard input is not an empty one`() async throws {
    try await Program.withFolder { folder in
      for arguments in [["validate", "-", "--allow-empty"], ["plan", "-", "--live", "live.json", "--allow-empty"]] {
        let outcome = try await Self.closing("<&-", arguments, in: folder)
        #expect(outcome.status == 1 || outcome.status == 3, "\(outcome.errors)")
        #expect(outcome.errors.contains("it is closed"), "\(outcome.errors)")
      }
    }
  }
}
