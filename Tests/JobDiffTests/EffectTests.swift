import ConfigValue
import JobDiff
import JobModel
import Testing

/// What changes bring about.
@Suite struct EffectTests {
  private static func trigger(_ schedule: String, enabled: String = "", id: String = "t", type: String = "cron")
    -> String
  {
    #"{"id": "\#(id)", "type": "\#(type)"\#(enabled), "configuration": {"schedule": "\#(schedule)"}}"#
  }

  private static func job(enabled: String = "", _ triggers: String...) -> String {
    enabled + #""triggers": [\#(triggers.joined(separator: ", "))]"#
  }

  private static let off = #", "enabled": false"#

  struct Row: Sendable, CustomTestStringConvertible {
    let desired: String
    let live: String
    let effects: [String]
    var testDescription: String { "spec {\(desired)}, live {\(live)}" }
  }

  static let rows: [Row] = [
    Row(desired: job(trigger("*/5 * * * *")), live: job(trigger("0 * * * *")), effects: ["8760 → 105120 runs"]),
    // What is off does not run, whatever its schedule says.
    Row(
      desired: job(trigger("*/5 * * * *", enabled: off)), live: job(trigger("0 * * * *", enabled: off)), effects: [""]),
    Row(
      desired: job(trigger("*/5 * * * *", enabled: off)), live: job(trigger("0 * * * *")),
      effects: ["stops the trigger, 8760 → 0 runs", "8760 → 0 runs"]),
    Row(
      desired: job(trigger("@daily")), live: job(trigger("@daily", enabled: off)),
      effects: ["starts the trigger, 0 → 365 runs"]),
    Row(
      desired: job(enabled: #""enabled": false, "#, trigger("@daily")), live: job(trigger("@daily")),
      effects: ["stops every execution, 365 → 0 runs"]),
    Row(
      desired: job(trigger("@daily"), trigger("@hourly", id: "u"), trigger("@monthly", enabled: off, id: "v")),
      live: job(
        enabled: #""enabled": false, "#, trigger("@daily"), trigger("@hourly", id: "u"),
        trigger("@monthly", enabled: off, id: "v")),
      effects: ["starts every execution, 0 → 9125 runs"]),
    // A trigger of a job that is off starts nothing.
    Row(
      desired: job(enabled: #""enabled": false, "#, trigger("@daily")),
      live: job(enabled: #""enabled": false, "#, trigger("@daily", enabled: off)), effects: ["starts the trigger"]),
    Row(desired: job(), live: job(trigger("@daily")), effects: ["365 → 0 runs"]),
    Row(desired: job(trigger("@daily")), live: job(), effects: ["0 → 365 runs"]),
    Row(desired: "", live: job(trigger("@daily")), effects: [""]),
    // A schedule starts something where the trigger's type is one that schedules start, or is not said.
    Row(desired: job(), live: job(trigger("@hourly", type: "http")), effects: [""]),
    Row(desired: job(trigger("@daily", type: "http")), live: job(trigger("@hourly", type: "http")), effects: [""]),
    Row(
      desired: job(trigger("@hourly", type: "http")), live: job(trigger("@hourly")), effects: ["8760 → 0 runs"]),
    Row(
      desired: job(trigger("@hourly")), live: job(trigger("@hourly", type: "http")), effects: ["0 → 8760 runs"]),
    Row(
      desired: job(trigger("@hourly", enabled: off, type: "http")), live: job(trigger("@hourly", enabled: off)),
      effects: [""]),
    Row(
      desired: job(trigger("@hourly", type: "")), live: job(trigger("@daily", type: "")), effects: ["365 → 8760 runs"]),
    Row(desired: job(trigger("@hourly", type: "")), live: job(), effects: ["0 → 8760 runs"]),
    // What only some schedulers know is not guessed.
    Row(desired: job(trigger("0 0 * * 7")), live: job(trigger("@daily")), effects: [""]),
    Row(desired: job(trigger("0 0 30 2 *")), live: job(trigger("0 0 31 4 *")), effects: []),
    Row(
      desired: #""runtime": {"memory": 4096}"#, live: #""runtime": {"memory": 2048}"#, effects: ["1000 → 2000 cores"]),
    Row(desired: #""runtime": {"memory": 1000}"#, live: #""runtime": {"memory": 1024}"#, effects: ["500 → 488 cores"]),
    Row(desired: #""runtime": {"memory": 1000}"#, live: "", effects: [""]),
    Row(desired: #""runtime": {"memory": 99999999999999999}"#, live: #""runtime": {"memory": 1}"#, effects: [""]),
    Row(desired: #""runtime": {"memory": -1}"#, live: #""runtime": {"memory": 1}"#, effects: [""]),
    Row(desired: #""runtime": {"timeout": 1}"#, live: #""runtime": {"timeout": 2}"#, effects: [""]),
  ]

  @Test(arguments: rows) func `A change says what it brings about`(row: Row) throws {
    let changes = try compared(spec: row.desired, live: row.live).changes
    #expect(changes.map { Self.text($0.effect) } == row.effects)
  }

  @Test func `A variable keeps the runs from being told only where it has part in them`() throws {
    func runs(_ schedule: String) throws -> [Int]? {
      let desired = #""enabled": false, "runtime": {"image": "${IMAGE}"}, "# + Self.job(Self.trigger(schedule))
      let plan = try compared(spec: desired, live: Self.job(Self.trigger("@daily")))
      return plan.changes.first { $0.path.elements.last == .field("enabled") }?.effect?.runsPerYear.map {
        [$0.before, $0.after]
      }
    }
    #expect(try runs("@daily") == [365, 0])
    #expect(try runs("${WHEN}") == nil)
  }

  @Test func `Runs are told by the day only where every day has as many`() throws {
    func amounts(_ desired: String, _ live: String) throws -> [Int]? {
      let change = try compared(spec: Self.job(Self.trigger(desired)), live: Self.job(Self.trigger(live))).changes.first
      return change?.effect?.runsPerDay.map { [$0.before, $0.after] }
    }
    #expect(try amounts("*/5 * * * *", "0 * * * *") == [24, 288])
    #expect(try amounts("0 0 30 2 *", "0 * * * *") == [24, 0])
    // As many in a year, on 73 of its days.
    #expect(try amounts("0-4 0 1-24,31 1,2,4 *", "0 0 * * *") == nil)
    #expect(try amounts("0 0 * * 1", "0 0 * * *") == nil)
    #expect(try amounts("0 0 29 2 *", "0 0 * * *") == nil)
  }

  private static func text(_ effect: Effect?) -> String {
    guard let effect else { return "" }
    var parts: [String] = []
    switch effect.gate {
    case .starts(let name)?: parts.append("starts \(name)")
    case .stops(let name)?: parts.append("stops \(name)")
    case nil: break
    }
    if let runs = effect.runsPerYear { parts.append("\(runs.before) → \(runs.after) runs") }
    if let cores = effect.millicores { parts.append("\(cores.before) → \(cores.after) cores") }
    return parts.joined(separator: ", ")
  }

  @Test func `Next runs are told from a given time, of what will start something`() throws {
    let now = Timestamp(parsing: "2026-11-23T12:00:00Z")
    func next(_ desired: String, _ live: String) throws -> [[String]] {
      let plan = try Planner(schema: .blaxel, ownership: .shared, now: now).plan(
        desired: [document(JobDiffTests.job(desired))], live: [document(JobDiffTests.job(live))]
      ).plan
      return plan.jobs.flatMap { $0.changes.map { $0.effect?.nextRuns.map(\.description) ?? [] } }
    }
    let daily = ["2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z"]
    #expect(try next(Self.job(Self.trigger("@daily")), Self.job(Self.trigger("@hourly"))) == [daily])
    #expect(try next(Self.job(Self.trigger("@daily")), Self.job()) == [daily])
    #expect(
      try next(
        Self.job(Self.trigger("@daily"), Self.trigger("0 0,13 * * *", id: "u")),
        Self.job(enabled: #""enabled": false, "#, Self.trigger("@daily"), Self.trigger("0 0,13 * * *", id: "u")))
        == [["2026-11-23T13:00:00Z", "2026-11-24T00:00:00Z", "2026-11-24T13:00:00Z"]])
    #expect(try next(Self.job(), Self.job(Self.trigger("@daily"))) == [[]])
    #expect(
      try next(
        Self.job(Self.trigger("@daily", enabled: Self.off)), Self.job(Self.trigger("@hourly", enabled: Self.off)))
        == [[]])
  }
}
