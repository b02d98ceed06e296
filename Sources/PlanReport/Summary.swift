package import JobDiff

/// How much of everything there is.
package struct Summary: Hashable, Sendable {
  package let actions: [JobPlan.Action: Int]
  package let operations: [Change.Operation: Int]
  /// How many values were folded for each reason.
  package let folds: [Fold.Reason: Int]
  /// Changes of fields, and jobs that are created, deleted or only live as one each. All 0 without a base.
  package let origins: [Origin: Int]

  /// Counts in one pass, and the folds of jobs that share their list once for all that stand together.
  package init(_ plan: Plan) {
    var (actions, operations) = (Tally<JobPlan.Action>(), Tally<Change.Operation>())
    var (folds, origins) = (Tally<Fold.Reason>(), Tally<Origin>())
    var shared: (folds: [Fold], jobs: Int) = ([], 0)
    for job in plan.jobs {
      actions.add(job.action)
      for change in job.changes {
        operations.add(change.operation)
        if let origin = change.origin { origins.add(origin) }
      }
      if job.changes.isEmpty, let origin = job.origin { origins.add(origin) }
      let listed = job.folds
      if !listed.span.isIdentical(to: shared.folds.span) {
        for fold in shared.folds { folds.add(fold.reason, shared.jobs) }
        shared = (listed, 0)
      }
      shared.jobs += 1
    }
    for fold in shared.folds { folds.add(fold.reason, shared.jobs) }
    self.actions = actions.counts
    self.operations = operations.counts
    self.folds = folds.counts
    self.origins = origins.counts
  }

  package func count(_ action: JobPlan.Action) -> Int { actions[action, default: 0] }
  package func count(_ operation: Change.Operation) -> Int { operations[operation, default: 0] }
  package func count(_ reason: Fold.Reason) -> Int { folds[reason, default: 0] }
  package func count(_ origin: Origin) -> Int { origins[origin, default: 0] }
}

/// How often each case came. The same one several times in a row costs an addition each.
private struct Tally<Kind: CaseIterable & Hashable> {
  private var finished = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, 0) })
  private var last: Kind?
  private var run = 0

  mutating func add(_ kind: Kind, _ count: Int = 1) {
    if last != kind {
      if let last { finished[last, default: 0] += run }
      (last, run) = (kind, 0)
    }
    run += count
  }

  var counts: [Kind: Int] {
    guard let last else { return finished }
    return finished.merging([last: run], uniquingKeysWith: +)
  }
}
