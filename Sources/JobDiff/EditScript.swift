import ConfigValue

/// The shortest way from one ordered list to another.
enum EditScript {
  /// One element that differs: removed, added, or, where a removal and an addition meet between the same kept elements,
  /// changed. Positions are from 0 in their own list.
  struct Step: Equatable {
    let before: Int?
    let after: Int?
  }

  /// The steps, in order. Looking from the other side gives the same steps with `before` and `after` exchanged.
  static func steps(from before: [PlainValue], to after: [PlainValue]) -> [Step] {
    let isMirrored = precedes(after, before)
    var numbers: [PlainValue: Int] = [:]
    let first = before.map { number($0, &numbers) }
    let second = after.map { number($0, &numbers) }
    let kept = isMirrored ? longestCommon(second, first).map { ($1, $0) } : longestCommon(first, second)
    var steps: [Step] = []
    var (fromBefore, fromAfter) = (0, 0)
    for (beforeEnd, afterEnd) in kept + [(before.count, after.count)] {
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

  /// Whether to look from the other side, so that ties between equally short scripts do not depend on the direction.
  private static func precedes(_ first: [PlainValue], _ second: [PlainValue]) -> Bool {
    if first.count != second.count { return first.count < second.count }
    for (one, other) in zip(first, second) where one != other {
      return order(one).lexicographicallyPrecedes(order(other))
    }
    return false
  }

  /// A number that equal values share, so that each pair of elements is compared as numbers.
  private static func number(_ value: PlainValue, _ numbers: inout [PlainValue: Int]) -> Int {
    if let number = numbers[value] { return number }
    numbers[value] = numbers.count
    return numbers.count - 1
  }

  private static func order(_ value: PlainValue) -> [UInt8] {
    var json = JSONWriter(pretty: false)
    json.value(value)
    return json.finish()
  }

  /// The pairs of positions of a longest common subsequence: O(n·m) after equal ends are cut off. Lists too long for that
  /// are compared position by position.
  private static func longestCommon(_ first: [Int], _ second: [Int]) -> [(Int, Int)] {
    let prefix = zip(first, second).prefix { $0 == $1 }.count
    let longestSuffix = min(first.count, second.count) - prefix
    let suffix = zip(first.reversed(), second.reversed()).prefix(longestSuffix).prefix { $0 == $1 }.count
    let (rows, columns) = (first.count - prefix - suffix, second.count - prefix - suffix)
    var pairs = (0..<prefix).map { ($0, $0) }
    if rows * columns <= 4_000_000 {
      pairs += middle(first[prefix..<prefix + rows], second[prefix..<prefix + columns])
    } else {
      pairs += (0..<min(rows, columns)).map { ($0 + prefix, $0 + prefix) }.filter { first[$0.0] == second[$0.1] }
    }
    return pairs + (0..<suffix).map { (first.count - suffix + $0, second.count - suffix + $0) }
  }

  private static func middle(_ first: ArraySlice<Int>, _ second: ArraySlice<Int>) -> [(Int, Int)] {
    let width = second.count + 1
    var lengths = [Int32](repeating: 0, count: (first.count + 1) * width)
    for row in (0..<first.count).reversed() {
      for column in (0..<second.count).reversed() {
        lengths[row * width + column] =
          first[first.startIndex + row] == second[second.startIndex + column]
          ? lengths[(row + 1) * width + column + 1] + 1
          : max(lengths[(row + 1) * width + column], lengths[row * width + column + 1])
      }
    }
    var pairs: [(Int, Int)] = []
    var (row, column) = (0, 0)
    while row < first.count, column < second.count {
      if first[first.startIndex + row] == second[second.startIndex + column] {
        pairs.append((first.startIndex + row, second.startIndex + column))
        row += 1
        column += 1
      } else if lengths[(row + 1) * width + column] >= lengths[row * width + column + 1] {
        row += 1
      } else {
        column += 1
      }
    }
    return pairs
  }
}
