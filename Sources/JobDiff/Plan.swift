import ConfigValue
package import Diagnostics

/// What applying the specs would do to the live jobs.
package struct Plan: Sendable {
  /// By name, in the order of the bytes.
  package let jobs: [JobPlan]

  package init(jobs: [JobPlan]) {
    self.jobs = jobs.sorted { ExactText($0.name) < ExactText($1.name) }
  }
}

/// What applying would do to one job.
///
/// A value that never changes. It has an identity only so that plans of many jobs are sorted, filtered and passed on at the cost
/// of a reference each.
package final class JobPlan: Sendable {
  package enum Action: String, CaseIterable, Sendable {
    case create, update, delete
    /// Live, not in the specs, and left alone.
    case liveOnly = "live-only"
    case unchanged
  }

  /// What the API says about the live job as a whole.
  package struct Live: Hashable, Sendable {
    package let status: String?
    package let updatedAt: String?
    package let updatedBy: String?
    package let revision: String?

    package init(status: String?, updatedAt: String?, updatedBy: String?, revision: String?) {
      self.status = status
      self.updatedAt = updatedAt
      self.updatedBy = updatedBy
      self.revision = revision
    }
  }

  package let name: String
  package let action: Action
  /// The job's document in the specs; nil when it is only live.
  package let source: SourceRange?
  /// Nil when it is only in the specs.
  package let live: Live?
  /// The live job, only live itself, that a new job may have been called before: a guess. Both stay in the plan.
  package let formerName: String?
  /// In the order of the field table; elements of lists in the spec's order, then those only live.
  package let changes: [Change]
  package let folds: [Fold]
  /// How the job's differences came about, taken together: the first of conflict, change, drift and adopt that one of them has.
  /// Of a job that is created, deleted or only live, how it came to be so. Nil when there is no base, or nothing differs.
  package let origin: Origin?
  /// The job's document in the base; nil when it has none.
  package let baseSource: SourceRange?

  init(
    name: String, action: Action, source: SourceRange?, live: Live?, formerName: String?, changes: [Change],
    folds: [Fold],
    origin: Origin? = nil, baseSource: SourceRange? = nil
  ) {
    self.name = name
    self.action = action
    self.source = source
    self.live = live
    self.formerName = formerName
    self.changes = changes
    self.folds = folds
    self.origin = origin
    self.baseSource = baseSource
  }
}

extension Plan {
  /// Whether applying would create, update or delete a job.
  package var hasDifferences: Bool {
    jobs.contains { $0.action == .create || $0.action == .update || $0.action == .delete }
  }

  /// Whether a value could not be compared.
  package var hasUncompared: Bool {
    jobs.contains { $0.folds.contains(where: \.reason.isUncompared) }
  }
}
