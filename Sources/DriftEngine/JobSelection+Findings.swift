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
  /// That live jobs are on their way out, and so none to compare with; `specs` are the names of the specs.
  init(leaving jobs: [JobDocument], specs: Set<ExactText>) {
    guard !jobs.isEmpty else {
      self = []
      return
    }
    let names = jobs.map { "'\($0.name)'" }.sorted()
    let rest = names.count > 5 ? " and \(names.count - 5) more" : ""
    let isOne = names.count == 1
    self = [
      Diagnostic(
        .leavingJob,
        "\(isOne ? "1 job is" : "\(names.count) jobs are") being deleted or terminated, and not live any more: "
          + names.prefix(5).joined(separator: ", ") + rest,
        severity: .note,
        help: jobs.contains { specs.contains($0.key) } ? "a spec of such a name is a job to create" : nil)
    ]
  }
}
