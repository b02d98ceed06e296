import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import TestSupport
import Testing

@testable import JobDiff

/// How elements of lists find each other.
@Suite struct ListTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let desired: String
    let live: String
    let outline: [String]
    var testDescription: String { "spec {\(desired)}, live {\(live)}" }
  }

  private static func ports(_ elements: String) -> String { #""runtime": {"ports": [\#(elements)]}"# }
  private static func triggers(_ elements: String) -> String { #""triggers": [\#(elements)]"# }

  private static func cron(_ schedule: String, id: String? = nil, retry: Int = 0) -> String {
    let id = id.map { #""id": "\#($0)", "# } ?? ""
    return #"{\#(id)"type": "cron", "configuration": {"schedule": "\#(schedule)", "retry": \#(retry)}}"#
  }

  static let rows: [Row] = [
    Row(desired: ports(#"{"target": 1}, {"target": 2}"#), live: ports(#"{"target": 2}, {"target": 1}"#), outline: []),
    Row(
      desired: ports(#"{"target": 1, "protocol": "TCP"}"#),
      live: ports(#"{"name": "p", "target": 1, "protocol": "TCP"}"#), outline: []),
    Row(
      desired: ports(#"{"target": 1}"#), live: ports(#"{"name": "p", "target": 1, "protocol": "HTTP"}"#),
      outline: ["unmanaged-field runtime.ports[p].protocol?"]),
    Row(
      desired: ports(#"{"target": 1, "protocol": "TCP"}"#), live: ports(#"{"target": 1, "protocol": "UDP"}"#),
      outline: [
        "add runtime.ports[target=1,protocol=TCP]", "remove runtime.ports[target=1,protocol=UDP]",
      ]),
    Row(
      desired: ports(#"{"name": "a", "target": 1}"#), live: ports(#"{"name": "b", "target": 1}"#),
      outline: ["add runtime.ports[a]", "remove runtime.ports[b]"]),
    Row(desired: ports("{}"), live: ports("{}"), outline: []),
    Row(
      desired: triggers(#"{"type": "cron", "configuration": {"schedule": "x"}}"#),
      live: triggers(#"{"id": "h"}, {"id": "t", "type": "cron", "enabled": true, "configuration": {"schedule": "x"}}"#),
      outline: ["remove triggers[h]"]),
    Row(
      desired: triggers(#"{"type": "cron"}, {"type": "cron"}"#), live: triggers(#"{"id": "t", "type": "cron"}"#),
      outline: ["add triggers[type=cron,#2]"]),
    Row(
      desired: triggers(#"{"id": "a", "type": "cron"}"#), live: triggers(#"{"id": "b", "type": "cron"}"#), outline: []),
    Row(
      desired: triggers(cron("x", id: "a")), live: triggers(cron("y", id: "b")),
      outline: ["add triggers[a]", "remove triggers[b]"]),
    Row(
      desired: triggers(cron("x")), live: triggers(cron("y", id: "b")),
      outline: ["change triggers[b].configuration.schedule (type)"]),
    Row(
      desired: triggers(cron("x", id: "a")), live: triggers(cron("y")),
      outline: ["add triggers[a].id (type)", "change triggers[a].configuration.schedule (type)"]),
    Row(
      desired: triggers(cron("x")), live: triggers(cron("x", id: "b")), outline: []),
    Row(
      desired: triggers(cron("x", id: "a") + "," + cron("y")), live: triggers(cron("y", id: "b")),
      outline: ["add triggers[a]"]),
    Row(
      desired: triggers(cron("x")), live: triggers(#"{"id": "h", "type": "http"}"#),
      outline: ["add triggers[type=cron,#1]", "remove triggers[h]"]),
    Row(
      desired: triggers(cron("a", retry: 1) + "," + cron("b", retry: 2)),
      live: triggers(cron("c", id: "one", retry: 2) + "," + cron("d", id: "two", retry: 1)),
      outline: [
        "change triggers[two].configuration.schedule (similarity)",
        "change triggers[one].configuration.schedule (similarity)",
      ]),
    Row(
      desired: triggers(cron("a") + "," + cron("b")), live: triggers(cron("c", id: "one") + "," + cron("d", id: "two")),
      outline: [
        "change triggers[one].configuration.schedule (similarity)",
        "change triggers[two].configuration.schedule (similarity)",
      ]),
    Row(
      desired: triggers(cron("a", id: "mine") + "," + cron("b")), live: triggers(cron("c", id: "one")),
      outline: ["add triggers[mine]", "change triggers[one].configuration.schedule (type)"]),
    // What cannot be compared is not the same: two keys that somebody wrote stay two elements.
    Row(
      desired: triggers(cron("${WHEN}", id: "a")), live: triggers(cron("y", id: "b")),
      outline: ["add triggers[a]", "remove triggers[b]"]),
    // What fits one element alone is left to it, in whatever order they come.
    Row(
      desired: triggers(#"{"type": "cron"}, {"type": "cron", "enabled": false}"#),
      live: triggers(#"{"id": "a", "type": "cron", "enabled": false}, {"id": "b", "type": "cron", "enabled": true}"#),
      outline: []),
    Row(
      desired: triggers(#"{}, {"type": "cron", "configuration": {"retry": 1}}"#),
      live: triggers(#"{"id": "a", "type": "cron", "configuration": {"retry": 1}}, {"id": "b", "type": "http"}"#),
      outline: ["unmanaged-field triggers[b].type? (content)"]),
    Row(desired: #""triggers": [null, "x"]"#, live: #""triggers": [null, "x"]"#, outline: []),
    Row(desired: #""policies": [{"a": [1]}]"#, live: #""policies": [{"a": [1]}]"#, outline: []),
  ]

  @Test(arguments: rows) func `Elements find each other by what identifies them`(row: Row) throws {
    #expect(try compared(spec: row.desired, live: row.live).matchedOutline == row.outline)
  }

  @Test func `An altered key is one note at the key in the spec`() throws {
    let text = MarkedText(job(#""triggers": [{"id": «id "a"», "type": "cron"}]"#))
    let outcome = try Planner(schema: .blaxel, ownership: .shared).plan(
      desired: [document(text.text)], live: [document(job(#""triggers": [{"id": "b", "type": "cron"}]"#))])
    #expect(outcome.diagnostics.map(\.code) == [.alteredKey])
    #expect(outcome.diagnostics.first?.severity == .note)
    #expect(outcome.diagnostics.first?.range == text.range("id", in: SourceID(rawValue: 0)))
    #expect(outcome.diagnostics.first?.summary == "'spec.triggers[a]' is called 'b' in live job 'j'")
    #expect(outcome.plan.jobs.first?.foldOutline == ["server-owned triggers[a].id"])
  }

  @Test(arguments: [64, 65, 80, 300])
  func `Reordering elements without keys is nothing, however many there are`(count: Int) throws {
    let desired = (0..<count).map { Self.cron("\($0 % 60) \($0 / 60) * * *") }
    let live = (0..<count).map { number in
      // The server makes up an id and writes out defaults and zeros.
      Self.cron("\(number % 60) \(number / 60) * * *", id: "s\(number)").dropLast() + #", "enabled": true}"#
    }
    func changes(_ desired: [String]) throws -> [String] {
      try compared(
        spec: Self.triggers(desired.joined(separator: ",")), live: Self.triggers(live.joined(separator: ","))
      ).outline
    }
    #expect(try changes(desired.reversed()) == [])
    var edited = Array(desired.reversed())
    edited[3] = Self.cron("59 23 * * *")
    #expect(try changes(edited) == ["change triggers[s\(count - 4)].configuration.schedule"])
  }

  @Test func `Of several pairings, the plan shows the one with the fewest differences, tasks counted one by one`()
    throws
  {
    func trigger(_ schedule: String, id: String? = nil, retry: Int, _ tasks: ClosedRange<Int>) -> String {
      let id = id.map { #""id": "\#($0)", "# } ?? ""
      let tasks = tasks.map(String.init).joined(separator: ", ")
      return
        #"{\#(id)"type": "cron", "configuration": {"schedule": "\#(schedule)", "retry": \#(retry), "tasks": [\#(tasks)]}}"#
    }
    let spec = Self.triggers(trigger("0 1 * * *", retry: 1, 1...5))
    let (far, near) = (trigger("0 1 * * *", id: "p", retry: 1, 6...10), trigger("0 2 * * *", id: "q", retry: 2, 1...5))
    for live in [[far, near], [near, far]] {
      #expect(
        try compared(spec: spec, live: Self.triggers(live.joined(separator: ","))).outline == [
          "change triggers[q].configuration.schedule", "change triggers[q].configuration.retry", "remove triggers[p]",
        ])
    }
  }

  /// A key that the spec adds counts, so that it is not paired with an element without one while there is another way.
  @Test func `Elements that say the same find each other with the fewest keys to add, in whatever order`() throws {
    for live in [[cronB, cronless], [cronless, cronB]] {
      let plan = try compared(
        spec: Self.triggers([Self.cron("x"), Self.cron("x", id: "a")].joined(separator: ",")),
        live: Self.triggers(live.joined(separator: ",")))
      #expect(plan.outline == [])
    }
  }

  private var cronB: String { Self.cron("x", id: "b") }
  private var cronless: String { Self.cron("x") }

  @Test func `Two changes of one list never share a path: what is only live is called by its place there`() throws {
    func tasks(_ tasks: String) -> String { Self.triggers(#"{"id": "a", "configuration": {"tasks": [\#(tasks)]}}"#) }
    #expect(
      try compared(spec: tasks(#""a", "Y""#), live: tasks(#""X", "Z", "a""#)).outline == [
        "remove triggers[a].configuration.tasks[live#1]", "remove triggers[a].configuration.tasks[live#2]",
        "add triggers[a].configuration.tasks[#2]",
      ])
  }

  @Test func `A long list of tasks that shifts by one is two changes`() throws {
    func tasks(_ numbers: some Sequence<Int>) -> String {
      Self.triggers(
        #"{"id": "a", "configuration": {"tasks": [\#(numbers.map { #"{"n": \#($0)}"# }.joined(separator: ","))]}}"#)
    }
    #expect(
      try compared(spec: tasks(1...2_100), live: tasks(0..<2_100)).outline == [
        "remove triggers[a].configuration.tasks[live#1]", "add triggers[a].configuration.tasks[#2100]",
      ])
  }

  @Test func `More elements than can be tried are paired in their order`() throws {
    let desired = (0..<70).map { Self.cron("\($0)") }.joined(separator: ",")
    let live = (0..<70).map { Self.cron("x\($0)", id: "t\($0)") }.joined(separator: ",")
    let changes = try compared(spec: Self.triggers(desired), live: Self.triggers(live)).changes
    #expect(changes.map(\.after) == (0..<70).map { .string("\($0)") })
    #expect(changes.map(\.before) == (0..<70).map { .string("x\($0)") })
  }

  @Test func `Live elements that share a key are compared in their order, and told`() throws {
    let spec = try document(job(#""volumes": [{"name": "v", "sizeMb": 1}]"#))
    let live = try document(job(#""volumes": [{"name": "v", "sizeMb": 1}, {"name": "v", "sizeMb": 2}]"#))
    let outcome = Planner(schema: .blaxel, ownership: .shared).plan(desired: [spec], live: [live])
    #expect(outcome.plan.jobs.first?.outline == ["remove volumes[name=v,#2]"])
    #expect(Set(outcome.diagnostics.map(\.code)) == [.duplicateLiveElement])
  }

  /// Counts what a round asks for, so that growth shows without a clock.
  @Test(arguments: [1_000, 10_000]) func `Pairing asks for each mark once`(count: Int) {
    let keys = (0..<count).map { Optional(String($0)) }
    var matching = Matching(desired: keys.map { _ in nil }, live: keys.map { _ in nil })
    var asked = 0
    func mark(_ key: Int) -> Int? {
      asked += 1
      return key
    }
    matching.pair(Array(0..<count), .content, desired: { mark($0) }, live: { mark(count - 1 - $0) })
    #expect(asked == 2 * count)
    #expect(matching.partners == (0..<count).reversed().map(Optional.some))
    #expect(matching.openLive.isEmpty && matching.openDesired.isEmpty)
  }

  @Test func `Of elements with one mark only a few are tried for each`() {
    var matching = Matching(desired: Array(repeating: nil, count: 5_000), live: Array(repeating: nil, count: 5_000))
    var tried = 0
    matching.pair(
      Array(0..<5_000), .content, desired: { _ in 0 }, live: { _ in 0 },
      where: { _, _ in
        tried += 1
        return false
      })
    #expect(tried == 5_000 * 64)
  }
}
