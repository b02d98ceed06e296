import ConfigValue
import Foundation
import JobDiff
import JobModel
import TestSupport
import Testing

/// Laws over random jobs made from the field table: 200 pairs, or as many as `JOBDRIFT_LAW_PAIRS` says.
@Suite struct LawTests {
  private static let pairCount = ProcessInfo.processInfo.environment["JOBDRIFT_LAW_PAIRS"].flatMap(UInt64.init) ?? 200
  private static let shares = UInt64(0)..<4

  /// The seeds of one share of the pairs.
  private func seeds(_ share: UInt64) -> StrideTo<UInt64> {
    stride(from: share, to: Self.pairCount, by: Self.shares.count)
  }

  private func pair(_ seed: UInt64, isSparse: Bool = false) -> (a: PlainValue, b: PlainValue) {
    var generator = JobGenerator(seed: seed, isSparse: isSparse)
    return (generator.job(named: "j"), generator.job(named: "j"))
  }

  /// What changes say, whatever their order and that of the members in their values.
  private func sorted(_ changes: [Change]) -> [String] {
    changes.map { change in
      let sides = (change.before?.sortedByKey, change.after?.sortedByKey)
      return
        "\(change.operation) \(change.path) \(String(describing: sides.0)) \(String(describing: sides.1)) \(change.counts)"
    }.sorted()
  }

  @Test(arguments: shares) func `Reflexive: a job does not differ from itself, in whatever order it is written`(
    share: UInt64
  ) throws {
    for seed in seeds(share) {
      for isSparse in [false, true] {
        var generator = JobGenerator(seed: seed, isSparse: isSparse)
        let job = generator.job(named: "j")
        let other = generator.shuffled(job, .object(JobSchema.blaxel.job))
        #expect(try compared(document(job), document(job)).outline == [], "seed \(seed)")
        #expect(try compared(document(job), document(other)).outline == [], "seed \(seed)")
      }
    }
  }

  @Test(arguments: shares) func `Apply: the changes on the live job give the spec`(share: UInt64) throws {
    for seed in seeds(share) {
      let (live, desired) = pair(seed)
      let changes = try compared(document(desired), document(live)).changes
      #expect(Oracle.normal(Oracle.apply(changes, to: live)) == Oracle.normal(desired), "seed \(seed)")
    }
  }

  @Test(arguments: shares) func `Symmetric: from the other side, add and remove, before and after are exchanged`(
    share: UInt64
  ) throws {
    for seed in seeds(share) {
      let (first, second) = pair(seed)
      let there = try compared(document(first), document(second)).changes
      let back = try compared(document(second), document(first)).changes
      #expect(exchanged(there, swapped: false) == exchanged(back, swapped: true), "seed \(seed)")
    }
  }

  private func exchanged(_ changes: [Change], swapped: Bool) -> [String] {
    changes.map { change in
      let sides = swapped ? (change.after, change.before) : (change.before, change.after)
      let operation: Change.Operation =
        switch change.operation {
        case .add: swapped ? .remove : .add
        case .remove: swapped ? .add : .remove
        default: change.operation
        }
      // Positions are each side's own.
      let isPlaced =
        switch change.path.elements.last {
        case .match?, .live?: true
        case .field?, .key?, nil: false
        }
      let path = isPlaced ? FieldPath(change.path.elements.dropLast()) : change.path
      return "\(operation) \(path) \(String(describing: sides.0)) \(String(describing: sides.1))"
    }.sorted()
  }

  @Test(arguments: shares) func `Reorder-invariant: the order of members and of unordered lists changes nothing`(
    share: UInt64
  ) throws {
    for seed in seeds(share) {
      for isSparse in [false, true] {
        let (live, desired) = pair(seed, isSparse: isSparse)
        var generator = JobGenerator(seed: seed &+ 1)
        let shape = Shape.object(JobSchema.blaxel.job)
        let straight = try compared(document(desired), document(live))
        let shuffled = try compared(
          document(generator.shuffled(desired, shape)), document(generator.shuffled(live, shape)))
        #expect(shuffled.action == straight.action, "seed \(seed)")
        #expect(shuffled.changes.count { $0.counts } == straight.changes.count { $0.counts }, "seed \(seed)")
        // Elements without a key are called by their places, and where several pairings have equally few differences, it is the
        // order that chooses: what they are between, and what is only shown, may be another.
        if !isSparse { #expect(sorted(shuffled.changes) == sorted(straight.changes), "seed \(seed)") }
      }
    }
  }

  @Test(arguments: shares) func `Unique: no two findings about a job have one path`(share: UInt64) throws {
    for seed in seeds(share) {
      for isSparse in [false, true] {
        let (live, desired) = pair(seed, isSparse: isSparse)
        let plan = try compared(document(desired), document(live))
        let paths = plan.changes.map(\.path.description) + plan.folds.map(\.path.description)
        #expect(Set(paths).count == paths.count, "seed \(seed)")
      }
    }
  }

  @Test(arguments: shares) func `Idempotent: a normal form is its own, and no different from what it was made of`(
    share: UInt64
  ) throws {
    for seed in seeds(share) {
      for isSparse in [false, true] {
        let job = pair(seed, isSparse: isSparse).a
        let normal = NormalForm.of(job, nil, .object(JobSchema.blaxel.job))
        #expect(NormalForm.of(normal, nil, .object(JobSchema.blaxel.job)) == normal, "seed \(seed)")
        #expect(try compared(document(job), document(normal)).outline == [], "seed \(seed)")
        #expect(try compared(document(normal), document(job)).outline == [], "seed \(seed)")
      }
    }
  }

  @Test(arguments: shares) func `Monotone: one more edit, on either side, hides none of the others`(share: UInt64)
    throws
  {
    for seed in seeds(share) {
      let job = pair(seed).a
      var edits = JobEdits(seed: seed)
      let (once, twice) = edits.twoEdits(of: job)
      let first = try compared(document(once), document(job)).changes
      let both = try compared(document(twice), document(job)).changes
      #expect(!first.isEmpty, "seed \(seed)")
      #expect(Set(sorted(first)).isSubset(of: sorted(both)), "seed \(seed)")
      #expect(both.count > first.count, "seed \(seed)")
      let firstLive = try compared(document(job), document(once)).changes
      let bothLive = try compared(document(job), document(twice)).changes
      #expect(Set(sorted(firstLive)).isSubset(of: sorted(bothLive)), "seed \(seed)")
      #expect(bothLive.count > firstLive.count, "seed \(seed)")
    }
  }

  private func origins(base: PlainValue, head: PlainValue, live: PlainValue) throws -> (JobPlan, [String]) {
    let plan = try Planner(schema: .blaxel, ownership: .shared).plan(
      desired: [document(head)], live: [document(live)], base: [document(base)]
    ).plan
    let job = try #require(plan.jobs.first)
    return (job, job.changes.map { "\($0.origin.map(\.rawValue) ?? "none")" })
  }

  @Test(arguments: shares) func `Three ways: who edited says how each difference came about`(share: UInt64) throws {
    for seed in seeds(share) {
      var generator = JobGenerator(seed: seed)
      let job = generator.job(named: "j")
      var edits = JobEdits(seed: seed)
      let (once, twice) = edits.twoEdits(of: job)
      let rows: [(base: PlainValue, head: PlainValue, live: PlainValue, origins: Set<String>)] = [
        (job, once, job, ["change"]), (job, job, once, ["drift"]), (job, once, once, ["adopt"]),
        (once, twice, job, ["change", "drift"]), (job, twice, once, ["change", "adopt"]),
        (job, once, twice, ["drift", "adopt"]), (job, twice, twice, ["adopt"]), (job, job, job, []),
      ]
      for row in rows {
        let (plan, origins) = try origins(base: row.base, head: row.head, live: row.live)
        #expect(Set(origins) == row.origins, "seed \(seed)")
        #expect(plan.changes.allSatisfy { ($0.basis == .base) == ($0.origin == .adopt) }, "seed \(seed)")
      }
    }
  }

  @Test(arguments: shares) func `Three ways: a base changes nothing about what applying does`(share: UInt64) throws {
    for seed in seeds(share) {
      let (live, desired) = pair(seed, isSparse: seed.isMultiple(of: 2))
      var generator = JobGenerator(seed: seed ^ 0xBA5E, isSparse: seed.isMultiple(of: 3))
      let base = generator.job(named: "j")
      let plain = try compared(document(desired), document(live))
      let (plan, _) = try origins(base: base, head: desired, live: live)
      let applied = plan.changes.filter { $0.basis == .live }
      #expect(sorted(applied) == sorted(plain.changes), "seed \(seed)")
      #expect(plan.changes.allSatisfy { $0.origin != nil }, "seed \(seed)")
      #expect(
        plan.folds.count + plan.changes.count { $0.basis == .base && $0.counts } >= plain.folds.count, "seed \(seed)")
      let (same, origins) = try origins(base: desired, head: desired, live: live)
      #expect(same.changes.count == plain.changes.count && Set(origins).isSubset(of: ["drift"]), "seed \(seed)")
    }
  }
}
