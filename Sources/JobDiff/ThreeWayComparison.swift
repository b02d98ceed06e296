import ConfigValue
import JobModel

/// Compares a spec with its live job and with the version of the spec that a change set out from, and tells how each difference
/// came about.
///
/// Three comparisons of two are put together by where things stand: the spec with the live job, which alone says what applying
/// does; the base with the spec, for what was written; and the base with the live job, for what happened there. Two values
/// differ when their comparison has a change there, whether it counts or not.
struct ThreeWayComparison {
  /// In the order of the comparison of spec and live job; what only the base shows last.
  private(set) var changes: [Change] = []
  /// What still cannot be compared, or means the same.
  private(set) var folds: [Fold] = []

  private let job: JobDocument
  private let live: JobDocument
  private let base: JobDocument?
  private let schema: JobSchema
  /// The spec with the live job.
  private let applied: VersionPair
  /// The spec with the base.
  private let written: VersionPair
  /// The base with the live job.
  private let lived: VersionPair
  /// The changes of `written` that were told of.
  private var told: Set<Int> = []

  /// - Parameters:
  ///   - applied: what comparing the spec with the live job decided.
  ///   - base: the base's version of the job; nil when it has none.
  ///   - compare: compares two versions.
  init(
    _ job: JobDocument, live: JobDocument, _ applied: VersionPair, base: JobDocument?, by schema: JobSchema,
    comparing compare: (JobDocument?, JobDocument?, VersionPair.Versions) -> VersionPair
  ) {
    self.job = job
    self.live = live
    self.schema = schema
    self.base = base
    self.applied = applied
    written = compare(job, base, .specWithBase)
    lived = compare(base, live, .baseWithLive)
    for entry in applied.entries {
      switch entry.outcome {
      case .same: continue
      case .change(let change): changes.append(explained(change, entry))
      case .fold(let fold): add(fold, entry)
      }
    }
    if base != nil { addAdopted() }
  }

  /// Texts that are secret by what they were compared with.
  var secretTexts: Set<String> {
    applied.secretTexts.union(written.secretTexts).union(lived.secretTexts)
  }

  /// How the job's differences came about, taken together; nil when nothing differs.
  var origin: Origin? {
    if base == nil, !changes.contains(where: \.counts) { return .adopt }
    return Origin.gravest(of: changes.compactMap(\.origin))
  }

  // MARK: Differences from the live job

  /// The change with how it came about. What the base takes for a secret is one.
  private func explained(_ change: Change, _ entry: TraceEntry) -> Change {
    let inBase =
      entry.desired.map { written.live(of: $0) } ?? entry.live.flatMap { lived.desired(of: $0) }
    let writing =
      entry.desired.map { written.changes(atDesired: $0) } ?? inBase.map { written.changes(atLive: $0) } ?? []
    let living =
      (inBase.map { lived.changes(atDesired: $0) } ?? []) + (entry.live.map { lived.changes(atLive: $0) } ?? [])
    let isWritten = !writing.isEmpty || wasSilent(change, living)
    var change = change
    change.origin = isWritten ? (living.isEmpty ? .change : .conflict) : .drift
    if change.origin == .conflict { change.baseValue = inBase.flatMap { base?.value.value(at: $0)?.shown } }
    if isSecret(entry.desired, inBase, entry.live, change.path) { change.hide() }
    return change
  }

  /// Whether the spec newly says that there is no value: more than a silent base said.
  private func wasSilent(_ change: Change, _ living: [Int]) -> Bool {
    guard change.operation == .remove else { return false }
    return living.contains { position in
      guard case .change(let other) = lived.entries[position].outcome else { return false }
      return other.operation == .unmanagedField
    }
  }

  /// Whether one of the versions says that what stands at a place is secret, and another one that has it does not. What all say,
  /// each comparison knows by itself.
  private func isSecret(
    _ desired: JSONPointer?, _ inBase: JSONPointer?, _ inLive: JSONPointer?, _ path: FieldPath
  ) -> Bool {
    let marks = SecretMarks(schema: schema)
    let around = FieldPath(Array(path.elements.dropLast()))
    // What has no counterpart in a list without keys may be any of its elements.
    let isUncertain =
      if case .list(_, let identity) = schema.place(of: around).shape, case .key = identity { false } else { true }
    func says(_ job: JobDocument?, _ pointer: JSONPointer?, _ others: [JSONPointer?]) -> Bool? {
      guard let job else { return nil }
      if let pointer { return marks.areOn(pointer, of: job) }
      guard isUncertain, let other = others.compactMap(\.self).first else { return nil }
      let list = JSONPointer(Array(other.tokens.dropLast()))
      return job.value.value(at: list)?.kind == .list ? marks.areOn(list, of: job) : nil
    }
    let said = [
      says(job, desired, [inBase, inLive]), says(base, inBase, [desired, inLive]),
      says(live, inLive, [desired, inBase]),
    ].compactMap(\.self)
    return said.contains(true) && said.contains(false)
  }

  // MARK: What the live job does not show

  /// Keeps a fold; where the live value cannot be seen, and somebody wrote another one than the base has, that is a change.
  private mutating func add(_ fold: Fold, _ entry: TraceEntry) {
    guard fold.reason.isUncompared else {
      folds.append(fold)
      return
    }
    let positions =
      if let place = entry.desired {
        written.changes(atDesired: place)
      } else {
        entry.live.flatMap { lived.desired(of: $0) }.map { written.changes(atLive: $0) } ?? []
      }
    guard !positions.isEmpty else {
      folds.append(fold)
      return
    }
    told.formUnion(positions)
    // A value that depends on something may still be seen to differ from what is live.
    if fold.reason == .unknown, fold.detail == Fold.Detail.variable {
      if let change = undecided(fold, entry) { changes.append(change) }
      return
    }
    for position in positions {
      guard case .change(let change) = written.entries[position].outcome else { continue }
      var told = change.asWritten(.change)
      if let place = entry.desired, let around = written.entries[position].desired,
        around.tokens.count < place.tokens.count
      {
        told = addition(of: fold, at: place, in: told)
      }
      let inBase = written.entries[position].live
      if entry.isSecret || isSecret(entry.desired, inBase, entry.live, fold.path) { told.hide() }
      changes.append(told)
    }
  }

  /// The difference between a live value and one that was written anew and is decided elsewhere.
  private func undecided(_ fold: Fold, _ entry: TraceEntry) -> Change? {
    guard let place = entry.desired, let value = job.value.value(at: place) else { return nil }
    let (field, shape) = schema.place(of: fold.path)
    let before = entry.live.flatMap { live.value.value(at: $0) }
    let change = Change(
      path: fold.path, pointer: place, operation: before == nil ? .add : .change, counts: true,
      before: before?.shown, after: value.shown, afterIsDefault: false, range: value.range, field: field, shape: shape,
      match: fold.match, isSecret: entry.isSecret, effect: nil)
    return explained(change, entry)
  }

  /// The part of a whole element or object that only the spec has which the live job hides.
  private func addition(of fold: Fold, at place: JSONPointer, in whole: Change) -> Change {
    guard let value = job.value.value(at: place) else { return whole }
    let (field, shape) = schema.place(of: fold.path)
    var addition = Change(
      path: fold.path, pointer: place, operation: .add, counts: true, before: nil, after: value.shown,
      afterIsDefault: false, range: value.range, field: field, shape: shape, match: fold.match,
      isSecret: whole.isSecret,
      effect: nil)
    addition.origin = .change
    addition.basis = .base
    return addition
  }

  /// Adds what the spec no longer has in common with the base and does have in common with the live job.
  private mutating func addAdopted() {
    for (position, entry) in written.entries.enumerated() where !told.contains(position) {
      guard case .change(let change) = entry.outcome, !isApplied(entry), hasMoved(entry) else { continue }
      var adopted = change.asWritten(.adopt)
      let place = entry.desired.flatMap { applied.live(of: $0) } ?? entry.live.flatMap { lived.live(of: $0) }
      if isSecret(entry.desired, entry.live, place, change.path) { adopted.hide() }
      changes.append(adopted)
    }
  }

  /// Whether applying does something at a place where spec and base differ.
  private func isApplied(_ entry: TraceEntry) -> Bool {
    if let place = entry.desired, !applied.changes(atDesired: place).isEmpty { return true }
    guard let place = entry.live.flatMap({ lived.live(of: $0) }) else { return false }
    return !applied.changes(atLive: place).isEmpty
  }

  /// Whether the live job differs from the base at a place where the spec does.
  private func hasMoved(_ entry: TraceEntry) -> Bool {
    if let place = entry.live, !lived.changes(atDesired: place).isEmpty { return true }
    guard let place = entry.desired.flatMap({ applied.live(of: $0) }) else { return false }
    return !lived.changes(atLive: place).isEmpty
  }
}

extension Change {
  /// A difference between base and spec, as one of the plan.
  fileprivate func asWritten(_ origin: Origin) -> Change {
    let isSilence = operation == .unmanagedField
    let isApplied = origin == .change
    return Change(
      path: path, pointer: pointer, operation: isSilence ? .remove : operation, counts: isApplied, before: before,
      after: after, afterIsDefault: afterIsDefault, range: range, field: field, shape: shape, match: match,
      isSecret: isSecret, effect: isApplied ? effect : nil, origin: origin, basis: .base)
  }

  /// Holds the values back.
  fileprivate mutating func hide() {
    isSecret = true
    effect = nil
  }
}

extension Origin {
  /// Of several differences taken together: the first of conflict, change, drift and adopt; nil of none.
  static func gravest(of origins: [Origin]) -> Origin? {
    [.conflict, .change, .drift, .adopt].first(where: origins.contains)
  }
}
