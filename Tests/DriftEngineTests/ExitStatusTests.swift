import DriftEngine
import JobDiff
import PlanReport
import Testing

/// How runs end.
@Suite struct ExitStatusTests {
  @Test(arguments: [
    (Verdict.invalid, ExitStatus.invalid), (.error, .failure), (.interrupted, .failure), (.gate, .gate),
  ])
  func `What was not compared never reads as clean or as drift`(verdict: Verdict, status: ExitStatus) {
    for exitsZero in [true, false] {
      for failOn in [[], FailureCondition.standard, Set(FailureCondition.allCases)] {
        let found = ExitStatus(verdict, holding: Set(FailureCondition.allCases), failOn: failOn, exitsZero: exitsZero)
        #expect(found == status)
      }
    }
  }

  @Test(arguments: FailureCondition.allCases)
  func `A condition ends the run with 2 when it holds and was asked for`(condition: FailureCondition) {
    let others = Set(FailureCondition.allCases).subtracting([condition])
    func status(holding: Set<FailureCondition>, failOn: Set<FailureCondition>, exitsZero: Bool = false) -> Int32 {
      ExitStatus(.differences, holding: holding, failOn: failOn, exitsZero: exitsZero).rawValue
    }
    #expect(status(holding: [condition], failOn: [condition]) == 2)
    #expect(status(holding: [condition], failOn: others) == 0)
    #expect(status(holding: others, failOn: [condition]) == 0)
    #expect(status(holding: [condition], failOn: [condition], exitsZero: true) == 0)
  }

  @Test func `The numbers are part of the interface`() {
    let numbers = ExitStatus.allCases.map(\.rawValue)
    #expect(numbers == [0, 1, 2, 3, 4, 64])
  }
}
