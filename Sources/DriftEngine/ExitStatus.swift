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
    let different = plan.jobs.filter { $0.action != .unchanged || !$0.changes.isEmpty }
    func counts(_ isMeant: (Change.Operation) -> Bool) -> Bool {
      different.contains { $0.changes.contains { $0.counts && isMeant($0.operation) } }
    }
    /// Whether a difference that counts came about in one of the ways; a job that is only live counts here when its spec went.
    func cameAbout(_ origins: Set<Origin>) -> Bool {
      different.contains { job in
        switch job.action {
        case .create, .delete: job.origin.map(origins.contains) ?? false
        case .liveOnly: job.origin != .drift && (job.origin.map(origins.contains) ?? false)
        case .update, .unchanged:
          job.changes.contains { $0.counts && ($0.origin.map(origins.contains) ?? false) }
        }
      }
    }
    let held: [(FailureCondition, Bool)] = [
      (.create, plan.count(JobPlan.Action.create) > 0),
      (.update, counts { $0 != .unmanagedField }),
      (.delete, plan.count(JobPlan.Action.delete) > 0),
      (.unmanagedField, counts { $0 == .unmanagedField }),
      (.liveOnly, plan.count(.liveOnly) > 0),
      (.unknown, plan.hasUncompared),
      (.unhealthy, isUnhealthy),
      (.change, cameAbout([.change, .conflict])),
      (.drift, cameAbout([.drift, .conflict])),
      (.conflict, cameAbout([.conflict])),
    ]
    return Set(held.filter(\.1).map(\.0))
  }
}
