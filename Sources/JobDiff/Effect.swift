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
  /// Thousandths of a CPU core, rounded down.
  package var millicores: Amounts?
  package var gate: Gate?
  /// When the schedules concerned will start executions next, at most three times; empty when the time of the run is not
  /// known.
  package var nextRuns: [Timestamp] = []

  fileprivate var ifAny: Effect? { self == Effect() ? nil : self }
}

/// Which gates around a value are open, so that schedules start something.
struct Gates {
  /// Whether the spec writes all of them out, or leaves them out.
  var isKnown = true
  var desired = true
  var live = true

  /// The gates inside of an object: closed where its gate says so, or one around it.
  func inside(_ object: ObjectShape, _ desired: Value?, _ live: Value?) -> Gates {
    guard let gate = object.gate else { return self }
    let name = object.fields[gate].name
    return Gates(
      isKnown: isKnown && desired?[name]?.isMarked != true,
      desired: self.desired && desired?[name]?.boolean != false, live: self.live && live?[name]?.boolean != false)
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

  /// Of a gate that is closed or opened around what `object` holds.
  init(
    _ gate: Gate, around desired: Value?, _ live: Value?, _ object: ObjectShape, behind gates: Gates, at now: Timestamp?
  ) {
    self.gate = gate
    func schedules(_ value: Value?) -> [String] {
      value.map { Shape.object(object).activeSchedules(in: $0.plain) } ?? []
    }
    guard gates.isKnown, !(desired.map(Shape.object(object).isTimed) ?? false) else { return }
    setRuns(gates.live ? schedules(live) : [], gates.desired ? schedules(desired) : [], at: now)
  }

  private mutating func setRuns(_ before: [String], _ after: [String], at now: Timestamp?) {
    let (old, new) = (before.map(Schedule.init), after.map(Schedule.init))
    if let oldRuns = Self.runs(old), let newRuns = Self.runs(new), oldRuns > 0 || newRuns > 0 {
      runsPerYear = Amounts(before: oldRuns, after: newRuns)
    }
    guard let now else { return }
    let times = new.map { $0.times(after: now, count: Self.nextRunCount) }
    guard !times.contains(nil) else { return }
    nextRuns = Array(Set(times.flatMap { $0 ?? [] }).sorted().prefix(Self.nextRunCount))
  }

  private static func runs(_ schedules: [Schedule]) -> Int? {
    schedules.reduce(0) { sum, schedule in
      guard let sum, let runs = schedule.runsPerYear else { return nil }
      return sum + runs
    }
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
