import ConfigValue
import JobModel

/// What a document in a spec file is, by its `kind`.
enum DocumentKind {
  case job
  /// A resource of Blaxel's or somebody else's; not compared.
  case other(String)
  /// Almost `Job`.
  case misspelled(String, Value)
  /// No `kind`, but what only jobs have.
  case missing
  /// No `kind`, and nothing that looks like a job.
  case unrelated

  /// Kinds that are near `Job` and mean something else.
  private static let neighbours: Set<String> = ["Pod"]

  /// The kind of `document`, which is a map.
  init(_ document: Value) {
    guard let kind = document["kind"], !kind.isNull else {
      let spec = document["spec"]
      let isJob =
        document["metadata"]?.kind == .map && spec?.kind == .map
        || spec?["runtime"] != nil || document["runtime"]?.kind == .map && document["metadata"] != nil
      self = isJob ? .missing : .unrelated
      return
    }
    guard let name = kind.string else {
      self = .misspelled(kind.isContainer ? "" : kind.text, kind)
      return
    }
    if name == "Job" {
      self = .job
    } else if !Self.neighbours.contains(name), Spelling.distance(name, "Job") <= 2 || name.lowercased() == "job" {
      self = .misspelled(name, kind)
    } else {
      self = .other(name)
    }
  }
}
