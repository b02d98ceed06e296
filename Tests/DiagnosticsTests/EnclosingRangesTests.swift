import Diagnostics
import TestSupport
import Testing

@Suite struct EnclosingRangesTests {
  @Test(arguments: 0..<100) func `A range is enclosed when one of the ranges contains it`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    func range() -> SourceRange {
      let lower = Int.random(in: 0..<20, using: &random)
      return SourceRange(SourceID(rawValue: 0), lower..<lower + Int.random(in: 0..<8, using: &random))
    }
    let ranges = (0..<Int.random(in: 0..<8, using: &random)).map { _ in range() }
    let enclosing = EnclosingRanges(ranges)
    for _ in 0..<50 {
      let inner = range()
      #expect(enclosing.enclose(inner) == ranges.contains { $0.contains(inner) }, "\(inner) in \(ranges)")
    }
  }
}
