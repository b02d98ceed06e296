import Foundation
import StandInServer
import Testing

/// Questions to the program.
@Suite(.serialized) struct ExplainTests {
  private func explain(_ arguments: String..., at url: String) async throws -> Program.Outcome {
    try await Program.run(
      ["explain"] + arguments + ["--specs", "examples/jobs", "-w", "acme", "--api-url", url],
      environment: ["BL_API_KEY": "test-key"])
  }

  @Test func `A value of a job is explained with both sides, the rule and the field`() async throws {
    try await withExamples { url in
      let outcome = try await explain("nightly-embed", "triggers[cron-1].configuration.schedule", at: url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      for part in [
        "spec.triggers[cron-1].configuration.schedule of nightly-embed\n",
        #"  desired     "*/5 * * * *"   examples/jobs/data/nightly-embed.yaml:30:19-30:32"#,
        #"  live        "0 * * * *"   at /spec/triggers/"#, "  rule        differs: ",
        "  effect      24 → 288 runs/day", "    equal     schedules that",
      ] { #expect(outcome.output.contains(part), "\(part)") }
      let whole = try await explain("nightly-embed", "spec.runtime", at: url)
      #expect(whole.output.contains("spec.runtime.memory of nightly-embed\n"))
      #expect(whole.output.contains("  rule        masked: "))
    }
  }

  @Test func `A job that is on one side only is said to be`() async throws {
    try await withExamples { url in
      let new = try await explain("churn-report", "runtime.memory", at: url)
      #expect(new.status == 0)
      #expect(new.output.hasPrefix("churn-report is only in the specs (examples/jobs/finance/churn-report.yaml:4): "))
      let old = try await explain("old-import", "runtime.memory", at: url)
      #expect(old.output == "old-import is only live: no spec names it, so that nothing of it is compared.\n")
      let owned = try await explain("old-import", "runtime.memory", "--ownership", "exclusive", at: url)
      #expect(owned.output.hasPrefix("old-import is only live, and the specs own it"))
      let nothing = try await explain("nightly-embed", "runtime.gpu", at: url)
      #expect(nothing.status == 0)
      #expect(nothing.output.contains("neither the spec nor the live job has a value there"))
    }
  }

  @Test func `What does not exist is wrong usage, with the name that was meant`() async throws {
    try await withExamples { url in
      let job = try await explain("nightly-embd", "runtime.memory", at: url)
      #expect(job.status == 64)
      #expect(job.errors.contains("is called 'nightly-embd', did you mean 'nightly-embed'?"))
      #expect(job.output == "")
    }
    let field = try await Program.run(["explain", "runtime.memroy"])
    #expect(field.status == 64)
    #expect(field.errors.contains("did you mean 'runtime.memory'?"))
    #expect(try await Program.run(["explain", "job", "a[", "--live", "x"]).status == 64)
    #expect(try await Program.run(["explain"]).status == 64)
  }

  @Test func `A question about a comparison that cannot be made ends like a plan`() async throws {
    let invalid = try await Program.run(
      ["explain", "a", "runtime", "--specs", "-", "--live", "none.json"], input: "kind: Job\nmetadata: {}\n")
    #expect(invalid.status == 3)
    #expect(invalid.errors.contains("missing-name"))
    let missing = try await Program.run(
      ["explain", "a", "runtime", "--specs", "-", "--live", "none.json"], input: "kind: Job\nmetadata: {name: a}\n")
    #expect(missing.status == 1)
    #expect(missing.output == "")
  }

  @Test func `Every path that a plan prints can be asked about, in its text and in its JSON`() async throws {
    let spec = """
      {"kind": "Job", "foo": 1, "metadata": {"name": "j"},
       "spec": {"foo": 3, "bar": 5, "status": "x", "kind": "a", "metadata": {"a": 1}}}
      """
    let live = """
      [{"foo": 2, "metadata": {"name": "j"},
        "spec": {"foo": 4, "bar": 6, "status": "y", "kind": "b", "metadata": {"a": 2}}, "zap": 3}]
      """
    try await Program.withFolder { folder in
      try Data(spec.utf8).write(to: folder.appending(path: "spec.json"))
      try Data(live.utf8).write(to: folder.appending(path: "live.json"))
      let plan = try await Program.run(["plan", "spec.json", "--live", "live.json"], in: folder)
      let printed = plan.output.split(separator: "\n").filter { $0.hasPrefix("    ") }.map {
        $0.split(separator: " ")[1]
      }
      #expect(
        printed == ["spec.foo", "bar", "spec.status", "spec.kind", "spec.metadata.a", "foo", "zap"], "\(plan.output)")
      for path in printed.map(String.init) + ["spec.bar", "status", "metadata.a"] {
        let answer = try await Program.run(
          ["explain", "j", path, "--specs", "spec.json", "--live", "live.json"], in: folder)
        #expect(answer.status == 0)
        #expect(answer.output.contains("\(path) of j\n"), "\(answer.output)")
        #expect(answer.output.contains("  rule  "), "\(answer.output)")
      }
    }
  }

  @Test func `A field is explained from the table`() async throws {
    let memory = try await Program.run(["explain", "runtime.memory"])
    #expect(memory.status == 0)
    #expect(memory.output.hasPrefix("spec.runtime.memory\n  Memory of each task"))
    #expect(memory.output.contains("  type      integer, at least 1, in MB\n"))
    #expect(memory.output.contains("  effect    one CPU core comes with each 2048 MB\n"))
    let timeout = try await Program.run(["explain", "timeout"])
    #expect(timeout.output.contains("spec.runtime.timeout\n"))
    #expect(timeout.output.contains("spec.triggers.configuration.timeout\n"))
    #expect(try await Program.run(["explain", "triggers[].enabled"]).status == 64)
    #expect(try await Program.run(["explain", "triggers[cron-1].enabled"]).output.hasPrefix("spec.triggers.enabled\n"))
  }

  @Test func `A diagnostic code is explained with an example`() async throws {
    let outcome = try await Program.run(["explain", "unknown-field"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("unknown-field (error or warning)\n  A field is not in the job schema.\n\n"))
    for part in ["  For example:\n", "maxRetrys: 3", "  Mended:\n", "maxRetries: 3", "\n  Rule: "] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    let advice = try await Program.run(["explain", "incomplete-listing"])
    #expect(advice.status == 0)
    #expect(advice.output.contains("Try again"))
  }

  @Test(arguments: [
    ("ambigous-scalar", "ambiguous-scalar"), ("Unknown_Field", "unknown-field"), ("code", "codes"),
    ("runtime.memroy", "runtime.memory"), ("shedule", "schedule"),
  ])
  func `An unknown word is answered with the one that was meant`(word: String, meant: String) async throws {
    let outcome = try await Program.run(["explain", word])
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("called '\(word)', did you mean '\(meant)'?"))
  }

  @Test func `A word that is like nothing is answered with where to look`() async throws {
    let outcome = try await Program.run(["explain", "nightly-embed"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("'jobdrift explain codes' lists the codes"))
  }

  @Test func `The list of codes is the one that the README shows`() async throws {
    let outcome = try await Program.run(["explain", "codes"])
    #expect(outcome.status == 0)
    let readme = try Program.file("README.md")
    let block = try #require(readme.firstMatch(of: /<!-- codes -->\n```\n\$ jobdrift explain codes\n((?s:.*?))```\n/))
    #expect(outcome.output == String(block.1))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `Shells complete codes and fields`(shell: String) async throws {
    let script = try await Program.run(["--generate-completion-script", shell])
    #expect(script.status == 0)
    for word in ["ambiguous-scalar", "codes", "runtime.memory"] { #expect(script.output.contains(word), "\(word)") }
  }
}
