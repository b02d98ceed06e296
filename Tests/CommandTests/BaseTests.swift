import ConfigValue
import Foundation
import TestSupport
import Testing

/// `plan --base`, in real repositories.
@Suite struct BaseTests {
  private static func spec(_ name: String, memory: Int = 2048, image: String = "app:1", mode: String = "full") -> String
  {
    """
    kind: Job
    metadata: {name: \(name)}
    spec:
      runtime:
        image: \(image)
        memory: \(memory)
        envs: [{name: MODE, value: \(mode)}]

    """
  }

  private static func live(_ name: String, memory: Int = 2048, image: String = "app:1") -> String {
    """
    {"metadata": {"name": "\(name)"}, "spec": {"runtime": {"image": "\(image)", "memory": \(memory),
      "envs": [{"name": "MODE", "value": "****"}]}}}
    """
  }

  private static func list(_ jobs: String...) -> String { "[" + jobs.joined(separator: ",") + "]" }

  /// A repository whose `main` has one job, and a branch that is checked out.
  private static func withBranch(
    live: String = list(live("a")), _ body: (GitFixture) async throws -> Void
  ) async throws {
    try await Program.withFolder { folder in
      let repository = try GitFixture(in: folder.appending(path: "repository"))
      try repository.write(spec("a"), to: "jobs/a.yaml")
      try repository.commit("The specs")
      try Data(live.utf8).write(to: folder.appending(path: "live.json"))
      try repository.git("switch", "--quiet", "--create", "feature")
      try await body(repository)
    }
  }

  private static func plan(
    _ repository: GitFixture, _ arguments: String..., base: String = "main", paths: [String] = ["jobs"],
    environment: [String: String] = [:], in directory: String = ""
  ) async throws -> Program.Outcome {
    let live = repository.folder.deletingLastPathComponent().appending(path: "live.json").path
    return try await Program.run(
      ["plan"] + paths + ["--live", live, "--base", base, "-o", "json"] + arguments, environment: environment,
      in: directory.isEmpty ? repository.folder : repository.folder.appending(path: directory))
  }

  /// The changes of a plan as `job path origin`, and whole jobs as `job action origin`.
  private static func outline(_ outcome: Program.Outcome) throws -> [String] {
    let document = try outcome.document
    try Program.expectPlan(document)
    return (document["jobs"]?.elements ?? []).flatMap { job -> [String] in
      let name = job["name"]?.text ?? ""
      let changes = job["changes"]?.elements ?? []
      guard changes.isEmpty else {
        return changes.map { "\(name) \($0["path"]?.text ?? "") \($0["origin"]?.text ?? "-")" }
      }
      return job["origin"].map { ["\(name) \(job["action"]?.text ?? "") \($0.text ?? "")"] } ?? []
    }
  }

  private static func codes(_ outcome: Program.Outcome) throws -> [String] {
    (try outcome.document["diagnostics"]?.elements ?? []).compactMap { $0["code"]?.text }
  }

  @Test func `An edited variable that is masked counts with a base, and cannot be compared without`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("a", mode: "fast"), to: "jobs/a.yaml")
      let outcome = try await Self.plan(repository)
      #expect(outcome.status == 2)
      #expect(try Self.outline(outcome) == ["a spec.runtime.envs[MODE].value change"])
      let change = try #require(try outcome.document["jobs"]?.elements.first?["changes"]?.elements.first)
      #expect(change["basis"] == "base" && change["before"] == "full" && change["after"] == "fast")
      let live = repository.folder.deletingLastPathComponent().appending(path: "live.json").path
      let plain = try await Program.run(["plan", "jobs", "--live", live, "-o", "json"], in: repository.folder)
      #expect(plain.status == 0)
      #expect(try plain.document["verdict"] == "clean-except-unknown")
    }
  }

  @Test func `What happened on the other branch since is not of this one`() async throws {
    try await Self.withBranch(live: Self.list(Self.live("a", memory: 1024))) { repository in
      try repository.write(Self.spec("a", image: "app:2"), to: "jobs/a.yaml")
      try repository.commit("A new image")
      try repository.git("switch", "--quiet", "main")
      try repository.write(Self.spec("a", image: "app:3", mode: "slow"), to: "jobs/a.yaml")
      try repository.write(Self.spec("b"), to: "jobs/b.yaml")
      try repository.commit("Others")
      try repository.git("switch", "--quiet", "feature")
      let outcome = try await Self.plan(repository)
      #expect(try Self.outline(outcome) == ["a spec.runtime.image change", "a spec.runtime.memory drift"])
      #expect(try outcome.document["scope"]?["base"] == "main")
      #expect(
        try outcome.document["scope"]?["baseCommit"]?.text == (try repository.git("merge-base", "main", "feature")))

      // Merging the other branch moves the base to where both are now.
      try repository.git("switch", "--quiet", "--create", "merged", "main")
      try repository.git("merge", "--quiet", "--strategy=ours", "--message", "Merge", "feature")
      try repository.write(Self.spec("a", image: "app:2", mode: "slow"), to: "jobs/a.yaml")
      #expect(
        try Self.outline(await Self.plan(repository)) == [
          "a spec.runtime.image conflict", "a spec.runtime.memory drift", "b create drift",
        ])
    }
  }

  @Test func `Files that are renamed or moved are followed by the names of their jobs`() async throws {
    try await Self.withBranch { repository in
      try repository.git("mv", "jobs/a.yaml", "jobs/renamed.yaml")
      #expect(try Self.outline(await Self.plan(repository)) == [])
      #expect(try Self.outline(await Self.plan(repository, paths: ["jobs/renamed.yaml"])) == [])
      try repository.git("mv", "jobs", "specs")
      try repository.write(Self.spec("a", mode: "fast"), to: "specs/renamed.yaml")
      #expect(
        try Self.outline(await Self.plan(repository, paths: ["specs"])) == ["a spec.runtime.envs[MODE].value change"])
    }
  }

  @Test func `A job that moves into another file, and out of a bigger one, is followed too`() async throws {
    try await Self.withBranch(live: Self.list(Self.live("a"), Self.live("b"))) { repository in
      try repository.write(Self.spec("b") + "---\n" + Self.spec("c"), to: "old/both.yaml")
      try repository.commit("Two more")
      try repository.git("branch", "--force", "main")
      try repository.write(Self.spec("c"), to: "old/both.yaml")
      try repository.write(Self.spec("b", memory: 4096), to: "jobs/b.yaml")
      #expect(try Self.outline(await Self.plan(repository)) == ["b spec.runtime.memory change"])
    }
  }

  @Test func `Specs behind links are found in the base, too`() async throws {
    try await Self.withBranch(live: Self.list(Self.live("a"), Self.live("b"))) { repository in
      try repository.write(Self.spec("b"), to: "jobs/b.yaml")
      try repository.write("TAG=1\n", to: "vars/prod.env")
      func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
          atPath: repository.folder.appending(path: name).path, withDestinationPath: target)
      }
      try link("linked", to: "jobs")
      try link("prod.env", to: "vars/prod.env")
      try link("../outer", to: "repository/jobs")
      try repository.commit("Links")
      try repository.git("branch", "--force", "main")
      try repository.remove("jobs/b.yaml")
      let outer = repository.folder.deletingLastPathComponent().appending(path: "outer").path
      for path in ["linked", outer, "../outer"] {
        let outcome = try await Self.plan(repository, "--env-file", "prod.env", paths: [path])
        #expect(try Self.outline(outcome) == ["b live-only change"], "\(path)")
        #expect(try Self.codes(outcome) == [])
      }
    }
  }

  @Test func `Specs in a repository inside of this one have no base here`() async throws {
    try await Self.withBranch { repository in
      let inner = try GitFixture(in: repository.folder.appending(path: "jobs/inner"))
      try inner.write(Self.spec("x"), to: "x.yaml")
      try inner.commit("Inside")
      let named = try await Self.plan(repository, paths: ["jobs/inner"])
      #expect(named.status == 1 && named.errors.contains("in one of its own"))
      try repository.git("-c", "advice.addEmbeddedRepo=false", "add", "jobs/inner")
      try repository.commit("A repository inside")
      try repository.git("branch", "--force", "main")
      let around = try await Self.plan(repository)
      #expect(around.status == 1 && around.errors.contains("jobs/inner"))
    }
  }

  @Test func `A job is removed when its file is gone, wherever specs are read from now`() async throws {
    try await Self.withBranch(live: Self.list(Self.live("a"), Self.live("b"))) { repository in
      try repository.write(Self.spec("b"), to: "jobs/b.yaml")
      try repository.commit("Two")
      try repository.git("branch", "--force", "main")
      try repository.remove("jobs/b.yaml")
      #expect(try Self.outline(await Self.plan(repository, paths: ["jobs/a.yaml"])) == ["b live-only change"])
      try repository.git("add", "--all")
      try repository.git("mv", "jobs", "specs")
      try repository.commit("Moved, and one less")
      let outcome = try await Self.plan(repository, "--fail-on", "change", paths: ["specs"])
      #expect(try Self.outline(outcome) == ["b live-only change"])
      #expect(outcome.status == 2)
    }
  }

  @Test func `A copied job is a new one`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("n"), to: "staging/n.yaml")
      try repository.commit("Staging")
      try repository.git("branch", "--force", "main")
      try repository.write(Self.spec("n"), to: "jobs/n.yaml")
      try repository.write(Self.spec("n", memory: 4096), to: "staging/n.yaml")
      try repository.commit("Promoted")
      #expect(try Self.outline(await Self.plan(repository)) == ["n create change"])
    }
  }

  @Test func `What a moved file of variables gives is not taken for what it gave before`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("a", mode: "'${MODE}'"), to: "jobs/a.yaml")
      try repository.write("MODE=full\n", to: "prod.env")
      try repository.commit("A variable")
      try repository.git("branch", "--force", "main")
      try repository.git("mv", "prod.env", "moved.env")
      try repository.write("MODE=fast\n", to: "moved.env")
      let outcome = try await Self.plan(repository, "--env-file", "moved.env")
      #expect(outcome.status == 2)
      #expect(try Self.outline(outcome) == ["a spec.runtime.envs[MODE].value change"])
      #expect(try Self.codes(outcome) == ["invalid-base"])
      // A file that the repository does not know has one version.
      try repository.write("MODE=full\n", to: "local.env")
      #expect(try Self.outline(await Self.plan(repository, "--env-file", "local.env")) == [])
    }
  }

  @Test func `A shallow clone is not trusted with where a branch left another`() async throws {
    try await Self.withBranch { repository in
      try repository.git("switch", "--quiet", "main")
      try repository.write(Self.spec("a", memory: 4096), to: "jobs/a.yaml")
      try repository.commit("On main")
      try repository.git("switch", "--quiet", "feature")
      try repository.commit("Here")
      let clone = try GitFixture(
        cloning: repository, into: repository.folder.deletingLastPathComponent().appending(path: "clone"), "--depth=2",
        "--no-single-branch", "--branch=feature")
      try clone.write("x", to: "x")
      let outcome = try await Self.plan(clone, base: "origin/main")
      #expect(outcome.status == 1 && outcome.errors.contains("git fetch --unshallow origin"))
    }
  }

  @Test func `Specs that a sparse checkout leaves out are not removed by this change`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("b"), to: "jobs/more/b.yaml")
      try repository.commit("More")
      try repository.git("branch", "--force", "main")
      try repository.git("sparse-checkout", "set", "--no-cone", "/*", "!/jobs/more/")
      #expect(!FileManager.default.fileExists(atPath: repository.folder.appending(path: "jobs/more/b.yaml").path))
      #expect(try Self.outline(await Self.plan(repository)) == [])
    }
  }

  @Test func `A base without specs is said`() async throws {
    try await Self.withBranch { repository in
      try repository.write("", to: "empty/.keep")
      #expect(try Self.codes(await Self.plan(repository, base: "empty/")) == ["no-jobs"])
    }
  }

  @Test func `Jobs that come and go have origins`() async throws {
    try await Self.withBranch(live: Self.list(Self.live("gone"), Self.live("theirs"), Self.live("adopted"))) {
      repository in
      for name in ["gone", "dead"] { try repository.write(Self.spec(name), to: "jobs/\(name).yaml") }
      try repository.commit("Two more")
      try repository.git("branch", "--force", "main")
      for name in ["gone", "dead"] { try repository.remove("jobs/\(name).yaml") }
      try repository.write(Self.spec("new"), to: "jobs/new.yaml")
      try repository.write("kind: Job\nmetadata: {name: adopted}\n", to: "jobs/adopted.yaml")
      let outcome = try await Self.plan(repository)
      let jobs = try Self.outline(outcome).filter { !$0.contains(" spec.") }
      #expect(
        jobs == [
          "a create drift", "dead unchanged adopt", "gone live-only change", "new create change",
          "theirs live-only drift",
        ])
      let exclusive = try await Self.plan(repository, "--ownership", "exclusive")
      #expect(try Self.outline(exclusive).contains("gone delete change"))
    }
  }

  @Test func `A shallow clone is explained, and works when it has the history`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("a", memory: 4096), to: "jobs/a.yaml")
      try repository.commit("More memory")
      let clone = try GitFixture(
        cloning: repository, into: repository.folder.deletingLastPathComponent().appending(path: "clone"), "--depth=1",
        "--branch=feature")
      let missing = try await Self.plan(clone, base: "origin/main")
      #expect(missing.status == 1)
      #expect(missing.errors.contains("git fetch origin main:refs/remotes/origin/main"))
      try clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
      let shallow = try await Self.plan(clone, base: "origin/main")
      #expect(shallow.status == 1)
      #expect(shallow.errors.contains("git fetch --unshallow origin") && shallow.errors.contains("shallow"))
      #expect(try Self.codes(shallow) == ["unusable-base"])
      try clone.git("fetch", "--quiet", "--unshallow", "origin")
      #expect(try Self.outline(await Self.plan(clone, base: "origin/main")) == ["a spec.runtime.memory change"])
    }
  }

  @Test func `Each condition on origins ends the run with 2 where it holds`() async throws {
    try await Self.withBranch(live: Self.list(Self.live("a", memory: 1024))) { repository in
      func status(_ condition: String) async throws -> Int32 {
        try await Self.plan(repository, "--fail-on", condition).status
      }
      #expect(try await [status("change"), status("drift"), status("conflict")] == [0, 2, 0])
      try repository.write(Self.spec("a", image: "app:2"), to: "jobs/a.yaml")
      #expect(try await [status("change"), status("drift"), status("conflict")] == [2, 2, 0])
      try repository.write(Self.spec("a", memory: 4096), to: "jobs/a.yaml")
      #expect(try await [status("change"), status("drift"), status("conflict")] == [2, 2, 2])
      try repository.write(Self.spec("a", memory: 1024), to: "jobs/a.yaml")
      #expect(try await [status("change"), status("drift"), status("conflict")] == [0, 0, 0])
      try repository.remove("jobs/a.yaml")
      #expect(try await Self.plan(repository, "--fail-on", "change", "--allow-empty").status == 2)
    }
  }

  @Test(arguments: ["change", "drift", "conflict", "create,conflict"])
  func `A condition on origins without a base is wrong usage, since it could never hold`(condition: String) async throws
  {
    let outcome = try await Program.run(["plan", "examples/jobs", "--live", "live.json", "--fail-on", condition])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("needs '--base'"))
  }

  @Test func `A directory and a file are bases without git`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("a", mode: "fast"), to: "jobs/a.yaml")
      try repository.write(Self.spec("a"), to: "before/x.yaml")
      let nowhere = ["PATH": "/nowhere"]
      for (base, environment) in [
        ("./before", [:]), ("before/", [:]), ("before/x.yaml", [:]), ("before", nowhere), ("before/", nowhere),
      ] {
        let outcome = try await Self.plan(repository, base: base, environment: environment)
        #expect(try Self.outline(outcome) == ["a spec.runtime.envs[MODE].value change"], "\(base)")
      }
      let missing = try await Self.plan(repository, environment: nowhere)
      #expect(missing.status == 1)
      #expect(missing.errors.contains("not installed"))
    }
  }

  @Test func `A directory that is called like a revision is none, in a repository`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("a", mode: "evil"), to: "origin/main/a.yaml")
      let outcome = try await Self.plan(repository, base: "origin/main")
      #expect(outcome.status == 1 && outcome.errors.contains("./origin/main"))
    }
  }

  @Test func `A name that is a directory and a revision is refused`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("a"), to: "main/a.yaml")
      let outcome = try await Self.plan(repository)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("./main") && outcome.errors.contains("refs/heads/main"))
      #expect(try await Self.plan(repository, base: "./main").status == 0)
      #expect(try await Self.plan(repository, base: "refs/heads/main").status == 0)
    }
  }

  @Test(arguments: [
    "no-such", "--upload-pack=touch x", "HEAD:jobs", "main..feature", ":/x", "@{-9}", "-h", "main^{tree}",
  ])
  func `What names no commit is no base`(base: String) async throws {
    try await Self.withBranch { repository in
      let live = repository.folder.deletingLastPathComponent().appending(path: "live.json").path
      let outcome = try await Program.run(
        ["plan", "jobs", "--live", live, "--base=\(base)", "-o", "json"], in: repository.folder)
      #expect(outcome.status == 1)
      #expect(try Self.codes(outcome) == ["unusable-base"])
      #expect(try repository.git("status", "--porcelain") == "")
    }
  }

  @Test func `A change that mends a broken spec is planned, and says that the base is not valid`() async throws {
    try await Self.withBranch { repository in
      try repository.write("kind: Job\nmetadata: [\n", to: "jobs/a.yaml")
      try repository.commit("Broken")
      try repository.git("branch", "--force", "main")
      try repository.write(Self.spec("a", memory: 4096), to: "jobs/a.yaml")
      let outcome = try await Self.plan(repository)
      #expect(outcome.status == 2)
      #expect(try Self.codes(outcome) == ["invalid-base"])
      #expect(try Self.outline(outcome).contains("a spec.runtime.memory conflict"))
    }
  }

  @Test func `Files of variables in the repository are read as they were`() async throws {
    try await Self.withBranch(live: Self.list(Self.live("a", image: "app:1"))) { repository in
      try repository.write(Self.spec("a", image: "'app:${TAG}'"), to: "jobs/a.yaml")
      try repository.write("TAG=1\n", to: "prod.env")
      try repository.commit("A variable")
      try repository.git("branch", "--force", "main")
      try repository.write("TAG=2\n", to: "prod.env")
      let outcome = try await Self.plan(repository, "--env-file", "prod.env")
      #expect(try Self.outline(outcome) == ["a spec.runtime.image change"])
    }
  }

  @Test func `It works from below the top, with absolute paths, and in a linked work tree`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("a", mode: "fast"), to: "jobs/a.yaml")
      let expected = ["a spec.runtime.envs[MODE].value change"]
      #expect(try Self.outline(await Self.plan(repository, paths: ["."], in: "jobs")) == expected)
      #expect(try Self.outline(await Self.plan(repository, paths: ["../jobs"], in: "jobs")) == expected)
      #expect(
        try Self.outline(await Self.plan(repository, paths: [repository.folder.appending(path: "jobs").path]))
          == expected)
      let outside = try await Self.plan(repository, paths: [".."])
      #expect(outside.status == 1 && outside.errors.contains("outside of this repository"))
      try repository.git("commit", "--quiet", "--all", "--message", "Fast")
      let tree = repository.folder.deletingLastPathComponent().appending(path: "tree")
      try repository.git("worktree", "add", "--quiet", "--detach", tree.path, "feature")
      let live = repository.folder.deletingLastPathComponent().appending(path: "live.json").path
      let outcome = try await Program.run(
        ["plan", "jobs", "--live", live, "--base", "main", "-o", "json"], in: tree)
      #expect(try Self.outline(outcome) == expected)
    }
  }

  @Test func `Nothing is written to the repository, and its surroundings do not lead git elsewhere`() async throws {
    try await Self.withBranch { repository in
      try repository.write(Self.spec("a", mode: "fast"), to: "jobs/a.yaml")
      let top = repository.folder.deletingLastPathComponent()
      let other = try GitFixture(in: top.appending(path: "other"))
      try other.write(Self.spec("a", mode: "evil"), to: "jobs/a.yaml")
      try other.commit("Elsewhere")
      func state() throws -> [String] {
        let files = FileManager.default.enumerator(atPath: repository.folder.path)?.allObjects as? [String] ?? []
        return try files.sorted().map { path in
          let attributes = try FileManager.default.attributesOfItem(
            atPath: repository.folder.appending(path: path).path)
          return "\(path) \(attributes[.size] ?? "") \(attributes[.modificationDate] ?? "")"
        }
      }
      let before = try state()
      let outcome = try await Self.plan(
        repository,
        environment: [
          "GIT_DIR": other.folder.appending(path: ".git").path, "GIT_WORK_TREE": other.folder.path,
          "GIT_OBJECT_DIRECTORY": "/nowhere", "GIT_EXTERNAL_DIFF": "/bin/false",
          "GIT_TRACE": top.appending(path: "t").path,
          "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.worktree", "GIT_CONFIG_VALUE_0": "/nowhere",
        ])
      #expect(try Self.outline(outcome) == ["a spec.runtime.envs[MODE].value change"])
      #expect(try state() == before)
      #expect(!FileManager.default.fileExists(atPath: top.appending(path: "t").path))
    }
  }
}
