import ConfigValue
package import JobModel

/// What a change brings about beyond its values, as far as that is sure.
package struct Effect: Hashable, Sendable {
  /// A whole number on both sides.
  package struct Amounts: Hashable, Sendable {
    package let before: Int
    package let after: Int
  }

  /// What a gate lets happen from now on, or keeps from happening: `every execution`.
  package enum Gate: Hashable, Sendable {
    case starts(String)
    case stops(String)
  }

  /// How often the schedules concerned start executions in 365 days.
  package var runsPerYear: Amounts?
  /// How often they do on a day, where no day is unlike another.
  package var runsPerDay: Amounts?
  /// Thousandths of a CPU core, rounded down.
  package var millicores: Amounts?
  package var gate: Gate?
  /// When the schedules concerned will start executions next, at most three times; empty when the time of the run is not
  /// known.
  package var nextRuns: [Timestamp] = []

  fileprivate var ifAny: Effect? { self == Effect() ? nil : self }
}

/// Whether the gates around a value are open, so that schedules start something.
struct Gates {
  /// Whether the spec writes all of them out, or leaves them out.
  var isKnown = true
  var desired = true
  var live = true

  /// The gates inside of an object: closed where its gate says so, or one around it.
  func inside(_ object: ObjectShape, _ desired: Value?, _ live: Value?) -> Gates {
    if object.gates.isEmpty { return self }
    return Gates(
      isKnown: isKnown && object.gates.allSatisfy { desired?[object.fields[$0].name]?.isMarked != true },
      desired: self.desired && object.isOpen { desired?[$0]?.plain },
      live: self.live && object.isOpen { live?[$0]?.plain })
  }
}

extension Effect {
  /// How many next runs are told.
  private static let nextRunCount = 3

  /// Of a value of `shape` that changes; nil for what is not there.
  init?(
    from before: PlainValue?, to after: PlainValue?, _ field: Field?, _ shape: Shape, behind gates: Gates,
    at now: Timestamp?
  ) {
    func schedules(_ value: PlainValue?) -> [String] {
      guard let value else { return [] }
      if case .schedule? = field?.equivalence, case .string(let text) = value { return [text] }
      return shape.activeSchedules(in: value)
    }
    if gates.isKnown {
      setRuns(gates.live ? schedules(before) : [], gates.desired ? schedules(after) : [], at: now)
    }
    if case .cores(let unit)? = field?.effect, case .number(let old)? = before, case .number(let new)? = after {
      millicores = Self.millicores(old, new, per: unit)
    }
    guard let effect = ifAny else { return nil }
    self = effect
  }

  /// Of the change of a gate around what `object` holds; nil when nothing starts or stops by it.
  init?(
    of change: Change, around desired: Value?, _ live: Value?, _ object: ObjectShape, behind gates: Gates,
    at now: Timestamp?
  ) {
    switch change.field?.effect {
    case .gate(let name)?:
      guard case .boolean(let isOpen)? = change.after else { return nil }
      gate = isOpen ? .starts(name) : .stops(name)
    case .selector?: break
    case .cores?, Field.Effect.none?, nil: return nil
    }
    func schedules(_ value: Value?) -> [String] {
      value.map { Shape.object(object).activeSchedules(in: $0.plain) } ?? []
    }
    if gates.isKnown, !(desired.map(Shape.object(object).hasSchedulesOfVariables) ?? false) {
      setRuns(gates.live ? schedules(live) : [], gates.desired ? schedules(desired) : [], at: now)
    }
    guard gate != nil || runsPerYear.map({ $0.before != $0.after }) ?? false else { return nil }
  }

  private mutating func setRuns(_ before: [String], _ after: [String], at now: Timestamp?) {
    let (old, new) = (before.map(Schedule.init), after.map(Schedule.init))
    if let amounts = Self.sums(old, new, \.runsPerYear), amounts.before > 0 || amounts.after > 0 {
      runsPerYear = amounts
      runsPerDay = Self.sums(old, new, \.runsPerDay)
    }
    guard let now else { return }
    let times = new.map { $0.times(after: now, count: Self.nextRunCount) }
    guard !times.contains(nil) else { return }
    nextRuns = Array(Set(times.flatMap { $0 ?? [] }).sorted().prefix(Self.nextRunCount))
  }

  private static func sums(_ old: [Schedule], _ new: [Schedule], _ runs: (Schedule) -> Int?) -> Amounts? {
    func sum(_ schedules: [Schedule]) -> Int? {
      schedules.reduce(0) { sum, schedule in
        guard let sum, let runs = runs(schedule) else { return nil }
        return sum + runs
      }
    }
    guard let before = sum(old), let after = sum(new) else { return nil }
    return Amounts(before: before, after: after)
  }

  private static func millicores(_ old: Number, _ new: Number, per unit: Int) -> Amounts? {
    func thousandths(_ number: Number) -> Int? {
      guard let amount = number.integer, amount >= 0 else { return nil }
      let (product, overflow) = amount.multipliedReportingOverflow(by: 1000)
      return overflow ? nil : product / unit
    }
    guard let before = thousandths(old), let after = thousandths(new) else { return nil }
    return Amounts(before: before, after: after)
  }
}
