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

  /// Reads `bytes` once: O(n).
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  /// The position of `offset`, which may be the end of the text. Offsets past it count as the end.
  package func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineNumber(of: offset)
    let codePoints = bytes[starts[line - 1]..<offset].count { $0 & 0xC0 != 0x80 }
    return SourcePosition(line: line, column: codePoints + 1)
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
