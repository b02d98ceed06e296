package import JobDiff
package import PlanReport

/// How a run ends. Statuses are part of the interface: scripts and CI branch on them.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  /// Compared completely; nothing that counts.
  case success = 0
  /// Could not compare: network, authentication, an incomplete listing, files, output.
  case failure = 1
  /// Compared completely; differences that count.
  case differences = 2
  /// A spec or the configuration is invalid.
  case invalid = 3
  /// A gate was hit.
  case gate = 4
  /// Wrong usage.
  case usage = 64

  /// The status of a run with `verdict` and the conditions that hold in its plan.
  ///
  /// An error never reads as a difference or as clean: only a finished comparison can end with 0 or 2.
  package init(
    _ verdict: Verdict, holding: Set<FailureCondition>, failOn: Set<FailureCondition>, exitsZero: Bool
  ) {
    switch verdict {
    case .invalid: self = .invalid
    case .error, .interrupted: self = .failure
    case .gate: self = .gate
    case .clean, .cleanExceptUnknown, .differences:
      self = exitsZero || holding.isDisjoint(with: failOn) ? .success : .differences
    }
  }
}

extension FailureCondition {
  /// The conditions that hold in a plan, and `unhealthy` when a live job was found not to serve.
  package static func holding(in plan: Plan, isUnhealthy: Bool) -> Set<FailureCondition> {
    var held: Set<FailureCondition> = isUnhealthy ? [.unhealthy] : []
    for job in plan.jobs { note(job, in: &held) }
    return held
  }

  /// Notes the conditions that hold because of one job.
  private static func note(_ job: JobPlan, in held: inout Set<FailureCondition>) {
    switch job.action {
    case .create:
      held.insert(.create)
      note(job.origin, in: &held)
    case .delete:
      held.insert(.delete)
      note(job.origin, in: &held)
    case .liveOnly:
      held.insert(.liveOnly)
      // A job that is only live counts here when its spec went.
      if job.origin != .drift { note(job.origin, in: &held) }
    case .update, .unchanged:
      for change in job.changes where change.counts { note(change.origin, in: &held) }
    }
    for change in job.changes where change.counts {
      held.insert(change.operation == .unmanagedField ? .unmanagedField : .update)
    }
    if job.folds.contains(where: \.reason.isUncompared) { held.insert(.unknown) }
  }

  /// Notes in which ways a difference that counts came about.
  private static func note(_ origin: Origin?, in held: inout Set<FailureCondition>) {
    switch origin {
    case .change: held.insert(.change)
    case .drift: held.insert(.drift)
    case .conflict: held.formUnion([.change, .drift, .conflict])
    case .adopt, nil: return
    }
  }
}
