import ConfigValue
import Foundation
import TestSupport
import Testing

/// Where reports go, and what is said when they cannot.
@Suite(.serialized) struct OutputTests {
  private static let specs = "kind: Job\nmetadata: {name: a}\nspec: {runtime: {memory: 2}}\n"
  private static let live = #"[{"metadata": {"name": "a"}, "spec": {"runtime": {"memory": 1}}}]"#

  /// A folder `work` with specs, and one beside it called `elsewhere`.
  private static func withWork(_ body: (URL) async throws -> Void) async throws {
    try await Program.withFolder { folder in
      let work = folder.appending(path: "work")
      for directory in [work.appending(path: "out"), folder.appending(path: "elsewhere")] {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      }
      try Data(specs.utf8).write(to: work.appending(path: "a.yaml"))
      try Data(live.utf8).write(to: work.appending(path: "live.json"))
      try await body(work)
    }
  }

  private static func plan(
    _ outputs: [String], in work: URL, environment: [String: String] = [:], through wrapper: [String] = []
  ) async throws -> Program.Outcome {
    try await Program.run(
      ["plan", "a.yaml", "--live", "live.json"] + outputs.flatMap { ["-o", $0] }, environment: environment, in: work,
      through: wrapper)
  }

  private static func exitCode(_ file: URL) throws -> PlainValue? {
    try PlainValue(json: Array(Data(contentsOf: file)))["exitCode"]
  }

  private static func link(_ path: String, to target: String, in work: URL) throws {
    try FileManager.default.createSymbolicLink(
      atPath: work.appending(path: path).path, withDestinationPath: target)
  }

  // MARK: Places

  @Test(arguments: ["/dev/stdout", "/dev/null", "pipe", "device", "to-pipe"])
  func `A link to a device or a pipe is refused, and stays`(target: String) async throws {
    try await Self.withWork { work in
      try #require(unsafe mkfifo(work.appending(path: "pipe").path, 0o600) == 0)
      try Self.link("device", to: "/dev/full", in: work)
      try Self.link("to-pipe", to: "pipe", in: work)
      try Self.link("plan.json", to: target, in: work)
      // A pipe behind standard output, of which '/dev/stdout' is a link to a link.
      let outcome = try await Self.plan(
        ["json=plan.json"], in: work, through: ["sh", "-c", "\"$@\" | cat; exit 1", "sh"])
      #expect(
        outcome.errors.contains("error: 'plan.json' cannot be written: it is a link to what is not a regular file"))
      #expect(outcome.errors.contains("'-o json=-'"))
      let path = work.appending(path: "plan.json").path
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == target)
    }
  }

  @Test(arguments: ["/dev/stdout", "//dev/./stdout", "/dev/../dev/stdout"])
  func `Standard output is not replaced by a file, wherever it goes`(path: String) async throws {
    try await Self.withWork { work in
      let before = try FileManager.default.destinationOfSymbolicLink(atPath: "/dev/stdout")
      let outcome = try await Self.plan(["json=\(path)"], in: work)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("[output-failed]"))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/dev/stdout") == before)
    }
  }

  @Test(arguments: [true, false])
  func `A link on the way to an output leads nowhere else`(isAbsolute: Bool) async throws {
    for target in ["../elsewhere", "..", "/"] {
      try await Self.withWork { work in
        try Self.link("reports", to: target, in: work)
        for path in ["reports/plan.json", "./out/../reports/plan.json", "reports/../plan.json"] {
          let outcome = try await Self.plan(["json=\(isAbsolute ? work.path + "/" : "")\(path)"], in: work)
          #expect(outcome.status == 1, "\(target) \(path)")
          #expect(outcome.errors.contains("a link on the way to it leads out of the working directory"))
        }
        let beside = work.deletingLastPathComponent()
        #expect(try FileManager.default.contentsOfDirectory(atPath: beside.path).sorted() == ["elsewhere", "work"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: beside.path + "/elsewhere") == [])
      }
    }
  }

  @Test(arguments: ["out/plan.json", "inside/plan.json", "../elsewhere/plan.json", "./out/../plan.json"])
  func `Every other place is taken`(path: String) async throws {
    try await Self.withWork { work in
      try Self.link("inside", to: "out", in: work)
      try Self.link("../here", to: "work", in: work)
      for prefix in ["", work.path + "/", work.path + "/../here/"] {
        #expect(try await Self.plan(["json=\(prefix)\(path)"], in: work).status == 2, "\(prefix)")
      }
    }
  }

  @Test(arguments: [("x", "./x"), ("x", "out/../x"), ("./x", "././/x")])
  func `Two outputs to one place are refused, however they are written`(first: String, second: String) async throws {
    try await Self.withWork { work in
      for outputs in [[first, second], [first, work.path + "/x"]] {
        let outcome = try await Self.plan(["json=\(outputs[0])", "markdown=\(outputs[1])"], in: work)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("Two outputs have the same path."))
      }
    }
  }

  // MARK: One status

  @Test func `What can still be written tells the status of a run that could not write the rest`() async throws {
    try await Self.withWork { work in
      try FileManager.default.createDirectory(
        at: work.appending(path: "directory"), withIntermediateDirectories: true)
      let summary = work.appending(path: "summary")
      try Data().write(to: summary)
      for variable in ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"] {
        for format in ["json", "sarif", "text"] {
          try? FileManager.default.removeItem(at: work.appending(path: format))
        }
        let outcome = try await Self.plan(
          ["github", "json=json", "sarif=sarif", "text=text"], in: work,
          environment: ["GITHUB_STEP_SUMMARY": summary.path].merging([variable: "directory"]) { $1 })
        #expect(outcome.status == 1)
        #expect(try Self.exitCode(work.appending(path: "json")) == 1)
        let text = try String(contentsOf: work.appending(path: "text"), encoding: .utf8)
        #expect(text == "No plan: a report of it could not be written (1 error).\n")
        let sarif = try PlainValue(json: Array(Data(contentsOf: work.appending(path: "sarif"))))
        #expect(sarif["runs"]?.elements.first?["invocations"]?.elements.first?["exitCode"] == 1)
        #expect(outcome.errors.ranges(of: "[output-failed]").count == 1)
      }
      #expect(try String(contentsOf: summary, encoding: .utf8).contains("no plan, a report of it could not be written"))
    }
  }

  @Test func `Where standard output is full, files and outputs tell the failure`() async throws {
    try await Self.withWork { work in
      let outputs = work.appending(path: "outputs")
      try Data().write(to: outputs)
      let outcome = try await Self.plan(
        ["github", "json=plan.json"], in: work, environment: ["GITHUB_OUTPUT": outputs.path],
        through: ["sh", "-c", "exec \"$@\" >/dev/full", "sh"])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("error: Standard output cannot be written: the disk is full [output-failed]"))
      #expect(try Self.exitCode(work.appending(path: "plan.json")) == 1)
      let told = try String(contentsOf: outputs, encoding: .utf8)
      #expect(told.contains("\nerror\n") && !told.contains("changes<<"))
    }
  }

  @Test func `Of several files, those that can be written tell that one could not`() async throws {
    try await Self.withWork { work in
      let outcome = try await Self.plan(["json=plan.json", "markdown=missing/plan.md", "text=plan.txt"], in: work)
      #expect(outcome.status == 1)
      #expect(try Self.exitCode(work.appending(path: "plan.json")) == 1)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: work.path).sorted() == [
          "a.yaml", "live.json", "out", "plan.json", "plan.txt",
        ])
    }
  }
}
