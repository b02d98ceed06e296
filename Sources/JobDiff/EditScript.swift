/// The shortest way from one ordered list to another.
///
/// Elements are given as numbers that equal elements share; see `ElementNumbers`.
struct EditScript {
  /// One element that differs: removed, added, or, where a removal and an addition meet between the same kept elements,
  /// changed. Positions are from 0 in their own list.
  struct Step: Equatable {
    let before: Int?
    let after: Int?
  }

  /// The pairs of positions of elements that stay, in order.
  let kept: [(before: Int, after: Int)]
  /// The steps, in order.
  let steps: [Step]

  /// Scripts of up to so many insertions and deletions are found in full wherever they are needed.
  static let shortLimit = 255
  /// Longer ones than this are put together from pieces, each of which is as short as can be.
  private static let longLimit = 4_000

  /// The script. The one for the way back is the same with `before` and `after` exchanged.
  ///
  /// - Parameter isMirrored: whether to look from the other side, so that ties between equally short scripts do not depend on
  ///   the direction; it must be the opposite for the way back.
  init(from before: [Int], to after: [Int], isMirrored: Bool) {
    kept = isMirrored ? Self.kept(after, before).map { ($1, $0) } : Self.kept(before, after).map { ($0, $1) }
    steps = Self.steps(between: kept, before.count, after.count)
  }

  /// How many steps there are; nil for scripts longer than `shortLimit`. In time linear in the lists' length.
  static func shortCount(from before: [Int], to after: [Int], isMirrored: Bool) -> Int? {
    let (first, second) = isMirrored ? (after, before) : (before, after)
    let ends = CommonEnds(first, second)
    guard let middle = ShortestPath(ends.firstMiddle, ends.secondMiddle, limit: shortLimit).whole else { return nil }
    let kept = ends.around(middle)
    return steps(between: kept.map { isMirrored ? ($1, $0) : ($0, $1) }, before.count, after.count).count
  }

  private static func steps(between kept: [(before: Int, after: Int)], _ beforeCount: Int, _ afterCount: Int) -> [Step]
  {
    var steps: [Step] = []
    var (fromBefore, fromAfter) = (0, 0)
    for (beforeEnd, afterEnd) in kept + [(beforeCount, afterCount)] {
      while fromBefore < beforeEnd || fromAfter < afterEnd {
        steps.append(
          Step(before: fromBefore < beforeEnd ? fromBefore : nil, after: fromAfter < afterEnd ? fromAfter : nil))
        fromBefore = min(fromBefore + 1, beforeEnd)
        fromAfter = min(fromAfter + 1, afterEnd)
      }
      (fromBefore, fromAfter) = (beforeEnd + 1, afterEnd + 1)
    }
    return steps
  }

  /// The pairs of positions of a longest common subsequence.
  private static func kept(_ first: [Int], _ second: [Int]) -> [(Int, Int)] {
    let ends = CommonEnds(first, second)
    if let middle = ShortestPath(ends.firstMiddle, ends.secondMiddle, limit: shortLimit).whole {
      return ends.around(middle)
    }
    // What the other list has nowhere cannot be kept. Without it, a list whose elements were edited one by one is short.
    let shared = Set(ends.firstMiddle).intersection(ends.secondMiddle)
    let (rows, columns) = (
      ends.firstMiddle.indices.filter { shared.contains(first[$0]) },
      ends.secondMiddle.indices.filter { shared.contains(second[$0]) }
    )
    let (one, other) = (rows.map { first[$0] }, columns.map { second[$0] })
    var pairs: [(Int, Int)] = []
    var start = (0, 0)
    while start.0 < one.count, start.1 < other.count {
      let path = ShortestPath(one[start.0...], other[start.1...], limit: longLimit)
      pairs += path.pairs.map { (rows[$0], columns[$1]) }
      start = path.end
    }
    return ends.around(pairs)
  }
}

/// What two lists have in common at their ends, and what stands between.
private struct CommonEnds {
  let firstMiddle: ArraySlice<Int>
  let secondMiddle: ArraySlice<Int>
  private let suffix: Int

  init(_ first: [Int], _ second: [Int]) {
    let prefix = zip(first, second).prefix { $0 == $1 }.count
    let longestSuffix = min(first.count, second.count) - prefix
    suffix = zip(first.reversed(), second.reversed()).prefix(longestSuffix).prefix { $0 == $1 }.count
    firstMiddle = first[prefix..<first.count - suffix]
    secondMiddle = second[prefix..<second.count - suffix]
  }

  /// All pairs when `middle` are those between the ends.
  func around(_ middle: [(Int, Int)]) -> [(Int, Int)] {
    (0..<firstMiddle.startIndex).map { ($0, $0) } + middle
      + (0..<suffix).map { (firstMiddle.endIndex + $0, secondMiddle.endIndex + $0) }
  }
}

/// Myers' greedy search for the shortest script (An O(ND) Difference Algorithm, 1986): with each insertion or deletion more,
/// how far each diagonal can be followed. Takes time and memory of the square of the number of them, at most of `limit`.
private struct ShortestPath {
  /// The pairs of positions that are kept, in order.
  private(set) var pairs: [(Int, Int)] = []
  /// Up to where the path goes: the ends of both lists, or, beyond the limit, the farthest that can be reached.
  private(set) var end: (Int, Int)
  private let isWhole: Bool

  /// The pairs, when the path goes all the way.
  var whole: [(Int, Int)]? { isWhole ? pairs : nil }

  init(_ first: ArraySlice<Int>, _ second: ArraySlice<Int>, limit: Int) {
    let (rows, columns) = (first.count, second.count)
    // For each number of steps d, how far down diagonals -d, -d + 2 … d lead; those of d start at d(d + 1)/2.
    var reached: [Int32] = []
    var (steps, diagonal) = (0, 0)
    var isWhole = false
    search: while true {
      for candidate in stride(from: -steps, through: steps, by: 2) {
        var row = Self.start(candidate, steps, reached)
        while row < rows, row - candidate < columns,
          first[first.startIndex + row] == second[second.startIndex + row - candidate]
        {
          row += 1
        }
        reached.append(Int32(row))
        if row >= rows, row - candidate >= columns {
          (diagonal, isWhole) = (candidate, true)
          break search
        }
      }
      if steps == limit {
        diagonal = Self.farthest(steps, reached, rows, columns)
        break
      }
      steps += 1
    }
    self.isWhole = isWhole
    var row = Int(reached[Self.place(diagonal, steps)])
    end = (first.startIndex + row, second.startIndex + row - diagonal)
    while true {
      let start = Self.start(diagonal, steps, reached)
      while row > start {
        row -= 1
        pairs.append((first.startIndex + row, second.startIndex + row - diagonal))
      }
      if steps == 0 { break }
      diagonal += Self.isInsertion(diagonal, steps, reached) ? 1 : -1
      steps -= 1
      row = Int(reached[Self.place(diagonal, steps)])
    }
    pairs.reverse()
  }

  private static func place(_ diagonal: Int, _ steps: Int) -> Int {
    steps * (steps + 1) / 2 + (diagonal + steps) / 2
  }

  /// Whether the last step to a diagonal is an insertion, which comes from the diagonal above.
  private static func isInsertion(_ diagonal: Int, _ steps: Int, _ reached: [Int32]) -> Bool {
    if diagonal == -steps { return true }
    if diagonal == steps { return false }
    return reached[place(diagonal - 1, steps - 1)] < reached[place(diagonal + 1, steps - 1)]
  }

  /// The row in which the last step to a diagonal ends.
  private static func start(_ diagonal: Int, _ steps: Int, _ reached: [Int32]) -> Int {
    if steps == 0 { return 0 }
    return isInsertion(diagonal, steps, reached)
      ? Int(reached[place(diagonal + 1, steps - 1)]) : Int(reached[place(diagonal - 1, steps - 1)]) + 1
  }

  /// The diagonal on which most of both lists is behind, among those that are still inside of them.
  private static func farthest(_ steps: Int, _ reached: [Int32], _ rows: Int, _ columns: Int) -> Int {
    var (best, most) = (0, -1)
    for diagonal in stride(from: -steps, through: steps, by: 2) {
      let row = Int(reached[place(diagonal, steps)])
      guard row <= rows, row - diagonal <= columns, 2 * row - diagonal > most else { continue }
      (best, most) = (diagonal, 2 * row - diagonal)
    }
    return best
  }
}
