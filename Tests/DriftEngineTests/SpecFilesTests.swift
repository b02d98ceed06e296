import Diagnostics
import PlanReport
import TestSupport
import Testing

@testable import DriftEngine

/// Which files spec paths stand for.
@Suite struct SpecFilesTests {
  private static func spec(_ name: String) -> MemoryFiles.Node {
    .file(Array("kind: Job\nmetadata: {name: \(name)}\nspec: {}\n".utf8))
  }

  private static func validate(_ nodes: [String: MemoryFiles.Node], _ paths: String...) -> Report {
    EngineRun.validate(paths, in: MemoryFiles(nodes))
  }

  @Test func `A directory stands for the YAML files at any depth`() {
    let report = Self.validate(
      [
        "jobs/a.yaml": Self.spec("a"), "jobs/deep/er/b.yml": Self.spec("b"), "jobs/C.YAML": Self.spec("c"),
        "jobs/notes.md": .file(Array("kind: Job".utf8)), "jobs/live.json": .file(Array("[".utf8)),
        "jobs/.github/d.yaml": Self.spec("d"), "jobs/.hidden.yaml": Self.spec("e"), "elsewhere/f.yaml": Self.spec("f"),
      ], "jobs")
    #expect(report.outline == [])
    #expect(report.scope.desiredJobs == 4)
  }

  @Test func `A file that is named is read whatever it is called`() {
    let report = Self.validate(
      ["job.txt": Self.spec("a"), "b.json": .file(Array(#"{"kind": "Job", "metadata": {"name": "b"}}"#.utf8))],
      "job.txt", "b.json")
    #expect(report.outline == [])
    #expect(report.scope.desiredJobs == 2)
  }

  @Test(arguments: [
    ("a.yaml", true), (".yml", true), ("B.YAML", true), ("c.yAmL", true), ("yaml", false), ("yml", false),
    ("a.yaml~", false),
    ("", false), ("a.json", false), ("\u{600}.yaml", true), ("e.yam\u{13E}", false),
  ]) func `Names say what a spec is by their last bytes`(name: String, isSpec: Bool) {
    #expect(SpecFiles.isSpecName(name) == isSpec)
  }

  @Test func `What is named twice is read once`() {
    let nodes = [
      "jobs/a.yaml": Self.spec("a"), "jobs/link.yaml": MemoryFiles.Node.link("a.yaml"),
      "jobs/Another link.yml": MemoryFiles.Node.link("a.yaml"),
    ]
    for paths in [
      ["jobs", "jobs/a.yaml"], ["jobs/a.yaml", "./jobs/a.yaml"], ["jobs", "/here/jobs"], ["jobs/link.yaml", "jobs"],
      ["jobs"],
    ] {
      let report = EngineRun.validate(paths, in: MemoryFiles(nodes))
      #expect(report.outline == [], "\(paths)")
      #expect(report.scope.desiredJobs == 1, "\(paths)")
    }
  }

  @Test func `A link that leads out of the directory is an error that tells nothing of its content`() {
    let secret = MemoryFiles.Node.file(Array("root:hunter2hunter2\n".utf8))
    for nodes: [String: MemoryFiles.Node] in [
      ["jobs/a.yaml": .link("/etc/passwd"), "/etc/passwd": secret],
      ["jobs/a.yaml": .link("../../etc/passwd"), "/etc/passwd": secret],
      ["jobs/a": .link("/etc"), "/etc/x.yaml": secret, "jobs/b.yaml": Self.spec("b")],
      ["jobs/a.yaml": .link("b.yaml"), "jobs/b.yaml": .link("/etc/passwd"), "/etc/passwd": secret],
    ] {
      let report = Self.validate(nodes, "jobs")
      #expect(report.verdict == .invalid)
      #expect(Set(report.outline) == ["error link-outside-root"])
      #expect(!report.text(.json).contains("hunter2"))
    }
  }

  @Test func `A named link is followed beside itself and below the working directory only`() {
    let good = Self.validate(["a.yaml": .link("jobs/b.yaml"), "jobs/b.yaml": Self.spec("b")], "a.yaml")
    #expect(good.outline == [])
    let bad = Self.validate(["a.yaml": .link("/etc/passwd"), "/etc/passwd": Self.spec("x")], "a.yaml")
    #expect(bad.outline == ["error link-outside-root"])
  }

  @Test func `What cannot be read is said, and does not hide what is wrong elsewhere`() {
    let report = Self.validate(
      [
        "jobs/a.yaml": .locked, "jobs/b.yaml": .other, "jobs/c.yaml": .link("nowhere"), "jobs/d.yaml": .link("d.yaml"),
        "jobs/e.yaml": .file(Array("a: [".utf8)), "jobs/f.yaml": Self.spec("f"),
      ], "jobs", "missing")
    #expect(report.verdict == .invalid)
    #expect(
      report.outline.sorted() == [
        "error not-a-regular-file", "error unreadable-file", "error unreadable-file", "error unreadable-file",
        "error unreadable-file", "error yaml-syntax",
      ])
  }

  @Test func `Standard input is a spec like any other`() {
    let files = MemoryFiles([:], input: "kind: Job\nmetadata: {name: a}\nspec: {runtime: {memory: x}}\n")
    let report = EngineRun.validate(["-"], in: files)
    #expect(report.outline == ["error wrong-type"])
    #expect(report.places == ["<stdin>:3:26-3:27"])
  }

  @Test func `Reports name files from the working directory`() {
    let files = MemoryFiles(texts: ["jobs/a.yaml": "x: [", "/srv/b.yaml": "x: ["])
    let report = EngineRun.validate(["./jobs/", "/here/jobs/../jobs/a.yaml", "/srv"], in: files)
    #expect(Set(report.diagnostics.compactMap { $0.place?.file }) == ["jobs/a.yaml", "/srv/b.yaml"])
  }
}
