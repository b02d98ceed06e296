import Testing

@Suite("The rules find what they are for")
struct SourceRuleTests {
  /// A source without the brackets `⟦⟧`, and the offsets of what stood between them.
  private func marked(_ sample: String) -> (source: String, offsets: [Int]) {
    var source = ""
    var offsets: [Int] = []
    for character in sample {
      if character == "⟦" {
        offsets.append(source.utf8.count)
      } else if character != "⟧" {
        source.append(character)
      }
    }
    return (source, offsets)
  }

  @Test(
    "a forbidden use is found where it stands",
    arguments: [
      "⟦print⟧(1)", "Swift.⟦print⟧(1)", "⟦print⟧ (1)", "let text = \"\\(⟦print⟧(1))\"",
      "let text = #\"\\#(⟦print⟧(1))\"#",
      "if x { ⟦exit⟧(2) }", "⟦getenv⟧(\"HOME\")", "⟦ProcessInfo⟧.processInfo.environment", "⟦isatty⟧(1) == 1",
      "let start = ⟦Date⟧()", "⟦Date⟧.now", "⟦ContinuousClock⟧().now", "⟦SuspendingClock⟧.now",
      "⟦clock_gettime⟧(0, &now)",
      "⟦try⟧! read()", "value ⟦as⟧! String", "⟦fatalError⟧()", "/* /* */ print(1) */ ⟦print⟧(2)",
      "a // print(1)\n⟦print⟧(2)",
      "\"\"\"\nprint(1) \" \"\"\n\"\"\"\n⟦print⟧(2)", "\"a\\\\\" + ⟦print⟧(1)", "\"\\(\"\\(⟦print⟧(1))\")\" + text",
      "\"open\n⟦print⟧(1)",
    ])
  func forbiddenUse(sample: String) {
    let (source, offsets) = marked(sample)
    let tokens = SwiftToken.tokens(of: source)
    #expect(ForbiddenUse.all.flatMap { $0.places(in: tokens) }.map(\.offset).sorted() == offsets)
  }

  @Test(
    "what only looks like one is not",
    arguments: [
      "plan.print(1)", "func print(_ text: String) {}", "case exit(Int)", "stop(.exit(2))", "// try! as! print(1)",
      "/* exit(1) */", "\"print(1)\"", "#\"\"\"\n\\(print(1))\n\"\"\"#", "fingerprint(1)", "let print = 1",
      "\"print\" (1)", "Date(text: value)",
      "try? read()", "value as? String", "#expect(x)", "fatalError(\"two fields of the table have one name\")",
    ])
  func allowedUse(sample: String) {
    let tokens = SwiftToken.tokens(of: sample)
    #expect(ForbiddenUse.all.flatMap { $0.places(in: tokens) } == [])
  }

  @Test(
    "a forbidden import is found, however it is written",
    arguments: [
      ("import YAMLReader", "JobDiff"), ("package import PlanReport", "JobDiff"),
      ("import struct YAMLReader.Composer", "JobModel"),
      ("import CLibYAML", "ConfigValue"), ("@preconcurrency internal import Foundation", "BlaxelHTTP"),
      ("import FoundationNetworking", "jobdrift"), ("import FoundationEssentials", "JobDiff"),
      ("import ArgumentParser", "DriftEngine"), ("import AsyncHTTPClient", "BlaxelAPI"),
      ("import NIOCore", "BlaxelAPI"),
      ("import Hummingbird", "BlaxelHTTP"), ("import BlaxelHTTP", "DriftEngine"), ("import JobDiff", "StandInServer"),
      ("import Crypto; import Diagnostics", "ConfigValue"),
    ])
  func forbiddenImport(source: String, target: String) {
    #expect(ImportRule.findings(in: SwiftToken.tokens(of: source), target: target).count == 1)
  }

  @Test(
    "an import the table allows is not",
    arguments: [
      ("import ConfigValue", "JobModel"), ("package import JobDiff\nimport Crypto", "PlanReport"),
      ("import Synchronization", "JobDiff"),
      ("import NIOCore\nimport AsyncHTTPClient", "BlaxelHTTP"), ("import ArgumentParser", "jobdrift"),
      ("import CLibYAML", "YAMLReader"),
      ("// import Foundation", "JobDiff"), ("let text = \"import Foundation\"", "JobDiff"),
      ("kind == .import\nFoundation", "JobDiff"),
    ])
  func allowedImport(source: String, target: String) {
    #expect(ImportRule.findings(in: SwiftToken.tokens(of: source), target: target) == [])
  }

  @Test("the message of an import says which line and which arrow")
  func importMessage() {
    let tokens = SwiftToken.tokens(of: "import ConfigValue\nimport Foundation\nimport YAMLReader")
    #expect(
      ImportRule.findings(in: tokens, target: "JobDiff") == [
        "line 2: Foundation is imported nowhere, not in JobDiff", "line 3: JobDiff may not import YAMLReader",
      ])
  }

  @Test(
    "an apology is found where it stands",
    arguments: [
      "fatalError(⟦\"not implemented\")", "preconditionFailure(⟦\"Should never get here\")", "⟦// FIXME later",
      "f() ⟦/* TODO: more */", "fatalError(\"an index past the table\") // reads the todo list",
    ])
  func apology(sample: String) {
    let (source, offsets) = marked(sample)
    #expect(Apology.places(in: SwiftToken.tokens(of: source)).map(\.offset) == offsets)
  }
}
