import ConfigValue
import Foundation
import TestSupport
import Testing

/// `plan --base`, in real repositories.
@Suite(.serialized) struct BaseTests {
  @Test func `An edited variable that is masked counts with a base, and cannot be compared without`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("a", mode: "fast"), to: "jobs/a.yaml")
      let outcome = try await BranchFixture.plan(repository)
      #expect(outcome.status == 2)
      #expect(try BranchFixture.outline(outcome) == ["a spec.runtime.envs[MODE].value change"])
      let change = try #require(try outcome.document["jobs"]?.elements.first?["changes"]?.elements.first)
      #expect(change["basis"] == "base" && change["before"] == "full" && change["after"] == "fast")
      let live = repository.folder.deletingLastPathComponent().appending(path: "live.json").path
      let plain = try await Program.run(["plan", "jobs", "--live", live, "-o", "json"], in: repository.folder)
      #expect(plain.status == 0)
      #expect(try plain.document["verdict"] == "clean-except-unknown")
    }
  }

  @Test func `What happened on the other branch since is not of this one`() async throws {
    try await BranchFixture.withBranch(live: BranchFixture.list(BranchFixture.live("a", memory: 1024))) { repository in
      try repository.write(BranchFixture.spec("a", image: "app:2"), to: "jobs/a.yaml")
      try repository.commit("A new image")
      try repository.git("switch", "--quiet", "main")
      try repository.write(BranchFixture.spec("a", image: "app:3", mode: "slow"), to: "jobs/a.yaml")
      try repository.write(BranchFixture.spec("b"), to: "jobs/b.yaml")
      try repository.commit("Others")
      try repository.git("switch", "--quiet", "feature")
      let outcome = try await BranchFixture.plan(repository)
      #expect(try BranchFixture.outline(outcome) == ["a spec.runtime.image change", "a spec.runtime.memory drift"])
      #expect(try outcome.document["scope"]?["base"] == "main")
      #expect(
        try outcome.document["scope"]?["baseCommit"]?.text == (try repository.git("merge-base", "main", "feature")))

      // Merging the other branch moves the base to where both are now.
      try repository.git("switch", "--quiet", "--create", "merged", "main")
      try repository.git("merge", "--quiet", "--strategy=ours", "--message", "Merge", "feature")
      try repository.write(BranchFixture.spec("a", image: "app:2", mode: "slow"), to: "jobs/a.yaml")
      #expect(
        try BranchFixture.outline(await BranchFixture.plan(repository)) == [
          "a spec.runtime.image conflict", "a spec.runtime.memory drift", "b create drift",
        ])
    }
  }

  @Test func `Files that are renamed or moved are followed by the names of their jobs`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.git("mv", "jobs/a.yaml", "jobs/renamed.yaml")
      #expect(try BranchFixture.outline(await BranchFixture.plan(repository)) == [])
      #expect(try BranchFixture.outline(await BranchFixture.plan(repository, paths: ["jobs/renamed.yaml"])) == [])
      try repository.git("mv", "jobs", "specs")
      try repository.write(BranchFixture.spec("a", mode: "fast"), to: "specs/renamed.yaml")
      #expect(
        try BranchFixture.outline(await BranchFixture.plan(repository, paths: ["specs"])) == [
          "a spec.runtime.envs[MODE].value change"
        ])
    }
  }

  @Test func `A job that moves into another file, and out of a bigger one, is followed too`() async throws {
    try await BranchFixture.withBranch(live: BranchFixture.list(BranchFixture.live("a"), BranchFixture.live("b"))) {
      repository in
      try repository.write(BranchFixture.spec("b") + "---\n" + BranchFixture.spec("c"), to: "old/both.yaml")
      try repository.commit("Two more")
      try repository.git("branch", "--force", "main")
      try repository.write(BranchFixture.spec("c"), to: "old/both.yaml")
      try repository.write(BranchFixture.spec("b", memory: 4096), to: "jobs/b.yaml")
      #expect(try BranchFixture.outline(await BranchFixture.plan(repository)) == ["b spec.runtime.memory change"])
    }
  }

  @Test func `A job is removed when its file is gone, wherever specs are read from now`() async throws {
    try await BranchFixture.withBranch(live: BranchFixture.list(BranchFixture.live("a"), BranchFixture.live("b"))) {
      repository in
      try repository.write(BranchFixture.spec("b"), to: "jobs/b.yaml")
      try repository.commit("Two")
      try repository.git("branch", "--force", "main")
      try repository.remove("jobs/b.yaml")
      #expect(
        try BranchFixture.outline(await BranchFixture.plan(repository, paths: ["jobs/a.yaml"])) == [
          "b live-only change"
        ])
      try repository.git("add", "--all")
      try repository.git("mv", "jobs", "specs")
      try repository.commit("Moved, and one less")
      let outcome = try await BranchFixture.plan(repository, "--fail-on", "change", paths: ["specs"])
      #expect(try BranchFixture.outline(outcome) == ["b live-only change"])
      #expect(outcome.status == 2)
    }
  }

  @Test func `Jobs that come and go have origins`() async throws {
    try await BranchFixture.withBranch(
      live: BranchFixture.list(BranchFixture.live("gone"), BranchFixture.live("theirs"), BranchFixture.live("adopted"))
    ) {
      repository in
      for name in ["gone", "dead"] { try repository.write(BranchFixture.spec(name), to: "jobs/\(name).yaml") }
      try repository.commit("Two more")
      try repository.git("branch", "--force", "main")
      for name in ["gone", "dead"] { try repository.remove("jobs/\(name).yaml") }
      try repository.write(BranchFixture.spec("new"), to: "jobs/new.yaml")
      try repository.write("kind: Job\nmetadata: {name: adopted}\n", to: "jobs/adopted.yaml")
      let outcome = try await BranchFixture.plan(repository)
      let jobs = try BranchFixture.outline(outcome).filter { !$0.contains(" spec.") }
      #expect(
        jobs == [
          "a create drift", "dead unchanged adopt", "gone live-only change", "new create change",
          "theirs live-only drift",
        ])
      let exclusive = try await BranchFixture.plan(repository, "--ownership", "exclusive")
      #expect(try BranchFixture.outline(exclusive).contains("gone delete change"))
    }
  }

  @Test func `A shallow clone is explained, and works when it has the history`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("a", memory: 4096), to: "jobs/a.yaml")
      try repository.commit("More memory")
      let clone = try GitFixture(
        cloning: repository, into: repository.folder.deletingLastPathComponent().appending(path: "clone"), "--depth=1",
        "--branch=feature")
      let missing = try await BranchFixture.plan(clone, base: "origin/main")
      #expect(missing.status == 1)
      #expect(missing.errors.contains("git fetch origin main:refs/remotes/origin/main"))
      try clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
      let shallow = try await BranchFixture.plan(clone, base: "origin/main")
      #expect(shallow.status == 1)
      #expect(shallow.errors.contains("git fetch --unshallow origin") && shallow.errors.contains("shallow"))
      #expect(try BranchFixture.codes(shallow) == ["unusable-base"])
      try clone.git("fetch", "--quiet", "--unshallow", "origin")
      #expect(
        try BranchFixture.outline(await BranchFixture.plan(clone, base: "origin/main")) == [
          "a spec.runtime.memory change"
        ])
    }
  }

  @Test func `Each condition on origins ends the run with 2 where it holds`() async throws {
    try await BranchFixture.withBranch(live: BranchFixture.list(BranchFixture.live("a", memory: 1024))) { repository in
      func status(_ condition: String) async throws -> Int32 {
        try await BranchFixture.plan(repository, "--fail-on", condition).status
      }
      #expect(try await [status("change"), status("drift"), status("conflict")] == [0, 2, 0])
      try repository.write(BranchFixture.spec("a", image: "app:2"), to: "jobs/a.yaml")
      #expect(try await [status("change"), status("drift"), status("conflict")] == [2, 2, 0])
      try repository.write(BranchFixture.spec("a", memory: 4096), to: "jobs/a.yaml")
      #expect(try await [status("change"), status("drift"), status("conflict")] == [2, 2, 2])
      try repository.write(BranchFixture.spec("a", memory: 1024), to: "jobs/a.yaml")
      #expect(try await [status("change"), status("drift"), status("conflict")] == [0, 0, 0])
      try repository.remove("jobs/a.yaml")
      #expect(try await BranchFixture.plan(repository, "--fail-on", "change", "--allow-empty").status == 2)
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
    try await BranchFixture.withBranch { repository in
      try repository.write(BranchFixture.spec("a", mode: "fast"), to: "jobs/a.yaml")
      try repository.write(BranchFixture.spec("a"), to: "before/x.yaml")
      let nowhere = ["PATH": "/nowhere"]
      for (base, environment) in [
        ("./before", [:]), ("before/", [:]), ("before/x.yaml", [:]), ("before", nowhere), ("before/", nowhere),
      ] {
        let outcome = try await BranchFixture.plan(repository, base: base, environment: environment)
        #expect(try BranchFixture.outline(outcome) == ["a spec.runtime.envs[MODE].value change"], "\(base)")
      }
      let missing = try await BranchFixture.plan(repository, environment: nowhere)
      #expect(missing.status == 1)
      #expect(missing.errors.contains("not installed"))
    }
  }

  @Test func `A change that mends a broken spec is planned, and says that the base is not valid`() async throws {
    try await BranchFixture.withBranch { repository in
      try repository.write("kind: Job\nmetadata: [\n", to: "jobs/a.yaml")
      try repository.commit("Broken")
      try repository.git("branch", "--force", "main")
      try repository.write(BranchFixture.spec("a", memory: 4096), to: "jobs/a.yaml")
      let outcome = try await BranchFixture.plan(repository)
      #expect(outcome.status == 2)
      #expect(try BranchFixture.codes(outcome) == ["invalid-base"])
      #expect(try BranchFixture.outline(outcome).contains("a spec.runtime.memory conflict"))
    }
  }
}
