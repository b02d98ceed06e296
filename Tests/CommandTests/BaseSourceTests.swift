import ConfigValue
import Foundation
import TestSupport
import Testing

/// Where `plan --base` finds specs as they were, and where it refuses to look.
@Suite(.serialized) struct BaseSourceTests {
  @Test func `Specs behind links are found in the base, too`() async throws {
    try await BranchFixture.withBranch(live: BranchFixture.list(BranchFixture.live("a"), BranchFixture.live("b"))) {
      repository in
      try repository.write(BranchFixture.spec("b"), to: "jobs/b.yaml")
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
        let outcome = try await BranchFixture.plan(repository, "--env-file", "prod.env", paths: [path])
        #expect(try BranchFixture.outline(outcome) == ["b live-only change"], "\(path)")
        #expect(try BranchFixture.codes(outcome) == [])
      }
    }
  }

  @Test func `Specs in a repository inside of this one have no base here`() async throws {
    try await BranchFixture.withBranch { repository in
      let inner = try GitFixture(in: repository.folder.appending(path: "jobs/inner"))
      try inner.write(BranchFixture.spec("x"), to: "x.yaml")
      try inner.commit("Inside")
      let named = try await BranchFixture.plan(repository, paths: ["jobs/inner"])
      #expect(named.status == 1 && named.errors.contains("in one of its own"))
      try repository.git("-c", "advice.addEmbeddedRepo=false", "add", "jobs/inner")
      try repository.commit("A repository inside")
      try repository.git("branch", "--force", "main")
      let around = try await BranchFixture.plan(repository)
      #expect(around.status == 1 && around.errors.contains("jobs/inner"))
    }
  }

  @Test func `More directories than git takes in one command have a base, too`() async throws {
    try await BranchFixture.withBranch { repository in
      let paths = (0..<501).map { "many/\($0)" }
      for path in paths { try repository.write("", to: path + "/empty.yaml") }
      try repository.write(BranchFixture.spec("a"), to: "many/7/a.yaml")
      try repository.commit("Many directories")
      try repository.git("branch", "--force", "main")
      try repository.write(BranchFixture.spec("a", memory: 4096), to: "many/7/a.yaml")
      let outcome = try await BranchFixture.plan(repository, paths: paths)
      #expect(try BranchFixture.outline(outcome) == ["a spec.runtime.memory change"], "\(outcome.errors)")
    }
  }

  @Test func `A copied job is a new one`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("n"), to: "staging/n.yaml")
      try repository.commit("Staging")
      try repository.git("branch", "--force", "main")
      try repository.write(BranchFixture.spec("n"), to: "jobs/n.yaml")
      try repository.write(BranchFixture.spec("n", memory: 4096), to: "staging/n.yaml")
      try repository.commit("Promoted")
      #expect(try BranchFixture.outline(await BranchFixture.plan(repository)) == ["n create change"])
    }
  }

  @Test func `What a moved file of variables gives is not taken for what it gave before`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("a", mode: "'${MODE}'"), to: "jobs/a.yaml")
      try repository.write("MODE=full\n", to: "prod.env")
      try repository.commit("A variable")
      try repository.git("branch", "--force", "main")
      try repository.git("mv", "prod.env", "moved.env")
      try repository.write("MODE=fast\n", to: "moved.env")
      let outcome = try await BranchFixture.plan(repository, "--env-file", "moved.env")
      #expect(outcome.status == 2)
      #expect(try BranchFixture.outline(outcome) == ["a spec.runtime.envs[MODE].value change"])
      #expect(try BranchFixture.codes(outcome) == ["invalid-base"])
      // A file that the repository does not know has one version.
      try repository.write("MODE=full\n", to: "local.env")
      #expect(try BranchFixture.outline(await BranchFixture.plan(repository, "--env-file", "local.env")) == [])
    }
  }

  @Test func `A shallow clone is not trusted with where a branch left another`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.git("switch", "--quiet", "main")
      try repository.write(BranchFixture.spec("a", memory: 4096), to: "jobs/a.yaml")
      try repository.commit("On main")
      try repository.git("switch", "--quiet", "feature")
      try repository.commit("Here")
      let clone = try GitFixture(
        cloning: repository, into: repository.folder.deletingLastPathComponent().appending(path: "clone"), "--depth=2",
        "--no-single-branch", "--branch=feature")
      try clone.write("x", to: "x")
      let outcome = try await BranchFixture.plan(clone, base: "origin/main")
      #expect(outcome.status == 1 && outcome.errors.contains("git fetch --unshallow origin"))
    }
  }

  @Test func `Specs that a sparse checkout leaves out are not removed by this change`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("b"), to: "jobs/more/b.yaml")
      try repository.commit("More")
      try repository.git("branch", "--force", "main")
      try repository.git("sparse-checkout", "set", "--no-cone", "/*", "!/jobs/more/")
      #expect(!FileManager.default.fileExists(atPath: repository.folder.appending(path: "jobs/more/b.yaml").path))
      #expect(try BranchFixture.outline(await BranchFixture.plan(repository)) == [])
    }
  }

  @Test func `A base without specs is said`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write("", to: "empty/.keep")
      #expect(try BranchFixture.codes(await BranchFixture.plan(repository, base: "empty/")) == ["no-jobs"])
    }
  }

  @Test func `A directory that is called like a revision is none, in a repository`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("a", mode: "evil"), to: "origin/main/a.yaml")
      let outcome = try await BranchFixture.plan(repository, base: "origin/main")
      #expect(outcome.status == 1 && outcome.errors.contains("./origin/main"))
    }
  }

  @Test func `A name that is a directory and a revision is refused`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("a"), to: "main/a.yaml")
      let outcome = try await BranchFixture.plan(repository)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("./main") && outcome.errors.contains("refs/heads/main"))
      #expect(try await BranchFixture.plan(repository, base: "./main").status == 0)
      #expect(try await BranchFixture.plan(repository, base: "refs/heads/main").status == 0)
    }
  }

  @Test(arguments: [
    "no-such", "--upload-pack=touch x", "HEAD:jobs", "main..feature", ":/x", "@{-9}", "-h", "main^{tree}",
  ])
  func `What names no commit is no base`(base: String) async throws {
    try await BranchFixture.withBranch { repository in
      let live = repository.folder.deletingLastPathComponent().appending(path: "live.json").path
      let outcome = try await Program.run(
        ["plan", "jobs", "--live", live, "--base=\(base)", "-o", "json"], in: repository.folder)
      #expect(outcome.status == 1)
      #expect(try BranchFixture.codes(outcome) == ["unusable-base"])
      #expect(try repository.git("status", "--porcelain") == "")
    }
  }

  @Test func `Files of variables in the repository are read as they were`() async throws {
    try await BranchFixture.withBranch(live: BranchFixture.list(BranchFixture.live("a", image: "app:1"))) {
      repository in
      try repository.write(BranchFixture.spec("a", image: "'app:${TAG}'"), to: "jobs/a.yaml")
      try repository.write("TAG=1\n", to: "prod.env")
      try repository.commit("A variable")
      try repository.git("branch", "--force", "main")
      try repository.write("TAG=2\n", to: "prod.env")
      let outcome = try await BranchFixture.plan(repository, "--env-file", "prod.env")
      #expect(try BranchFixture.outline(outcome) == ["a spec.runtime.image change"])
    }
  }

  @Test func `It works from below the top, with absolute paths, and in a linked work tree`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("a", mode: "fast"), to: "jobs/a.yaml")
      let expected = ["a spec.runtime.envs[MODE].value change"]
      #expect(try BranchFixture.outline(await BranchFixture.plan(repository, paths: ["."], in: "jobs")) == expected)
      #expect(
        try BranchFixture.outline(await BranchFixture.plan(repository, paths: ["../jobs"], in: "jobs")) == expected)
      #expect(
        try BranchFixture.outline(
          await BranchFixture.plan(repository, paths: [repository.folder.appending(path: "jobs").path]))
          == expected)
      let outside = try await BranchFixture.plan(repository, paths: [".."])
      #expect(outside.status == 1 && outside.errors.contains("outside of this repository"))
      try repository.git("commit", "--quiet", "--all", "--message", "Fast")
      let tree = repository.folder.deletingLastPathComponent().appending(path: "tree")
      try repository.git("worktree", "add", "--quiet", "--detach", tree.path, "feature")
      let live = repository.folder.deletingLastPathComponent().appending(path: "live.json").path
      let outcome = try await Program.run(
        ["plan", "jobs", "--live", live, "--base", "main", "-o", "json"], in: tree)
      #expect(try BranchFixture.outline(outcome) == expected)
    }
  }

  @Test func `Nothing is written to the repository, and its surroundings do not lead git elsewhere`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("a", mode: "fast"), to: "jobs/a.yaml")
      let top = repository.folder.deletingLastPathComponent()
      let other = try GitFixture(in: top.appending(path: "other"))
      try other.write(BranchFixture.spec("a", mode: "evil"), to: "jobs/a.yaml")
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
      let outcome = try await BranchFixture.plan(
        repository,
        environment: [
          "GIT_DIR": other.folder.appending(path: ".git").path, "GIT_WORK_TREE": other.folder.path,
          "GIT_OBJECT_DIRECTORY": "/nowhere", "GIT_EXTERNAL_DIFF": "/bin/false",
          "GIT_TRACE": top.appending(path: "t").path,
          "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.worktree", "GIT_CONFIG_VALUE_0": "/nowhere",
        ])
      #expect(try BranchFixture.outline(outcome) == ["a spec.runtime.envs[MODE].value change"])
      #expect(try state() == before)
      #expect(!FileManager.default.fileExists(atPath: top.appending(path: "t").path))
    }
  }
}
