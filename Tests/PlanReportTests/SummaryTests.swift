import ConfigValue
import TestSupport
import Testing

@testable import JobDiff
@testable import PlanReport

/// The counts of a plan, taken in one pass.
@Suite struct SummaryTests {
  private static func fold(_ reason: Fold.Reason) -> Fold {
    Fold(path: FieldPath([.field("spec")]), reason: reason, detail: nil, match: nil)
  }

  @Test func `Everything is counted once, whichever jobs share their folds`() {
    var random = SeededRandom(seed: 11)
    let lists = (0..<5).map { count in (0..<count).map { _ in Self.fold(random.pick(Fold.Reason.allCases)) } }
    for _ in 0..<200 {
      let jobs = (0..<Int.random(in: 0...12, using: &random)).map { number in
        JobPlan(
          name: "j\(number)", action: random.pick(JobPlan.Action.allCases), source: nil, live: nil, formerName: nil,
          changes: [], folds: random.pick(lists), origin: random.oneIn(2) ? random.pick(Origin.allCases) : nil,
          baseSource: nil)
      }
      let summary = Summary(Plan(jobs: jobs))
      for action in JobPlan.Action.allCases { #expect(summary.count(action) == jobs.count { $0.action == action }) }
      for origin in Origin.allCases { #expect(summary.count(origin) == jobs.count { $0.origin == origin }) }
      for reason in Fold.Reason.allCases {
        #expect(summary.count(reason) == jobs.flatMap(\.folds).count { $0.reason == reason })
      }
      #expect(Change.Operation.allCases.allSatisfy { summary.count($0) == 0 })
    }
  }
}
