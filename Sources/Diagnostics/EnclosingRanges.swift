/// Ranges of one text, for telling quickly whether one of them contains another range.
package struct EnclosingRanges: Sendable {
  /// In the order of their starts.
  private let starts: [UInt32]
  /// How far the ranges up to each reach at most.
  private let reaches: [UInt32]

  /// Takes O(n log n).
  package init(_ ranges: [SourceRange]) {
    let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
    starts = sorted.map(\.lowerBound)
    var reach: UInt32 = 0
    reaches = sorted.map { range in
      reach = max(reach, range.upperBound)
      return reach
    }
  }

  /// Whether one of the ranges contains `range`, which is of the same text. Takes O(log n).
  package func enclose(_ range: SourceRange) -> Bool {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low > 0 && reaches[low - 1] >= range.upperBound
  }
}
