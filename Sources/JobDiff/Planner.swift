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
    let live = LiveJobs(live)
    let declared = Set(desired.map(\.key))
    let baseByName = base.map { Dictionary($0.map { ($0.key, $0) }) { first, _ in first } }
    let others = live.jobs.filter { !declared.contains($0.key) && (isOwn($0) != false || baseByName?[$0.key] != nil) }
    let formerNames = Renames(schema: schema).guess(new: desired.filter { live[$0.key] == nil }, gone: others)
    var found = Findings(ignoring: ignored)
    var walk = SyncWalk(.of(schema))
    var jobs = desired.map { job in
      let former = baseByName.map { Base(job: $0[job.key]) }
      guard let counterpart = live[job.key] else {
        return created(job, calledBefore: formerNames[job.key], former, &found.secrets)
      }
      return compared(job, counterpart, former, &walk, &found)
    }
    jobs += others.map { job in onlyLive(job, baseByName.map { Base(job: $0[job.key]) }, &found) }
    jobs += (base ?? []).filter { !declared.contains($0.key) && live[$0.key] == nil }.map(onlyInBase)
    found.diagnostics += unused(&found.rules, desired, live: live, others).map { rule in
      Diagnostic(
        .unusedIgnore, "No job has a value that '--ignore \(rule.text)' covers", severity: .warning,
        help: "correct the rule, or remove it")
    }
    return Outcome(plan: Plan(jobs: jobs), diagnostics: found.diagnostics, secrets: found.secrets)
  }

  /// What is found on the way besides the jobs of a plan.
  private struct Findings {
    var diagnostics: [Diagnostic] = []
    var secrets: Set<String> = []
    var rules: IgnoreRules

    init(ignoring rules: [IgnoreRule]) {
      self.rules = IgnoreRules(rules)
    }
  }

  // MARK: One pair at a time

  /// Whether pairs can be compared one at a time, so that nothing of them is needed afterwards: rules that are of no use are told
  /// from all jobs together.
  package var comparesPairsAlone: Bool { ignored.isEmpty }

  /// What comparing one spec with the live job of its name gave.
  package struct ComparedPair: Sendable {
    package let job: JobPlan
    package let diagnostics: [Diagnostic]
    /// Texts that are secret by what they were compared with.
    package let secrets: Set<String>
  }

  /// Compares pairs of jobs one after the other. Only for planners that `comparesPairsAlone`.
  package struct Pairs {
    private let planner: Planner
    private var walk: SyncWalk

    package init(_ planner: Planner) {
      self.planner = planner
      walk = SyncWalk(.of(planner.schema))
    }

    /// The members of the last live job that may have something in them that its spec does not have in the same place; nil unless
    /// both were found to be in sync.
    package var otherMembers: [MemberPlace]? { walk.otherMembers }

    /// Compares a spec with the live job of its name.
    package mutating func compare(_ job: JobDocument, with live: JobDocument) -> ComparedPair {
      var found = Findings(ignoring: [])
      let plan = planner.compared(job, live, nil, &walk, &found)
      return ComparedPair(job: plan, diagnostics: found.diagnostics, secrets: found.secrets)
    }
  }

  /// The plan of pairs that were compared, of the specs without a live job, and of the live jobs without a spec, none of them on its
  /// way out.
  package func plan(compared: [ComparedPair], new: [JobDocument], others: [JobDocument]) -> Outcome {
    let others = others.filter { isOwn($0) != false }
    let formerNames = Renames(schema: schema).guess(new: new, gone: others)
    var found = Findings(ignoring: [])
    var jobs = compared.map(\.job)
    for pair in compared {
      if !pair.diagnostics.isEmpty { found.diagnostics += pair.diagnostics }
      if !pair.secrets.isEmpty { found.secrets.formUnion(pair.secrets) }
    }
    jobs += new.map { created($0, calledBefore: formerNames[$0.key], nil, &found.secrets) }
    jobs += others.map { onlyLive($0, nil, &found) }
    return Outcome(plan: Plan(jobs: jobs), diagnostics: found.diagnostics, secrets: found.secrets)
  }

  // MARK: Jobs

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
    _ rules: inout IgnoreRules, _ desired: [JobDocument], live: LiveJobs, _ others: [JobDocument]
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

  private func onlyLive(_ job: JobDocument, _ base: Base?, _ found: inout Findings) -> JobPlan {
    let action: JobPlan.Action =
      switch ownership {
      case .shared: .liveOnly
      case .exclusive, .label: isOwn(job) == true ? .delete : .liveOnly
      }
    var folds: [Fold] = []
    if case .label(let name, _) = ownership, isOwn(job) == nil {
      let path = FieldPath([.field("metadata"), .field("labels"), .field(name)])
      folds.append(Fold(path: path, reason: .masked, detail: nil))
      found.diagnostics.append(
        Diagnostic(
          .undecidedOwnership, "Live job '\(job.name)' may belong to the specs: its label '\(name)' was not saved",
          severity: .warning, help: "compare with the API to find out whether applying is to delete it"))
    }
    var origin: Origin?
    if let base {
      origin = .drift
      if let former = base.job {
        origin = differs(former, from: job, .baseWithLive, &found.secrets) ? .conflict : .change
      }
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
    _ job: JobDocument, _ live: JobDocument, _ base: Base?, _ walk: inout SyncWalk, _ found: inout Findings
  ) -> JobPlan {
    if !live.isServing {
      found.diagnostics.append(
        Diagnostic(
          .liveNotServing, "Live job '\(live.name)' is \(live.status ?? "")", severity: .warning, at: job.nameRange,
          help: "its executions may not start, whatever the plan says"))
    }
    var (changes, folds, origin) = ([Change](), [Fold](), Origin?.none)
    if base == nil, let inSync = walk.folds(job, live) {
      folds = inSync
    } else {
      (changes, folds, origin) = differences(of: job, live, base, &found)
    }
    let count = changes.count
    (changes, folds) = found.rules.apply(to: changes, folds, of: job.name)
    if changes.count < count, base != nil { origin = Origin.gravest(of: changes.compactMap(\.origin)) }
    return JobPlan(
      name: job.name, action: changes.contains(where: \.counts) ? .update : .unchanged, source: job.value.range,
      live: facts(of: live), formerName: nil, changes: changes, folds: folds, origin: origin,
      baseSource: base?.job?.value.range)
  }

  private func differences(
    of job: JobDocument, _ live: JobDocument, _ base: Base?, _ found: inout Findings
  ) -> (changes: [Change], folds: [Fold], origin: Origin?) {
    let comparison = comparison(of: job, live, .specWithLive, isTraced: base != nil)
    for path in comparison.liveDuplicates {
      found.diagnostics.append(
        Diagnostic(
          .duplicateLiveElement, "Live job '\(live.name)' has '\(path)' more than once", severity: .warning,
          at: job.nameRange,
          help: "the elements were compared in their order"))
    }
    for key in comparison.alteredKeys {
      let name = if case .string(let name) = key.live { name } else { "" }
      found.diagnostics.append(
        Diagnostic(
          .alteredKey, "'\(key.path)' is called '\(name)' in live job '\(live.name)'", severity: .note, at: key.range,
          help: "nothing else tells them apart, so that they are taken for one; write the live name to make sure"))
    }
    found.secrets.formUnion(comparison.secretTexts)
    guard let base else { return (comparison.changes, comparison.folds, nil) }
    let threeWay = ThreeWayComparison(
      job, live: live, VersionPair(comparison, desired: job.value, live: live.value), base: base.job, by: schema,
      comparing: pair)
    found.secrets.formUnion(threeWay.secretTexts)
    return (threeWay.changes, threeWay.folds, threeWay.origin)
  }

  private func facts(of job: JobDocument) -> JobPlan.Live {
    JobPlan.Live(
      status: job.status, updatedAt: job.updatedAt, updatedBy: job.updatedBy,
      revision: job.activeRevision)
  }
}
