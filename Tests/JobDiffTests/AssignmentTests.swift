import TestSupport
import Testing

@testable import JobDiff

@Suite struct AssignmentTests {
  /// The most pairs and the least cost, by trying every choice.
  private func best(_ costs: [[Int?]], _ row: Int, _ taken: Set<Int>) -> (pairs: Int, cost: Int) {
    guard row < costs.count else { return (0, 0) }
    var best = best(costs, row + 1, taken)
    for (column, cost) in costs[row].enumerated() where !taken.contains(column) {
      guard let cost else { continue }
      let rest = self.best(costs, row + 1, taken.union([column]))
      if (-(rest.pairs + 1), rest.cost + cost) < (-best.pairs, best.cost) { best = (rest.pairs + 1, rest.cost + cost) }
    }
    return best
  }

  @Test(arguments: UInt64(0)..<300) func `As many pairs as can be, as cheap as can be`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let (rows, columns) = (Int.random(in: 0...5, using: &random), Int.random(in: 0...5, using: &random))
    let costs = (0..<rows).map { _ in
      (0..<columns).map { _ in random.oneIn(4) ? nil : Int.random(in: 0...9, using: &random) }
    }
    let found = Assignment.columns(rows: rows, columns: columns) { costs[$0][$1] }
    let pairs = found.enumerated().compactMap { row, column in column.map { (row, $0) } }
    let best = best(costs, 0, [])
    #expect(found.count == rows)
    #expect(Set(pairs.map(\.1)).count == pairs.count)
    #expect(pairs.count == best.pairs)
    #expect(pairs.compactMap { costs[$0.0][$0.1] }.reduce(0, +) == best.cost)
    #expect(pairs.allSatisfy { costs[$0.0][$0.1] != nil })
  }
}
