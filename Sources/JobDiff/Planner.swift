import ConfigValue
package import Diagnostics
package import JobModel

/// What the specs are responsible for beyond the jobs they name.
package enum Ownership: Hashable, Sendable {
  /// Jobs that are only live are someone else's: shown, never counted.
  case shared
  /// The specs are the whole workspace: jobs that are only live would be deleted.
  case exclusive
  /// Live jobs with this label would be deleted; others are not looked at.
  case label(String, String)
}

/// Matches specs with live jobs by name and compares each pair.
package struct Planner: Sendable {
  let schema: JobSchema
  private let ownership: Ownership
  let now: Timestamp?

  /// - Parameter now: the time of the run, for telling next runs; nil when it does not matter.
  package init(schema: JobSchema, ownership: Ownership, now: Timestamp? = nil) {
    self.schema = schema
    self.ownership = ownership
    self.now = now
  }

  /// A plan, and what was found in live jobs on the way.
  package struct Outcome: Sendable {
    package let plan: Plan
    package let diagnostics: [Diagnostic]
    /// Texts that are secret by what they were compared with.
    package let secrets: Set<String>
  }

  /// Compares `desired` with `live`. Names must be unique on each side, and `live` complete.
  package func plan(desired: [JobDocument], live: [JobDocument]) -> Outcome {
    let live = live.filter { !$0.isLeaving }
    let liveByName = Dictionary(live.map { ($0.key, $0) }) { first, _ in first }
    let declared = Set(desired.map(\.key))
    let others = live.filter { !declared.contains($0.key) && isVisible($0) }
    let formerNames = Renames(schema: schema).guess(new: desired.filter { liveByName[$0.key] == nil }, gone: others)
    var diagnostics: [Diagnostic] = []
    var secrets: Set<String> = []
    var jobs = desired.map { job in
      guard let counterpart = liveByName[job.key] else { return created(job, calledBefore: formerNames[job.key]) }
      return compared(job, counterpart, &diagnostics, &secrets)
    }
    jobs += others.map(onlyLive)
    return Outcome(plan: Plan(jobs: jobs), diagnostics: diagnostics, secrets: secrets)
  }

  private func created(_ job: JobDocument, calledBefore formerName: String?) -> JobPlan {
    JobPlan(
      name: job.name, action: .create, source: job.value.range, live: nil, formerName: formerName, changes: [],
      folds: [])
  }

  /// Whether a live job without a spec is looked at.
  private func isVisible(_ job: JobDocument) -> Bool {
    guard case .label(let name, let value) = ownership else { return true }
    // Nobody knows what a label that was left out would have said.
    let labels = JSONPointer(["metadata", "labels"])
    if job.maskedPlaces.contains(labels) || job.maskedPlaces.contains(labels.appending(name)) { return true }
    return job.label(name).map { ExactText($0) } == ExactText(value)
  }

  private func onlyLive(_ job: JobDocument) -> JobPlan {
    let action: JobPlan.Action =
      switch ownership {
      case .shared: .liveOnly
      case .exclusive, .label: .delete
      }
    return JobPlan(
      name: job.name, action: action, source: nil, live: facts(of: job), formerName: nil, changes: [], folds: [])
  }

  private func compared(
    _ job: JobDocument, _ live: JobDocument, _ diagnostics: inout [Diagnostic], _ secrets: inout Set<String>
  ) -> JobPlan {
    var comparison = Comparison(
      of: job.value.range, isRevealed: live.isRevealed, maskedPlaces: live.maskedPlaces, at: now)
    comparison.compareObjects(.value(job.value), live.value, nil, schema.job)
    if !live.isServing {
      diagnostics.append(
        Diagnostic(
          .liveNotServing, "Live job '\(live.name)' is \(live.status ?? "")", severity: .warning, at: job.nameRange,
          help: "its executions may not start, whatever the plan says"))
    }
    for path in comparison.liveDuplicates {
      diagnostics.append(
        Diagnostic(
          .duplicateLiveElement, "Live job '\(live.name)' has '\(path)' more than once", severity: .warning,
          at: job.nameRange,
          help: "the elements were compared in their order"))
    }
    for key in comparison.alteredKeys {
      let name = if case .string(let name) = key.live { name } else { "" }
      diagnostics.append(
        Diagnostic(
          .alteredKey, "'\(key.path)' is called '\(name)' in live job '\(live.name)'", severity: .note, at: key.range,
          help: "nothing else tells them apart, so that they are taken for one; write the live name to make sure"))
    }
    secrets.formUnion(comparison.secretTexts)
    let counts = comparison.changes.contains(where: \.counts)
    return JobPlan(
      name: job.name, action: counts ? .update : .unchanged, source: job.value.range, live: facts(of: live),
      formerName: nil, changes: comparison.changes, folds: comparison.folds)
  }

  private func facts(of job: JobDocument) -> JobPlan.Live {
    JobPlan.Live(
      status: job.status, updatedAt: job.metadata("updatedAt"), updatedBy: job.metadata("updatedBy"),
      revision: job.activeRevision)
  }
}
