import ConfigValue
import JobDiff
import JobModel

/// The paths of one job for people: 'spec' is left out where that cannot be read as another path.
struct TextPaths {
  /// What the field table has at the top of a job.
  private static let known = Set(JobSchema.blaxel.job.fields.map { FieldPath.Element.field($0.name) })

  /// What else stands at the top of the job.
  private let others: Set<FieldPath.Element>

  init(_ job: ReportedJob) {
    var others: Set<FieldPath.Element> = []
    var last: FieldPath.Element?
    func take(_ path: FieldPath) {
      guard let first = path.elements.first, first != last else { return }
      if !Self.known.contains(first) { others.insert(first) }
      last = first
    }
    for change in job.changes { take(change.path) }
    for fold in job.folds { take(fold.path) }
    self.others = others
  }

  /// The path as text from outside: names in it are anybody's.
  func name(_ path: FieldPath) -> String {
    let short = path.droppingFirst("spec")
    guard let first = short.elements.first, !Self.known.contains(first), !others.contains(first) else {
      return path.description
    }
    return short.description
  }
}
