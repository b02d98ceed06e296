import ConfigValue
import TestSupport
import Testing

@testable import JobDiff

@Suite struct EditScriptTests {
  private func lists(_ seed: UInt64) -> ([Int], [Int]) {
    var random = SeededRandom(seed: seed)
    func list() -> [Int] { (0..<Int.random(in: 0...7, using: &random)).map { _ in random.pick([1, 2, 3]) } }
    return (list(), list())
  }

  /// Looks from the side of the list that comes first.
  private func script(_ before: [Int], _ after: [Int]) -> EditScript {
    EditScript(from: before, to: after, isMirrored: after.lexicographicallyPrecedes(before))
  }

  /// The length of a longest common subsequence, by trying every choice.
  private func common(_ first: ArraySlice<Int>, _ second: ArraySlice<Int>) -> Int {
    guard let one = first.first, let other = second.first else { return 0 }
    if one == other { return 1 + common(first.dropFirst(), second.dropFirst()) }
    return max(common(first.dropFirst(), second), common(first, second.dropFirst()))
  }

  @Test(arguments: UInt64(0)..<300) func `A script keeps as many elements as can be kept`(seed: UInt64) {
    let (before, after) = lists(seed)
    let steps = script(before, after).steps
    let kept = common(before[...], after[...])
    #expect(steps.count { $0.before != nil } == before.count - kept)
    #expect(steps.count { $0.after != nil } == after.count - kept)
    let keptBefore = before.indices.filter { position in !steps.contains { $0.before == position } }.map { before[$0] }
    let keptAfter = after.indices.filter { position in !steps.contains { $0.after == position } }.map { after[$0] }
    #expect(keptBefore == keptAfter)
    #expect(script(before, after).kept.map { before[$0.before] } == keptBefore)
    let isMirrored = after.lexicographicallyPrecedes(before)
    #expect(EditScript.shortCount(from: before, to: after, isMirrored: isMirrored) == steps.count)
  }

  @Test(arguments: UInt64(0)..<300) func `The way back is the same script, sides exchanged`(seed: UInt64) {
    let (before, after) = lists(seed)
    let back = script(after, before).steps.map { EditScript.Step(before: $0.after, after: $0.before) }
    #expect(script(before, after).steps == back)
  }

  @Test(arguments: [2_100, 20_000]) func `A small edit of a long list is small: the first removed and one appended`(
    count: Int
  ) {
    let before = Array(0..<count)
    #expect(
      script(before, before.dropFirst() + [-1]).steps == [
        EditScript.Step(before: 0, after: nil), EditScript.Step(before: nil, after: count - 1),
      ])
  }

  @Test func `So it is where every element has its double`() {
    let before = [1] + Array(repeating: 0, count: 5_000) + [2] + Array(repeating: 0, count: 5_000)
    let after = Array(repeating: 0, count: 5_000) + [3] + Array(repeating: 0, count: 5_001)
    #expect(script(before, after).steps.count == 3)
  }

  @Test func `Many edits of a long list are told one by one`() {
    let before = Array(0..<20_000)
    let after = before.map { $0 % 3 == 0 ? -$0 - 1 : $0 }
    #expect(script(before, after).steps.count == 6_667)
    #expect(EditScript.shortCount(from: before, to: after, isMirrored: false) == nil)
  }

  @Test func `Long lists that have nothing in common, or all but the order, are compared all the same`() {
    let before = Array(0..<10_000)
    let other = script(before, before.map { $0 + 10_000 })
    #expect(other.steps.count == 10_000)
    let turned = script(before, before.reversed() + [-1])
    #expect(turned.kept.count >= 1)
    #expect(turned.steps.count { $0.before != nil } == 10_000 - turned.kept.count)
    #expect(turned.steps.count { $0.after != nil } == 10_001 - turned.kept.count)
  }
}
