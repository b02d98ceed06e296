import Foundation
import Testing

/// The flags that give specs their variables, on the built program.
@Suite(.serialized) struct VariableTests {
  private static let spec = """
    kind: Job
    metadata: {name: j, labels: {a: "${A}", b: "${B:none}", c: "${C:none}"}}
    """

  private static let live = #"[{"metadata": {"name": "j", "labels": {"a": "1", "b": "2", "c": "3"}}}]"#

  private static func run(
    _ arguments: [String], environment: [String: String] = [:], files: [String: String] = [:], input: String = ""
  ) async throws -> Program.Outcome {
    try await Program.withFolder { folder in
      for (name, text) in files.merging(["j.yaml": spec, "live.json": live], uniquingKeysWith: { given, _ in given }) {
        try Data(text.utf8).write(to: folder.appending(path: name))
      }
      return try await Program.run(arguments, environment: environment, input: input, in: folder)
    }
  }

  private static let plan = ["plan", "j.yaml", "--live", "live.json"]

  @Test func `Values come from flags, the process and files`() async throws {
    let outcome = try await Self.run(
      Self.plan + ["--var", "A=1", "--env", "B", "--env-file", "prod.env"], environment: ["B": "2", "A": "x"],
      files: ["prod.env": "A=y\nB=z\nC=3\n"])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors == "")
    let piped = try await Self.run(Self.plan + ["--env-file", "-"], input: "A=1\nB=2\nC=3\n")
    #expect(piped.status == 0)
  }

  @Test func `The process is not looked at unless it was asked for`() async throws {
    let outcome = try await Self.run(Self.plan, environment: ["A": "1", "B": "2", "C": "3"])
    #expect(outcome.status == 3)
    #expect(
      outcome.errors.contains("j.yaml:2:34: error: 'metadata.labels.a' needs the variable 'A', which has no value"))
    let spared = try await Self.run(
      Self.plan + ["--env", "*", "--unresolved", "unknown", "-o", "json"],
      environment: ["A": "1", "GITHUB_A": "x", "B": "2", "C": "3"])
    #expect(spared.status == 0)
  }

  @Test func `A pattern gives no name of the machinery away`() async throws {
    let spec = """
      kind: Job
      metadata: {name: j, labels: {a: "${AWS_SECRET_ACCESS_KEY}", b: "${GITHUB_TOKEN}", c: "${BL_API_KEY}", d: "${OK}"}}
      """
    let environment = ["AWS_SECRET_ACCESS_KEY": "s", "GITHUB_TOKEN": "s", "BL_API_KEY": "s", "OK": "s"]
    let outcome = try await Self.run(
      ["validate", "j.yaml", "--env", "*", "--unresolved", "error"], environment: environment, files: ["j.yaml": spec])
    #expect(outcome.status == 3)
    for name in ["AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "BL_API_KEY"] {
      #expect(outcome.errors.contains("needs the variable '\(name)'"))
    }
    #expect(!outcome.errors.contains("needs the variable 'OK'"))
    let named = try await Self.run(
      ["validate", "j.yaml", "--env", "BL_API_KEY"], environment: environment, files: ["j.yaml": spec])
    #expect(named.status == 64)
  }

  @Test func `What is given is shown as its reference, unless it may be shown`() async throws {
    let flags = ["--var", "A=new-value", "--var", "B=other-value", "--show-var", "B"]
    for format in ["text", "json"] {
      let outcome = try await Self.run(Self.plan + flags + ["-o", format])
      #expect(outcome.status == 2)
      #expect(outcome.output.contains("\"${A}\"") && !outcome.output.contains("new-value"))
      #expect(outcome.output.contains("\"other-value\"") && !outcome.output.contains("${B"))
    }
  }

  @Test func `What a variable without a value is can be chosen, and differs between plan and validate`() async throws {
    #expect(try await Self.run(["validate", "j.yaml"]).status == 0)
    #expect(try await Self.run(["validate", "j.yaml", "--unresolved", "error"]).status == 3)
    let unknown = try await Self.run(Self.plan + ["--unresolved", "unknown"])
    #expect(unknown.status == 2)
    #expect(unknown.output.contains("1 value known only elsewhere (variables, stored tasks) could not be compared."))
    let literal = try await Self.run(Self.plan + ["--unresolved", "literal"])
    #expect(literal.output.contains("\"1\" → \"${A}\""))
  }

  @Test(arguments: [
    ["--var", "hunter2"], ["--var", "=x"], ["--var", "1A=x"], ["--var", "A="], ["--var", "A=1", "--var", "A=2"],
    ["--var", "secrets=x"], ["--env", ""], ["--env", "A=b"], ["--unresolved", "ignore"], ["--env-file", ""],
    ["--env-file", "-", "--env-file", "-"],
  ])
  func `Wrong usage is told, without repeating what may be a value`(flags: [String]) async throws {
    let outcome = try await Self.run(Self.plan + flags)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(!outcome.errors.contains("hunter2"))
  }

  @Test func `An explanation puts values in as the plan does`() async throws {
    let outcome = try await Self.run([
      "explain", "j", "metadata.labels.a", "--specs", "j.yaml", "--live", "live.json", "--var", "A=hidden-value",
    ])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\"${A}\"") && !outcome.output.contains("hidden-value"))
  }
}
