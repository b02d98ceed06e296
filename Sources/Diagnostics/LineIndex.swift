/// A place in a text as people and editors count it.
package struct SourcePosition: Hashable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in Unicode code points unless another unit was asked for.
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// What the columns of a position count.
package enum ColumnUnit: CaseIterable, Sendable {
  /// Unicode code points: reports for people, and SARIF that says so.
  case codePoints
  /// UTF-16 units: editors (LSP), and SARIF that says nothing.
  case utf16
  /// Bytes of UTF-8: reviewdog, compilers.
  case bytes
}

/// The line starts of one text, for turning byte offsets into lines and columns.
///
/// A line ends with LF or CRLF, as in editors, SARIF viewers and review pages. A lone CR, NEL and U+2028 end none.
///
///     é😀x
///       ^     line 1; column 3 in code points, 4 in UTF-16, 7 in bytes
package struct LineIndex: Sendable {
  /// How much of a text comes before a place.
  private struct Milestone {
    var codePoints = 0
    /// Code points beyond U+FFFF, each of which is two units of UTF-16.
    var pairs = 0
  }

  private let bytes: [UInt8]
  private let starts: [Int]
  /// What begins before each multiple of `stride` bytes, so that a column far along a line is found as fast as one near its start.
  private let milestones: [Milestone]
  private static let stride = 1024

  /// Reads `bytes` once: O(n).
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    var milestones: [Milestone] = []
    var sum = Milestone()
    for (offset, byte) in bytes.enumerated() {
      if offset % Self.stride == 0 { milestones.append(sum) }
      if byte & 0xC0 != 0x80 { sum.codePoints += 1 }
      if byte >= 0xF0 { sum.pairs += 1 }
      if byte == 0x0A { starts.append(offset + 1) }
    }
    if bytes.count % Self.stride == 0 { milestones.append(sum) }
    self.starts = starts
    self.milestones = milestones
  }

  /// The position of `offset`, in O(log n), which may be the end of the text. Offsets past it count as the end.
  ///
  /// An offset inside a character counts as the place behind it, but in bytes.
  package func position(of offset: Int, in unit: ColumnUnit = .codePoints) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineNumber(of: offset)
    let start = starts[line - 1]
    let column =
      switch unit {
      case .codePoints: sum(before: offset).codePoints - sum(before: start).codePoints
      case .utf16: units(before: offset) - units(before: start)
      case .bytes: offset - start
      }
    return SourcePosition(line: line, column: column + 1)
  }

  private func units(before offset: Int) -> Int {
    let sum = sum(before: offset)
    return sum.codePoints + sum.pairs
  }

  private func sum(before offset: Int) -> Milestone {
    var sum = milestones[offset / Self.stride]
    for byte in bytes[offset / Self.stride * Self.stride..<offset] {
      if byte & 0xC0 != 0x80 { sum.codePoints += 1 }
      if byte >= 0xF0 { sum.pairs += 1 }
    }
    return sum
  }

  /// The offsets of line `number` (from 1) without its line end.
  package func line(_ number: Int) -> Range<Int> {
    let lower = starts[number - 1]
    var upper = number < starts.count ? starts[number] - 1 : bytes.count
    if number < starts.count, upper > lower, bytes[upper - 1] == 0x0D { upper -= 1 }
    return lower..<upper
  }

  private func lineNumber(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }
}
