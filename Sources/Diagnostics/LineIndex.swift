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

/// Turns byte offsets of one text into lines and columns.
///
/// A line ends with LF or CRLF, as in editors, SARIF viewers and review pages. A lone CR, NEL and U+2028 end none.
///
///     é😀x
///       ^     line 1; column 3 in code points, 4 in UTF-16, 7 in bytes
package struct LineIndex: Sendable {
  /// How much of a text comes before a place.
  private struct Milestone {
    var lineEnds = 0
    var codePoints = 0
    /// Code points beyond U+FFFF, each of which is two units of UTF-16.
    var pairs = 0
  }

  private let bytes: [UInt8]
  /// What comes before each multiple of `stride` bytes, so that any place is found by looking at no more than so many.
  ///
  /// Nearly all texts are asked for one or two places, so that their line starts are not worth listing.
  private let milestones: [Milestone]
  private let lineEnds: Int
  private static let stride = 1024

  /// Reads `bytes` once: O(n), in vector instructions.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var milestones: [Milestone] = []
    milestones.reserveCapacity(bytes.count / Self.stride + 1)
    var sum = Milestone()
    for start in Swift.stride(from: 0, through: bytes.count, by: Self.stride) {
      milestones.append(sum)
      Self.add(bytes, from: start, to: min(start + Self.stride, bytes.count), to: &sum)
    }
    self.milestones = milestones
    lineEnds = sum.lineEnds
  }

  /// Counts what is in a part of the text.
  private static func add(_ bytes: [UInt8], from start: Int, to end: Int, to sum: inout Milestone) {
    var start = start
    while start < end {
      // Counters of the size of the bytes become vector instructions.
      var (lineEnds, codePoints, pairs): (UInt8, UInt8, UInt8) = (0, 0, 0)
      let part = bytes[start..<min(start + 128, end)]
      for byte in part {
        if byte == 0x0A { lineEnds &+= 1 }
        if byte & 0xC0 != 0x80 { codePoints &+= 1 }
        if byte >= 0xF0 { pairs &+= 1 }
      }
      sum.lineEnds += Int(lineEnds)
      sum.codePoints += Int(codePoints)
      sum.pairs += Int(pairs)
      start = part.endIndex
    }
  }

  /// The position of `offset`, in O(log n), which may be the end of the text. Offsets past it count as the end.
  ///
  /// An offset inside a character counts as the place behind it, but in bytes.
  package func position(of offset: Int, in unit: ColumnUnit = .codePoints) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let sum = sum(before: offset)
    let start = lineStart(before: offset)
    let column: Int
    switch unit {
    case .codePoints: column = sum.codePoints - self.sum(before: start).codePoints
    case .utf16:
      let before = self.sum(before: start)
      column = sum.codePoints + sum.pairs - before.codePoints - before.pairs
    case .bytes: column = offset - start
    }
    return SourcePosition(line: sum.lineEnds + 1, column: column + 1)
  }

  private func sum(before offset: Int) -> Milestone {
    var sum = milestones[offset / Self.stride]
    Self.add(bytes, from: offset / Self.stride * Self.stride, to: offset, to: &sum)
    return sum
  }

  /// Where the line begins that the place belongs to.
  private func lineStart(before offset: Int) -> Int {
    let block = offset / Self.stride
    if let end = bytes[block * Self.stride..<offset].lastIndex(of: 0x0A) { return end + 1 }
    let ends = milestones[block].lineEnds
    return ends == 0 ? 0 : lineEnd(ends) + 1
  }

  /// The offsets of line `number` (from 1) without its line end, in O(log n).
  package func line(_ number: Int) -> Range<Int> {
    let lower = number == 1 ? 0 : lineEnd(number - 1) + 1
    guard number <= lineEnds else { return lower..<bytes.count }
    var upper = lineEnd(number)
    if upper > lower, bytes[upper - 1] == 0x0D { upper -= 1 }
    return lower..<upper
  }

  /// Where the so-manyth LF stands, from 1.
  private func lineEnd(_ number: Int) -> Int {
    precondition(number > 0 && number <= lineEnds, "the line is one of the text")
    // The last block with fewer before it has it.
    var (low, high) = (0, milestones.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if milestones[middle].lineEnds < number { low = middle } else { high = middle }
    }
    var rest = number - milestones[low].lineEnds
    return bytes[(low * Self.stride)...].firstIndex { byte in
      if byte == 0x0A { rest -= 1 }
      return rest == 0
    } ?? bytes.count
  }
}
