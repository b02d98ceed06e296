import ConfigValue
import JobDiff
import JobModel

/// The paths of one job for people: 'spec' is left out where that cannot be read as another path.
struct TextPaths {
  /// What stands, or may stand, at the top of the job.
  private let topLevel: Set<FieldPath.Element>

  init(_ job: ReportedJob) {
    let known = JobSchema.blaxel.job.fields.map { FieldPath.Element.field($0.name) }
    topLevel = Set(known + (job.changes.map(\.path) + job.folds.map(\.path)).compactMap(\.elements.first))
  }

  /// The path as text from outside: names in it are anybody's.
  func name(_ path: FieldPath) -> String {
    let short = path.droppingFirst("spec")
    guard let first = short.elements.first, !topLevel.contains(first) else { return path.description }
    return short.description
  }
}
