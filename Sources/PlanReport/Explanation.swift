package import ConfigValue
package import JobDiff
package import JobModel

/// Why the values of one job count as they do: positions resolved, secrets gone.
package struct Explanation: Sendable {
  package let job: String
  /// What was asked about; empty for the whole job.
  package let path: FieldPath
  package let state: State

  package enum State: Sendable {
    /// The decisions about what was asked, in the order of the comparison; empty when neither side has such a value.
    case compared([ReportedDecision])
    /// There is nothing to compare with: applying creates the job.
    case onlyDesired(Place?)
    /// No spec names the job.
    case onlyLive(JobPlan.Action)
  }
}

/// What was decided about one value, and why.
package struct ReportedDecision: Sendable {
  /// A value as one side has it.
  package struct Side: Sendable {
    package let value: ReportedValue
    package let normalForm: ReportedValue
    /// In the text it was read from.
    package let place: Place?
    /// In the job of the API, when there is no text.
    package let pointer: JSONPointer?
  }

  package enum Outcome: Sendable {
    case same
    case change(Change.Operation, counts: Bool, Effect?)
    case fold(Fold.Reason, detail: String?)
  }

  package let path: FieldPath
  package let desired: Side?
  package let live: Side?
  package let outcome: Outcome
  package let rule: Rule
  package let match: ElementMatch?
  /// The field of the table the value belongs to.
  package let entry: JobSchema.Entry?
}

extension ReportedDecision.Side {
  /// The same place without the value.
  fileprivate var withheld: Self {
    Self(value: .sensitive, normalForm: .sensitive, place: place, pointer: pointer)
  }
}

extension Decision {
  /// Whether the live value tells the value of a variable that is not to be shown, since the two are the same.
  fileprivate var revealsSubstitute: Bool {
    guard desired?.isMarked == true else { return false }
    switch outcome {
    case .same: return true
    case .fold(let fold): return !fold.reason.isUncompared
    case .change: return false
    }
  }
}

extension ReportBuilder {
  /// What `decisions` say about the value at `path` of a job and everything below it; when there is nothing, about what
  /// holds it. 'spec' may be left out of the path: when it could mean two values, both are explained.
  package mutating func explanation(of job: String, at path: FieldPath, _ decisions: [Decision]) -> Explanation {
    func isInside(_ inner: FieldPath, _ outer: FieldPath) -> Bool {
      inner.elements.starts(with: outer.elements)
    }
    let inSpec = FieldPath([.field("spec")] + path.elements)
    var chosen = decisions.filter { isInside($0.path, path) || isInside($0.path, inSpec) }
    if chosen.isEmpty {
      let holders = decisions.filter { isInside(path, $0.path) || isInside(inSpec, $0.path) }
      let depth = holders.map(\.path.elements.count).max() ?? 0
      chosen = holders.filter { $0.path.elements.count == depth }
    }
    let isFromTop = if case .field(let name)? = path.elements.first { JobSchema.blaxel.job[name] != nil } else { true }
    return explanation(of: job, at: isFromTop ? path : inSpec, .compared(chosen.map { decision($0) }))
  }

  /// The same for a job that is not on both sides.
  package func explanation(of job: String, at path: FieldPath, _ state: Explanation.State) -> Explanation {
    Explanation(job: redactor.text(job), path: redactor.path(path), state: state)
  }

  private mutating func decision(_ decision: Decision) -> ReportedDecision {
    let desired = decision.desired.map { side($0, nil, of: decision) }
    var live = decision.live.map { side($0, decision.livePointer, of: decision) }
    if decision.revealsSubstitute { live = live.map { $0.withheld } }
    let outcome: ReportedDecision.Outcome =
      switch decision.outcome {
      case .same: .same
      case .change(let change):
        .change(
          change.operation, counts: change.counts,
          desired?.value.isSensitive == true || live?.value.isSensitive == true ? nil : change.effect)
      case .fold(let fold): .fold(fold.reason, detail: fold.detail)
      }
    return ReportedDecision(
      path: redactor.path(decision.path), desired: desired, live: live, outcome: outcome, rule: decision.rule,
      match: decision.match, entry: decision.field.flatMap { _ in JobSchema.blaxel.entry(of: decision.path) })
  }

  private mutating func side(_ value: Value, _ pointer: JSONPointer?, of decision: Decision) -> ReportedDecision.Side {
    var plain = value.shown
    if pointer != nil, decision.isRevealed {
      plain = Mask.covering(plain, decision.field, decision.shape, isSpoken: decision.desired != nil)
    }
    let isSecret =
      decision.isSecret
      || redactor.isSecretEntry(decision.path, of: decision.field, [decision.desired?.shown, decision.live?.shown])
    let raw = redactor.value(plain, decision.shape, isSecret: isSecret)
    let normal = value.isMarked ? plain : NormalForm.of(plain, decision.field, decision.shape)
    let place = place(of: value.range)
    return ReportedDecision.Side(
      value: raw,
      normalForm: raw == .sensitive ? .sensitive : redactor.value(normal, decision.shape, isSecret: isSecret),
      place: place, pointer: place == nil ? pointer.map(redactor.pointer) : nil)
  }
}
