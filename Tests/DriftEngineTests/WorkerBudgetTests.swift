import Testing

@testable import DriftEngine

/// How many threads a run may keep busy.
@Suite struct WorkerBudgetTests {
  @Test(arguments: [(1, 1), (2, 1), (3, 2), (16, 15)])
  func `While the API is asked, one is left free, but for the last`(
    workers: Int, free: Int
  ) {
    let budget = WorkerBudget(workers, whileAsking: true)
    #expect(budget.count == free)
    budget.endAsking()
    #expect(budget.count == workers)
    #expect(WorkerBudget(workers, whileAsking: false).count == workers)
  }
}
