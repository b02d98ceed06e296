import ConfigValue
import JobDiff
import JobModel
import TestSupport
import Testing

/// How differences came about, over every combination of what base, spec and live job may be.
@Suite struct ThreeWayTests {
  /// A place in a job: the members of `spec` with a value there, or without one.
  struct Kind: CustomTestStringConvertible {
    let path: String
    let spec: @Sendable (String?) -> String

    var testDescription: String { path }

    static let all = [
      Kind(path: "runtime.image") { #""runtime": {\#($0.map { #""image": "\#($0)""# } ?? "")}"# },
      Kind(path: "runtime.unheardOf") { #""runtime": {\#($0.map { #""unheardOf": "\#($0)""# } ?? "")}"# },
      Kind(path: "runtime.envs[X]") { value in
        let element = value.map { #", {"name": "X", "value": "\#($0)"}"# } ?? ""
        return #""runtime": {"envs": [{"name": "KEEP", "value": "k"}\#(element)]}"#
      },
      Kind(path: "triggers[t]") { value in
        let element = value.map { #"{"id": "t", "type": "cron", "configuration": {"description": "\#($0)"}}, "# } ?? ""
        return #""triggers": [\#(element){"id": "keep", "type": "cron"}]"#
      },
      Kind(path: "volumes[v]") { value in
        let element = value.map { #"{"name": "v", "mountPath": "/\#($0)"}, "# } ?? ""
        return #""volumes": [\#(element){"name": "keep", "mountPath": "/keep"}]"#
      },
    ]
  }

  private static func plan(base: [JobDocument], head: [JobDocument], live: [JobDocument]) -> [JobPlan] {
    Planner(schema: .blaxel, ownership: .shared).plan(desired: head, live: live, base: base).plan.jobs
  }

  private static func plan(spec: (String?) -> String, _ row: OriginRow) throws -> JobPlan {
    func version(_ value: String?) throws -> [JobDocument] { [try document(job(spec(value)))] }
    let jobs = try plan(base: version(row.base), head: version(row.head), live: version(row.live))
    return try #require(jobs.count == 1 ? jobs.first : nil)
  }

  @Test(arguments: Kind.all, OriginRow.all)
  func `Fields and list elements have the origin that their three values give`(kind: Kind, row: OriginRow) throws {
    let job = try Self.plan(spec: kind.spec, row)
    #expect(job.changes.map(\.origin) == (row.origin.map { [$0] } ?? []))
    #expect(job.changes.allSatisfy { "\($0.path.droppingFirst("spec"))".hasPrefix(kind.path) })
    #expect(job.origin == row.origin)
    #expect(job.changes.allSatisfy { ($0.basis == .base) == ($0.origin == .adopt) })
    #expect(job.changes.allSatisfy { $0.origin != .adopt || !$0.counts })
    #expect(job.changes.allSatisfy { $0.baseValue == nil || $0.origin == .conflict })
    if row.origin == .conflict { #expect((job.changes.first?.baseValue == nil) == (row.base == nil)) }
  }

  @Test(arguments: OriginRow.all)
  func `Whole jobs have the origin that their three versions give`(row: OriginRow) throws {
    func version(_ value: String?) throws -> [JobDocument] {
      try value.map { [try document(job(#""runtime": {"image": "\#($0)"}"#))] } ?? []
    }
    let jobs = Self.plan(base: try version(row.base), head: try version(row.head), live: try version(row.live))
    #expect(jobs.count == (row.base ?? row.head ?? row.live == nil ? 0 : 1))
    #expect(jobs.first?.origin == row.origin)
    let action: JobPlan.Action? =
      switch (row.head, row.live) {
      case (nil, nil): row.base == nil ? nil : .unchanged
      case (.some, nil): .create
      case (nil, .some): .liveOnly
      case (let head?, let live?): head == live ? .unchanged : .update
      }
    #expect(jobs.first?.action == action)
  }

  @Test(arguments: OriginRow.all)
  func `Tasks, whose order matters, have the origin that their three values give`(row: OriginRow) throws {
    let job = try Self.plan(
      spec: { value in
        let task = value.map { #", {"n": "\#($0)"}"# } ?? ""
        return
          #""triggers": [{"id": "t", "type": "cron", "configuration": {"tasks": [{"n": "first"}\#(task), {"n": "last"}]}}]"#
      }, row)
    #expect(Set(job.changes.map(\.origin)) == (row.origin.map { [$0] } ?? []))
  }

  @Test(arguments: OriginRow.all)
  func `A masked value is compared between base and spec`(row: OriginRow) throws {
    func version(_ value: String?) throws -> [JobDocument] {
      let element = value.map { #"{"name": "X", "value": "\#($0)"}"# } ?? #"{"name": "X"}"#
      return [try document(job(#""runtime": {"envs": [\#(element)]}"#))]
    }
    let jobs = Self.plan(base: try version(row.base), head: try version(row.head), live: try version("****"))
    let plan = try #require(jobs.first)
    if row.base == row.head {
      #expect(plan.foldOutline == ["masked runtime.envs[X].value"])
      #expect(plan.changes.isEmpty && plan.action == .unchanged)
    } else {
      #expect(plan.foldOutline == [])
      let change = try #require(plan.changes.count == 1 ? plan.changes.first : nil)
      #expect(change.origin == .change && change.basis == .base && change.counts)
      #expect(change.before == row.base.map(PlainValue.string) && change.after == row.head.map(PlainValue.string))
      #expect(plan.action == .update)
    }
  }

  private static func env(_ value: String, isSecret: Bool = false, named name: String = "X") -> String {
    #""runtime": {"envs": [{"name": "\#(name)", "value": "\#(value)"\#(isSecret ? #", "secret": true"# : "")}]}"#
  }

  private static func jobs(_ spec: String) throws -> [JobDocument] { [try document(job(spec))] }

  private static let empty = #""runtime": {"envs": []}"#

  @Test func `What one of three versions calls secret is held back in all of them`() throws {
    let rows: [(base: String, head: String, live: String)] = [
      (Self.env("short", isSecret: true), Self.env("short"), Self.empty),
      (Self.env("short", isSecret: true), Self.empty, Self.env("short")),
      (Self.env("old"), Self.env("new"), Self.env("new", isSecret: true)),
      (Self.env("a", isSecret: true), Self.env("b"), Self.env("b")),
      (Self.env("a", isSecret: true), Self.env("b"), Self.env("c")),
      (#""other": {"a": "x", "password": "short"}"#, #""other": {"a": "y"}"#, #""other": {"a": "z"}"#),
      (#""other": [{"name": "A", "value": "s", "secret": true}]"#, #""other": [{"name": "A", "value": "s"}]"#, ""),
    ]
    for row in rows {
      let plan = Self.plan(base: try Self.jobs(row.base), head: try Self.jobs(row.head), live: try Self.jobs(row.live))
      let changes = plan.flatMap(\.changes).filter {
        !"\($0.path)".hasSuffix(".secret") && !"\($0.path)".hasSuffix(".a")
      }
      #expect(!changes.isEmpty && changes.allSatisfy(\.isSecret), "\(row) \(changes.map(\.path))")
    }
    let open = Self.plan(
      base: try Self.jobs(Self.env("a")), head: try Self.jobs(Self.env("b")), live: try Self.jobs(Self.env("c")))
    #expect(open.flatMap(\.changes).allSatisfy { !$0.isSecret })
  }

  @Test func `A value that depends on something is seen to differ from what is live and can be seen`() throws {
    func plan(head: String, live: String) throws -> JobPlan {
      let jobs = Self.plan(
        base: try Self.jobs(#""runtime": {"image": "v1"}"#),
        head: [try spec(job(#""runtime": {"image": "\#(head)"}"#))],
        live: try Self.jobs(#""runtime": {"image": "\#(live)"}"#))
      return try #require(jobs.first)
    }
    let moved = try plan(head: "${TAG}", live: "hotfix")
    #expect(moved.changes.map(\.origin) == [.conflict] && moved.changes.map(\.basis) == [.live])
    #expect(moved.changes.first?.before == "hotfix" && moved.changes.first?.baseValue == "v1")
    let still = try plan(head: "${TAG}", live: "v1")
    #expect(still.changes.map(\.origin) == [.change] && still.changes.first?.before == "v1")
    #expect(try plan(head: "v1", live: "v1").changes.isEmpty)
  }

  @Test func `A removed spec conflicts with what it answered for, not with what it was silent about`() throws {
    let base = #""runtime": {"image": "a"}"#
    for (live, origin) in [
      (#""runtime": {"image": "a", "maxConcurrentTasks": 4}"#, Origin.change),
      (#""runtime": {"image": "b"}"#, .conflict),
    ] {
      let jobs = Self.plan(base: try Self.jobs(base), head: [], live: try Self.jobs(live))
      #expect(jobs.map(\.origin) == [origin])
    }
  }
}
