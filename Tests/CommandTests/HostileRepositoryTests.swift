import ConfigValue
import Foundation
import TestSupport
import Testing

/// What a pull request that means harm can make a plan do: nothing but be planned, or be refused.
@Suite(.serialized) struct HostileRepositoryTests {
  private static let secret = "hunter2-hunter2-hunter2"

  private static let spec = """
    kind: Job
    metadata: {name: "a"}
    spec: {runtime: {image: "app:1", envs: [{name: MODE, value: fast}]}}

    """

  /// A repository with a base, what a stranger's branch adds to it, and a secret file beside it.
  private static func withRepository(_ body: (GitFixture, URL) async throws -> Void) async throws {
    try await Program.withFolder { folder in
      let repository = try GitFixture(in: folder.appending(path: "repository"))
      try repository.write(spec, to: "jobs/a.yaml")
      try repository.commit("The specs")
      try repository.git("switch", "--quiet", "--create", "stranger")
      try Data(#"[{"metadata": {"name": "a"}, "spec": {"runtime": {"image": "app:1"}}}]"#.utf8)
        .write(to: folder.appending(path: "live.json"))
      try Data("kind: Job\nmetadata: {name: \(secret)}\n".utf8).write(to: folder.appending(path: "outside.yaml"))
      try await body(repository, folder)
    }
  }

  private static let formats = ["text", "json", "markdown", "github", "sarif"]

  /// Everything that a plan in every format prints and writes.
  private static func plan(
    _ repository: GitFixture, _ arguments: [String] = [], environment: [String: String] = [:], in directory: String = ""
  ) async throws -> (status: Int32, text: String) {
    let folder = repository.folder.deletingLastPathComponent()
    let out = folder.appending(path: "out")
    try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
    let outputs = formats.flatMap { ["-o", "\($0)=\(out.path)/\($0)"] }
    let outcome = try await Program.run(
      ["plan", "jobs", "--live", folder.appending(path: "live.json").path, "--base", "main"] + outputs + arguments,
      environment: environment,
      in: directory.isEmpty ? repository.folder : repository.folder.appending(path: directory))
    var text = outcome.output + outcome.errors
    for format in formats { text += (try? String(contentsOf: out.appending(path: format), encoding: .utf8)) ?? "" }
    return (outcome.status, text)
  }

  @Test(arguments: [
    "${AWS_SECRET_ACCESS_KEY}", "$AWS_SECRET_ACCESS_KEY", "${GITHUB_TOKEN:default}", "${BL_API_KEY}", "${HOME}",
    "${DEPLOY_SECRET}",
  ])
  func `It cannot read a variable that it was not given`(reference: String) async throws {
    try await Self.withRepository { repository, _ in
      try repository.write(Self.spec.replacing("fast", with: "'\(reference)'"), to: "jobs/a.yaml")
      let names = ["AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "BL_API_KEY", "HOME", "DEPLOY_SECRET"]
      let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.secret) })
      for flags in [[], ["--env", "*"], ["--unresolved", "unknown"], ["--unresolved", "literal"]] {
        for show in [[], names.filter { $0 != "BL_API_KEY" }.flatMap { ["--show-var", $0] }] {
          let outcome = try await Self.plan(repository, flags + show, environment: environment)
          #expect(!outcome.text.contains(Self.secret), "\(flags + show)")
        }
      }
    }
  }

  @Test(arguments: ["../../outside.yaml", "/etc/hostname", "../.git/config", "../../"])
  func `It cannot read a file outside of the specs, now or in the base`(target: String) async throws {
    try await Self.withRepository { repository, folder in
      let link = repository.folder.appending(path: "jobs/b.yaml").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
      let now = try await Self.plan(repository)
      #expect(now.status == 3 || target == "../../")
      #expect(!now.text.contains(Self.secret) && !now.text.contains("repositoryformatversion"))

      try repository.commit("A link")
      try repository.git("branch", "--force", "main")
      try repository.remove("jobs/b.yaml")
      try repository.commit("No link")
      let before = try await Self.plan(repository)
      #expect(before.status == 2)
      #expect(!before.text.contains(Self.secret) && !before.text.contains("repositoryformatversion"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).contains("outside.yaml"))
    }
  }

  @Test func `Links that it brings in the place of what was named are not followed out of the repository`() async throws
  {
    try await Self.withRepository { repository, folder in
      try Data("MODE=\(Self.secret)\n".utf8).write(to: folder.appending(path: "outside.env"))
      try repository.write(Self.spec.replacing("fast", with: "'${MODE:none}'"), to: "jobs/a.yaml")
      try repository.remove("jobs/a.yaml")
      try repository.git("rm", "--quiet", "-r", "--cached", "jobs")
      for (name, target) in [("jobs", folder.path), ("prod.env", "../outside.env"), ("configs", folder.path)] {
        let path = repository.folder.appending(path: name).path
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
      }
      for paths in [["jobs"], ["jobs/outside.yaml"], [repository.folder.appending(path: "jobs").path]] {
        let live = folder.appending(path: "live.json").path
        let outcome = try await Program.run(["plan"] + paths + ["--live", live], in: repository.folder)
        #expect(outcome.status == 3 && outcome.errors.contains("link-outside-root"), "\(paths)")
        #expect(!outcome.errors.contains(Self.secret))
      }
      for file in ["prod.env", "configs/outside.env"] {
        try repository.write(Self.spec, to: "specs/a.yaml")
        let live = folder.appending(path: "live.json").path
        let outcome = try await Program.run(
          ["plan", "specs", "--live", live, "--env-file", file, "--show-var", "MODE"], in: repository.folder)
        #expect(outcome.status == 3 && outcome.errors.contains("link-outside-root"), "\(file)")
        #expect(!(outcome.output + outcome.errors).contains(Self.secret))
      }
    }
  }

  @Test func `It cannot make the plan write anywhere but to the named outputs`() async throws {
    try await Self.withRepository { repository, folder in
      let victim = folder.appending(path: "victim")
      try Data("precious".utf8).write(to: victim)
      for name in ["plan.md", "out.json"] {
        try FileManager.default.createSymbolicLink(
          atPath: repository.folder.appending(path: name).path, withDestinationPath: victim.path)
      }
      try repository.write(
        Self.spec + "---\n" + Self.spec.replacing("\"a\"", with: "\"../../victim\""), to: "jobs/a.yaml")
      let before = try Set(FileManager.default.subpathsOfDirectory(atPath: folder.path))
      _ = try await Self.plan(repository, ["-o", "markdown=plan.md", "-o", "json=out.json"])
      #expect(try String(contentsOf: victim, encoding: .utf8) == "precious")
      let added = try Set(FileManager.default.subpathsOfDirectory(atPath: folder.path)).subtracting(before)
      #expect(added == Set(["out"] + Self.formats.map { "out/\($0)" }))
    }
  }

  @Test func `What a repository says about git starts no program`() async throws {
    try await Self.withRepository { repository, folder in
      let mark = folder.appending(path: "mark")
      let program = "#!/bin/sh\ntouch '\(mark.path)'\n"
      for name in ["hook.sh", "jobs/.git-hook", ".githooks/post-checkout"] {
        try repository.write(program, to: name)
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: repository.folder.appending(path: name).path)
      }
      try repository.write("*.yaml filter=evil diff=evil textconv=evil\n", to: ".gitattributes")
      // A directory that looks like a repository of its own, with settings that name a program.
      try repository.write("ref: refs/heads/main\n", to: "jobs/HEAD")
      try repository.write(
        "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = \(repository.folder.path)/hook.sh\n\thooksPath = ../.githooks\n",
        to: "jobs/config")
      for name in ["objects", "refs/heads"] { try repository.write("", to: "jobs/\(name)/.keep") }
      try repository.write(Self.spec.replacing("fast", with: "slow"), to: "jobs/a.yaml")
      try repository.commit("Traps")
      // As a user may have set it up for good reasons.
      for setting in [["core.hooksPath", ".githooks"], ["filter.evil.clean", "touch '\(mark.path)'; cat"]] {
        try repository.git(["config"] + setting)
      }
      try repository.write(program, to: ".githooks/post-index-change")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755],
        ofItemAtPath: repository.folder.appending(path: ".githooks/post-index-change").path)
      try repository.write("kind: Job\nmetadata: {name: new}\n", to: "jobs/new.yaml")
      for file in ["jobs/a.yaml", "hook.sh"] {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 1)],
          ofItemAtPath: repository.folder.appending(path: file).path)
      }
      let outcome = try await Self.plan(repository)
      #expect(outcome.status == 2 && outcome.text.contains("slow"))
      #expect(!FileManager.default.fileExists(atPath: mark.path))
      let live = folder.appending(path: "live.json").path
      let inside = try await Program.run(
        ["plan", ".", "--live", live, "--base", "main", "-o", "json"],
        in: repository.folder.appending(path: "jobs"))
      #expect([1, 2].contains(inside.status))
      #expect(!FileManager.default.fileExists(atPath: mark.path))
    }
  }

  @Test func `Names of files and jobs that are made to be misread are refused or written out`() async throws {
    try await Self.withRepository { repository, folder in
      let name = "::error::x\u{1B}[31m%0A`|@team\u{202E}</details>"
      try repository.write(Self.spec, to: "jobs/\(name.replacing("/", with: "-")).yaml")
      let hostile = PlainValue.string(name + "\n::set-output name=x::y\n").json
      try repository.write(
        Self.spec.replacing("fast", with: String(decoding: hostile, as: UTF8.self)), to: "jobs/a.yaml")
      try repository.write("kind: Job\nmetadata: {name: b}\n", to: "jobs/\(name.replacing("/", with: "-")).yaml")
      let outcome = try await Self.plan(repository)
      #expect(outcome.status == 2)
      for line in outcome.text.split(separator: "\n") {
        let text = line.drop { $0 == " " }
        let isAnnotation = ["::error file", "::error title", "::warning file", "::warning title", "::notice "]
          .contains(where: text.hasPrefix)
        let isStop = text.hasPrefix("::stop-commands::") || text.wholeMatch(of: /::[0-9a-f]{32}::/) != nil
        #expect(!text.hasPrefix("::") || isAnnotation || isStop, "\(line)")
      }
      let steering = outcome.text.unicodeScalars.filter {
        $0 != "\n" && ($0.properties.generalCategory == .control || $0.properties.isBidiControl)
      }
      #expect(steering.isEmpty)
    }
  }
}
