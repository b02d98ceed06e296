import DriftEngine
import JobDiff
import PlanReport
import Testing

// Testing has an exit status of its own.
private typealias Status = DriftEngine.ExitStatus

/// How runs end.
@Suite struct ExitStatusTests {
  @Test(arguments: [
    (Verdict.invalid, Status.invalid), (.error, .failure), (.interrupted, .failure), (.gate, .gate),
  ])
  fileprivate func `What was not compared never reads as clean or as drift`(verdict: Verdict, status: Status) {
    for exitsZero in [true, false] {
      for failOn in [[], FailureCondition.standard, Set(FailureCondition.allCases)] {
        let found = Status(verdict, holding: Set(FailureCondition.allCases), failOn: failOn, exitsZero: exitsZero)
        #expect(found == status)
      }
    }
  }

  @Test(arguments: FailureCondition.allCases)
  func `A condition ends the run with 2 when it holds and was asked for`(condition: FailureCondition) {
    let others = Set(FailureCondition.allCases).subtracting([condition])
    func status(holding: Set<FailureCondition>, failOn: Set<FailureCondition>, exitsZero: Bool = false) -> Int32 {
      Status(.differences, holding: holding, failOn: failOn, exitsZero: exitsZero).rawValue
    }
    #expect(status(holding: [condition], failOn: [condition]) == 2)
    #expect(status(holding: [condition], failOn: others) == 0)
    #expect(status(holding: others, failOn: [condition]) == 0)
    #expect(status(holding: [condition], failOn: [condition], exitsZero: true) == 0)
  }

  @Test func `The numbers are part of the interface`() {
    let numbers = Status.allCases.map(\.rawValue)
    #expect(numbers == [0, 1, 2, 3, 4, 64])
  }
}
