import ConfigValue
import Foundation
import StandInServer
import TestSupport
import Testing

/// `jobdrift snapshot` over real HTTP, and plans against what it saved.
@Suite(.serialized) struct SnapshotTests {
  private static let now = ["--now", "2026-11-24T12:00:00Z"]

  private static func snapshot(
    _ flags: [String], at url: String, in folder: URL = Program.repository, through wrapper: [String] = []
  ) async throws -> Program.Outcome {
    try await Program.run(
      ["snapshot", "-w", "acme", "--api-url", url] + now + flags, environment: ["BL_API_KEY": "test-key"], in: folder,
      through: wrapper)
  }

  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `A plan against what was saved is the plan against the API`() async throws {
    try await Program.withFolder { folder in
      let file = folder.appending(path: "live.json").path
      let direct = try await withExamples { url in
        let saved = try await Self.snapshot(["-o", file], at: url)
        #expect(saved.status == 0, "\(saved.errors)")
        #expect(saved.output == "" && saved.errors == "")
        return try await Program.run(
          ["plan", "examples/jobs", "-w", "acme", "--api-url", url, "-o", "json"],
          environment: ["BL_API_KEY": "test-key"])
      }
      let later = try await Program.run(["plan", "examples/jobs", "--live", file, "-o", "json"])
      #expect(later.status == 2, "\(later.errors)")
      #expect(later.errors == direct.errors)
      let documents = (try direct.document, try later.document)
      try Program.expectPlan(documents.1)
      #expect(documents.0["jobs"] == documents.1["jobs"])
      #expect(documents.0["summary"] == documents.1["summary"])
      #expect(documents.1["scope"]?["liveSource"] == "snapshot")
      #expect(documents.1["scope"]?["complete"] == true)
      #expect(documents.1["scope"]?["workspace"] == "acme")
    }
  }

  @Test func `A snapshot of several pages fits its schema, and is the same on standard output`() async throws {
    try await Program.withFolder { folder in
      let file = folder.appending(path: "live.json")
      let outcome = try await withJobs(450) { url in
        _ = try await Self.snapshot(["-o", file.path], at: url)
        let shown = try await Self.snapshot(["-o", "-"], at: url)
        #expect(try await Self.snapshot([], at: url).output == shown.output)
        return shown
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == outcome.output)
      let document = try outcome.document
      let schema = try PlainValue(json: Array(try Program.file("schemas/snapshot.schema.json").utf8))
      #expect(SchemaCheck(document, against: schema).violations == [])
      #expect(document["pages"] == 3)
      #expect(document["count"] == 450)
      #expect(document["takenAt"] == "2026-11-24T12:00:00Z")
      #expect(document["jobs"]?.elements.compactMap { $0["metadata"]?["name"]?.text } == (0..<450).map(jobName))
    }
  }

  @Test func `Without a time, the snapshot says the time of the run`() async throws {
    let before = ISO8601DateFormatter().string(from: Date())
    let outcome = try await withJobs(1) { url in
      try await Program.run(
        ["snapshot", "-w", "acme"], environment: ["BL_API_KEY": "test-key", "BL_API_URL": url])
    }
    let takenAt = try #require(try outcome.document["takenAt"]?.text)
    #expect(takenAt >= before && takenAt <= ISO8601DateFormatter().string(from: Date()))
  }

  // MARK: The file

  @Test(arguments: ["0", "022", "0277"])
  func `Only its owner may read the file, whatever the umask says`(umask: String) async throws {
    try await Program.withFolder { folder in
      try Data("old".utf8).write(to: folder.appending(path: "live.json"))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o644], ofItemAtPath: folder.appending(path: "live.json").path)
      let outcome = try await withJobs(1) { url in
        try await Self.snapshot(
          ["-o", "live.json"], at: url, in: folder, through: ["sh", "-c", "umask \(umask); exec \"$@\"", "sh"])
      }
      #expect(outcome.status == 0, "\(outcome.errors)")
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "live.json").path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      #expect(try Self.names(in: folder) == ["live.json"])
    }
  }

  @Test func `A link in its place is replaced, and what it leads to left alone`() async throws {
    try await Program.withFolder { folder in
      try Data("precious".utf8).write(to: folder.appending(path: "precious"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "live.json").path, withDestinationPath: "precious")
      let outcome = try await withJobs(1) { try await Self.snapshot(["-o", "live.json"], at: $0, in: folder) }
      #expect(outcome.status == 0)
      #expect(try Data(contentsOf: folder.appending(path: "precious")) == Data("precious".utf8))
      let kind = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "live.json").path)[.type]
      #expect(kind as? FileAttributeType == .typeRegular)
      #expect(try Self.names(in: folder) == ["live.json", "precious"])
    }
  }

  @Test func `A listing that fails leaves no file, and the one from before as it was`() async throws {
    try await Program.withFolder { folder in
      let outcome = try await withJobs(450, faults: ["page=2:status=503"]) { url in
        let first = try await Self.snapshot(["-o", "live.json"], at: url, in: folder)
        #expect(first.status == 1)
        #expect(first.errors.contains("[api-error]"))
        #expect(first.output == "")
        #expect(try Self.names(in: folder) == [])
        try Data("old".utf8).write(to: folder.appending(path: "live.json"))
        return try await Self.snapshot(["-o", "live.json"], at: url, in: folder)
      }
      #expect(outcome.status == 1)
      #expect(try Data(contentsOf: folder.appending(path: "live.json")) == Data("old".utf8))
      #expect(try Self.names(in: folder) == ["live.json"])
    }
  }

  @Test func `A run that is interrupted leaves no file`() async throws {
    try await Program.withFolder { folder in
      let outcome = try await withJobs(3, faults: ["delay=20000ms"]) { url in
        try await Self.snapshot(
          ["-o", "live.json"], at: url, in: folder, through: ["timeout", "--preserve-status", "-s", "INT", "1"])
      }
      #expect(outcome.status == 130)
      #expect(try Self.names(in: folder) == [])
    }
  }

  @Test(arguments: ["missing/live.json", "directory", "pipe"])
  func `A place that cannot be written is an error, and stays what it is`(path: String) async throws {
    try await Program.withFolder { folder in
      let result = unsafe mkfifo(folder.appending(path: "pipe").path, 0o600)
      #expect(result == 0)
      try FileManager.default.createDirectory(
        at: folder.appending(path: "directory"), withIntermediateDirectories: false)
      let outcome = try await withJobs(1) { try await Self.snapshot(["-o", path], at: $0, in: folder) }
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("[output-failed]"))
      #expect(try Self.names(in: folder) == ["directory", "pipe"])
      let kind = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "pipe").path)[.type]
      #expect(kind as? FileAttributeType != .typeRegular)
    }
  }

  // MARK: Age

  @Test func `A snapshot that is too old is no longer compared with`() async throws {
    try await Program.withFolder { folder in
      let file = folder.appending(path: "live.json").path
      _ = try await withExamples { try await Self.snapshot(["-o", file], at: $0) }
      let plan = ["plan", "examples/jobs", "--live", file, "--max-age"]
      #expect(try await Program.run(plan + ["1d", "--now", "2026-11-25T12:00:00Z"]).status == 2)
      let old = try await Program.run(plan + ["24h", "--now", "2026-11-25T12:00:01Z", "-o", "json"])
      #expect(old.status == 1)
      #expect(old.errors.contains("more than 1 day before 2026-11-25T12:00:01Z [stale-snapshot]"))
      try Program.expectPlan(try old.document)
      let explained = try await Program.run(
        ["explain", "nightly-embed", "spec.runtime", "--specs", "examples/jobs", "--live", file, "--max-age", "1m"]
          + ["--now", "2026-11-25T12:00:00Z"])
      #expect(explained.status == 1)
      #expect(explained.errors.contains("[stale-snapshot]"))
      // By the clock of the machine, the snapshot is from another time than now.
      #expect(try await Program.run(plan + ["1m"]).status == 1)
    }
  }

  @Test(arguments: [
    ["plan", "examples/jobs", "--max-age", "1h"], ["plan", "examples/jobs", "--live", "x", "--max-age", "1"],
    ["plan", "examples/jobs", "--live", "x", "--max-age", "0h"],
    ["plan", "examples/jobs", "--live", "x", "--max-age", "-1h"],
    ["plan", "examples/jobs", "--live", "x", "--max-age", "1w"],
    ["plan", "examples/jobs", "--live", "x", "--max-age", "999999999999999999h"],
    ["plan", "examples/jobs", "--live", "x", "--api-url", "https://api.example.com/v0"], ["snapshot", "-o", ""],
    ["snapshot", "-o", "live/"], ["snapshot", "--now", "today"], ["snapshot", "--live", "live.json"],
    ["snapshot", "--api-url", "ftp://x"], ["snapshot", "jobs/"],
  ])
  func `What makes no sense is wrong usage`(arguments: [String]) async throws {
    let outcome = try await Program.run(arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.output == "")
  }

  @Test func `The commands of the README do what it says`() async throws {
    let readme = try Program.file("README.md")
    let block = try #require(readme.firstMatch(of: /<!-- snapshot -->\n```\n((?s:.*?))```\n/))
    let commands = block.1.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(commands.count == 2)
    try await Program.withFolder { folder in
      try FileManager.default.copyItem(
        at: Program.repository.appending(path: "examples/jobs"), to: folder.appending(path: "jobs"))
      try await withExamples { url in
        for (command, status) in zip(commands, [Int32(0), 2]) {
          #expect(command.first == "jobdrift")
          let key = command[1] == "snapshot" ? ["BL_API_KEY": "test-key", "BL_API_URL": url] : [:]
          let outcome = try await Program.run(Array(command.dropFirst()), environment: key, in: folder)
          #expect(outcome.status == status, "\(outcome.errors)")
        }
      }
    }
  }
}
