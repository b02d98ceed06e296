import ConfigValue
import Diagnostics
import JobModel

extension JobSelection {
  /// What is wrong with a selection: patterns that no job has, and labels that no job has together. `meant` are the jobs that it
  /// leaves, of those called `names`.
  func unused(among names: [String], _ meant: Set<ExactText>) -> [Diagnostic] {
    let patterns = self.names.filter { pattern in !meant.contains { pattern.matches($0.text) } }
    if patterns.isEmpty, !meant.isEmpty { return [] }
    guard !patterns.isEmpty, labels.isEmpty else {
      return [
        Diagnostic(
          .emptySelection, "No job matches \(flags.map { "'\($0)'" }.joined(separator: " and "))",
          help: "correct it, or accept it with --allow-empty")
      ]
    }
    return patterns.map { pattern in
      let near = Spelling.suggestion(for: pattern.text, among: names)
      return Diagnostic(
        .emptySelection, "No job is called '\(pattern.text)'",
        help: near.map { "did you mean '\($0)'?" } ?? "correct '--job', or accept it with --allow-empty")
    }
  }
}

extension [Diagnostic] {
  /// That live jobs are on their way out, and so none to compare with.
  init(leaving jobs: [JobDocument]) {
    guard !jobs.isEmpty else {
      self = []
      return
    }
    let names = jobs.map { "'\($0.name)'" }.sorted()
    let (few, rest) = (names.prefix(5).joined(separator: ", "), names.count > 5 ? " and \(names.count - 5) more" : "")
    self = [
      Diagnostic(
        .leavingJob, "The API is taking away \(few)\(rest): not compared", severity: .note,
        help: "a spec of such a name is a job to create")
    ]
  }
}
