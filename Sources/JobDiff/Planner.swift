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

/// Matches specs with live jobs, and with those of a base, by name and compares each pair.
package struct Planner: Sendable {
  let schema: JobSchema
  private let ownership: Ownership
  private let ignored: [IgnoreRule]
  let now: Timestamp?

  /// - Parameters:
  ///   - ignored: what is not to count.
  ///   - now: the time of the run, for telling next runs; nil when it does not matter.
  package init(schema: JobSchema, ownership: Ownership, ignoring ignored: [IgnoreRule] = [], now: Timestamp? = nil) {
    self.ignored = ignored
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

  /// Compares `desired` with `live`, and tells how each difference came about where there is a `base`, the version of the specs
  /// that a change set out from. Names must be unique on each side, and `live` complete.
  package func plan(desired: [JobDocument], live: [JobDocument], base: [JobDocument]? = nil) -> Outcome {
    let live = live.filter { !$0.isLeaving }
    let liveByName = Dictionary(live.map { ($0.key, $0) }) { first, _ in first }
    let declared = Set(desired.map(\.key))
    let baseByName = base.map { Dictionary($0.map { ($0.key, $0) }) { first, _ in first } }
    let others = live.filter { !declared.contains($0.key) && (isOwn($0) != false || baseByName?[$0.key] != nil) }
    let formerNames = Renames(schema: schema).guess(new: desired.filter { liveByName[$0.key] == nil }, gone: others)
    var diagnostics: [Diagnostic] = []
    var secrets: Set<String> = []
    var rules = IgnoreRules(ignored)
    var jobs = desired.map { job in
      let former = baseByName.map { Base(job: $0[job.key]) }
      guard let counterpart = liveByName[job.key] else {
        return created(job, calledBefore: formerNames[job.key], former, &secrets)
      }
      return compared(job, counterpart, former, &rules, &diagnostics, &secrets)
    }
    jobs += others.map { job in onlyLive(job, baseByName.map { Base(job: $0[job.key]) }, &diagnostics, &secrets) }
    jobs += (base ?? []).filter { !declared.contains($0.key) && liveByName[$0.key] == nil }.map(onlyInBase)
    diagnostics += unused(&rules, desired, live: liveByName, others).map { rule in
      Diagnostic(
        .unusedIgnore, "No job has a value that '--ignore \(rule.text)' covers", severity: .warning,
        help: "correct the rule, or remove it")
    }
    return Outcome(plan: Plan(jobs: jobs), diagnostics: diagnostics, secrets: secrets)
  }

  /// The base's version of one job; nil when the base is without it.
  private struct Base {
    let job: JobDocument?
  }

  private func created(
    _ job: JobDocument, calledBefore formerName: String?, _ base: Base?, _ secrets: inout Set<String>
  ) -> JobPlan {
    var origin: Origin?
    if let base {
      // A job of the base that is not live any more was deleted there.
      origin = .change
      if let former = base.job { origin = differs(job, from: former, .specWithBase, &secrets) ? .conflict : .drift }
    }
    return JobPlan(
      name: job.name, action: .create, source: job.value.range, live: nil, formerName: formerName, changes: [],
      folds: [], origin: origin, baseSource: base?.job?.value.range)
  }

  private func differs(
    _ job: JobDocument, from other: JobDocument, _ versions: VersionPair.Versions, _ secrets: inout Set<String>
  ) -> Bool {
    let pair = pair(job, other, versions)
    secrets.formUnion(pair.secretTexts)
    // What a base was silent about and does not answer for is no move of the live job.
    return pair.hasChanges(thatCount: versions == .baseWithLive)
  }

  private func pair(_ job: JobDocument?, _ other: JobDocument?, _ versions: VersionPair.Versions) -> VersionPair {
    VersionPair(
      comparison(of: job, other, versions, isTraced: true), desired: job?.value, live: other?.value)
  }

  /// Compares two versions of a job, one of which may not exist.
  func comparison(
    of job: JobDocument?, _ other: JobDocument?, _ versions: VersionPair.Versions, isTraced: Bool
  ) -> Comparison {
    var comparison = Comparison(
      job, with: other, as: versions == .specWithBase ? .spec : .live, isSaved: versions == .baseWithLive, at: now,
      isTraced: isTraced)
    let declaration = job.map { Declaration.value($0.value) } ?? .silent
    comparison.compareObjects(declaration, other?.value, nil, schema.job)
    return comparison
  }

  /// The rules that cover nothing that any job has.
  private func unused(
    _ rules: inout IgnoreRules, _ desired: [JobDocument], live: [ExactText: JobDocument], _ others: [JobDocument]
  ) -> [IgnoreRule] {
    for (job, other) in desired.map({ ($0, live[$0.key]) }) + others.map({ (nil, $0) }) {
      guard let name = (job ?? other)?.name, rules.unused.contains(where: { $0.isAbout(job: name) }) else { continue }
      for entry in pair(job, other, .specWithLive).entries {
        let values = [
          entry.desired.flatMap { job?.value.value(at: $0) }, entry.live.flatMap { other?.value.value(at: $0) },
        ]
        rules.note(entry.path, of: name, holdsMore: values.contains { $0?.isContainer ?? false })
      }
    }
    return rules.unused
  }

  /// Whether a live job without a spec belongs to the specs, as far as a label says; nil when nobody knows what it would have
  /// said, since it was left out of what was saved.
  private func isOwn(_ job: JobDocument) -> Bool? {
    guard case .label(let name, let value) = ownership else { return true }
    let labels = JSONPointer(["metadata", "labels"])
    if job.maskedPlaces.contains(labels) || job.maskedPlaces.contains(labels.appending(name)) { return nil }
    return job.label(name).map { ExactText($0) } == ExactText(value)
  }

  private func onlyLive(
    _ job: JobDocument, _ base: Base?, _ diagnostics: inout [Diagnostic], _ secrets: inout Set<String>
  ) -> JobPlan {
    let action: JobPlan.Action =
      switch ownership {
      case .shared: .liveOnly
      case .exclusive, .label: isOwn(job) == true ? .delete : .liveOnly
      }
    var folds: [Fold] = []
    if case .label(let name, _) = ownership, isOwn(job) == nil {
      let path = FieldPath([.field("metadata"), .field("labels"), .field(name)])
      folds.append(Fold(path: path, reason: .masked, detail: nil))
      diagnostics.append(
        Diagnostic(
          .undecidedOwnership, "Live job '\(job.name)' may belong to the specs: its label '\(name)' was not saved",
          severity: .warning, help: "compare with the API to find out whether applying is to delete it"))
    }
    var origin: Origin?
    if let base {
      origin = .drift
      if let former = base.job { origin = differs(former, from: job, .baseWithLive, &secrets) ? .conflict : .change }
    }
    return JobPlan(
      name: job.name, action: action, source: nil, live: facts(of: job), formerName: nil, changes: [], folds: folds,
      origin: origin, baseSource: base?.job?.value.range)
  }

  /// A job whose spec went, and which is not live either: nothing is left to do.
  private func onlyInBase(_ job: JobDocument) -> JobPlan {
    JobPlan(
      name: job.name, action: .unchanged, source: nil, live: nil, formerName: nil, changes: [], folds: [],
      origin: .adopt, baseSource: job.value.range)
  }

  private func compared(
    _ job: JobDocument, _ live: JobDocument, _ base: Base?, _ rules: inout IgnoreRules,
    _ diagnostics: inout [Diagnostic], _ secrets: inout Set<String>
  ) -> JobPlan {
    let comparison = comparison(of: job, live, .specWithLive, isTraced: base != nil)
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
    var (changes, folds, origin) = (comparison.changes, comparison.folds, Origin?.none)
    if let base {
      let threeWay = ThreeWayComparison(
        job, live: live, VersionPair(comparison, desired: job.value, live: live.value), base: base.job, by: schema,
        comparing: pair)
      secrets.formUnion(threeWay.secretTexts)
      (changes, folds, origin) = (threeWay.changes, threeWay.folds, threeWay.origin)
    }
    let count = changes.count
    (changes, folds) = rules.apply(to: changes, folds, of: job.name)
    if changes.count < count, base != nil { origin = Origin.gravest(of: changes.compactMap(\.origin)) }
    return JobPlan(
      name: job.name, action: changes.contains(where: \.counts) ? .update : .unchanged, source: job.value.range,
      live: facts(of: live), formerName: nil, changes: changes, folds: folds, origin: origin,
      baseSource: base?.job?.value.range)
  }

  private func facts(of job: JobDocument) -> JobPlan.Live {
    JobPlan.Live(
      status: job.status, updatedAt: job.metadata("updatedAt"), updatedBy: job.metadata("updatedBy"),
      revision: job.activeRevision)
  }
}
