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

  /// Whether it is a job, or would be one if its kind were written right.
  var isJob: Bool {
    switch self {
    case .job, .misspelled, .missing: true
    case .other, .unrelated: false
    }
  }

  /// The kind of `document`; what is no map is no job.
  init(_ document: Value) {
    guard document.kind == .map else {
      self = .unrelated
      return
    }
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
