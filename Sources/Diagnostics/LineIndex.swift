/// A place in a text as people and editors count it.
package struct SourcePosition: Hashable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in Unicode code points.
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// The line starts of one text, for turning byte offsets into lines and columns.
///
/// A line ends with LF or CRLF, as in editors, SARIF viewers and review pages. A lone CR, NEL and U+2028 end none.
package struct LineIndex: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]
  /// How many code points begin before each multiple of `stride` bytes, so that a column far along a line is found as fast as
  /// one near its start.
  private let milestones: [Int]
  private static let stride = 1024

  /// Reads `bytes` once: O(n).
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    var milestones: [Int] = []
    var codePoints = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % Self.stride == 0 { milestones.append(codePoints) }
      if byte & 0xC0 != 0x80 { codePoints += 1 }
      if byte == 0x0A { starts.append(offset + 1) }
    }
    if bytes.count % Self.stride == 0 { milestones.append(codePoints) }
    self.starts = starts
    self.milestones = milestones
  }

  /// The position of `offset`, in O(log n), which may be the end of the text. Offsets past it count as the end.
  package func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineNumber(of: offset)
    return SourcePosition(line: line, column: codePoints(before: offset) - codePoints(before: starts[line - 1]) + 1)
  }

  private func codePoints(before offset: Int) -> Int {
    let milestone = offset / Self.stride
    return milestones[milestone] + bytes[milestone * Self.stride..<offset].count { $0 & 0xC0 != 0x80 }
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
