import ConfigValue
import TestSupport
import Testing

@testable import JobDiff

@Suite struct EditScriptTests {
  private func lists(_ seed: UInt64) -> ([PlainValue], [PlainValue]) {
    var random = SeededRandom(seed: seed)
    func list() -> [PlainValue] {
      (0..<Int.random(in: 0...7, using: &random)).map { _ in .number(Number(random.pick([1, 2, 3]))) }
    }
    return (list(), list())
  }

  /// The length of a longest common subsequence, by trying every choice.
  private func common(_ first: ArraySlice<PlainValue>, _ second: ArraySlice<PlainValue>) -> Int {
    guard let one = first.first, let other = second.first else { return 0 }
    if one == other { return 1 + common(first.dropFirst(), second.dropFirst()) }
    return max(common(first.dropFirst(), second), common(first, second.dropFirst()))
  }

  @Test(arguments: UInt64(0)..<300) func `A script keeps as many elements as can be kept`(seed: UInt64) {
    let (before, after) = lists(seed)
    let steps = EditScript.steps(from: before, to: after)
    let kept = common(before[...], after[...])
    #expect(steps.count { $0.before != nil } == before.count - kept)
    #expect(steps.count { $0.after != nil } == after.count - kept)
    let keptBefore = before.indices.filter { position in !steps.contains { $0.before == position } }.map { before[$0] }
    let keptAfter = after.indices.filter { position in !steps.contains { $0.after == position } }.map { after[$0] }
    #expect(keptBefore == keptAfter)
  }

  @Test(arguments: UInt64(0)..<300) func `The way back is the same script, sides exchanged`(seed: UInt64) {
    let (before, after) = lists(seed)
    let back = EditScript.steps(from: after, to: before).map { EditScript.Step(before: $0.after, after: $0.before) }
    #expect(EditScript.steps(from: before, to: after) == back)
  }

  @Test func `Lists too long for the shortest script are compared position by position`() {
    let before = (0..<3_000).map { PlainValue.number(Number($0)) }
    let after = before.map { $0 == 7 ? "seven" : $0 == 2_990 ? "last" : $0 }.dropFirst(0)
    #expect(
      EditScript.steps(from: before, to: Array(after)) == [
        EditScript.Step(before: 7, after: 7), EditScript.Step(before: 2_990, after: 2_990),
      ])
  }
}
