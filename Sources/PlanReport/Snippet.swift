import Diagnostics

/// The line of a text that a finding is about, cut to a readable width, with marks in the place of what must not be shown.
package struct Snippet: Hashable, Sendable {
  /// How many columns of a terminal a line takes at most, without the signs that it was cut.
  static let width = 120
  /// How many bytes around the place are looked at, so that a line of any length costs the same.
  static let reach = 2048

  /// What is not shown of a line.
  struct Hidden {
    /// Where known secrets stand.
    var sensitive = RangeSet<Int>()
    /// Where it is not known what is secret.
    var unread = RangeSet<Int>()
  }

  /// From 1.
  package let line: Int
  package let text: String
  /// The code points of `text` to point at; at least one, and possibly behind the last.
  package let mark: Range<Int>

  /// The line of `bytes` at `line`, pointing at the first line of `bounds`. Nil when nothing of it could be shown.
  init?(_ number: Int, at line: Range<Int>, of bytes: [UInt8], pointingAt bounds: Range<Int>, hiding hidden: Hidden) {
    let place = min(max(bounds.lowerBound, line.lowerBound), line.upperBound)
    let view = Self.view(of: line, around: place, in: bytes)
    let cells = Self.cells(of: view, in: bytes, hiding: hidden)
    guard cells.contains(where: { $0.isTelling }) else { return nil }
    let from = cells.firstIndex { $0.bounds.upperBound > place } ?? cells.count
    let to = max(from + 1, cells.firstIndex { $0.bounds.lowerBound >= bounds.upperBound } ?? cells.count)
    let shown = Self.window(of: cells, around: from)
    let isCutBefore = shown.lowerBound > 0 || view.lowerBound > line.lowerBound
    let isCutBehind = shown.upperBound < cells.count || view.upperBound < line.upperBound
    var text = String.UnicodeScalarView(cells[shown].map(\.scalar))
    if isCutBefore { text.insert("…", at: text.startIndex) }
    if isCutBehind { text.append("…") }
    let shift = (isCutBefore ? 1 : 0) - shown.lowerBound
    self.line = number
    self.text = String(text)
    mark = (from + shift)..<max(from + 1, min(to, shown.upperBound)) + shift
  }

  /// The part of a line that is near enough to be shown, whole code points.
  private static func view(of line: Range<Int>, around place: Int, in bytes: [UInt8]) -> Range<Int> {
    var (lower, upper) = (max(line.lowerBound, place - reach), min(line.upperBound, place + reach))
    while lower < place, bytes[lower] & 0xC0 == 0x80 { lower += 1 }
    while upper > place, upper < line.upperBound, bytes[upper] & 0xC0 == 0x80 { upper -= 1 }
    return lower..<upper
  }

  /// A code point of the quoted line, and the bytes it stands for: its own, or all that a mark hides.
  private struct Cell {
    let scalar: Unicode.Scalar
    let bounds: Range<Int>
    /// Whether a reader learns something from it.
    let isTelling: Bool

    /// What it takes on a terminal, which shows some as escapes.
    var columns: Int { SafeText<Terminal>(escaping: String(scalar)).width }
  }

  private static func cells(of view: Range<Int>, in bytes: [UInt8], hiding hidden: Hidden) -> [Cell] {
    let sensitive = hidden.sensitive.ranges.map { ($0, "(sensitive)") }
    let unread = hidden.unread.subtracting(hidden.sensitive).ranges.map { ($0, "…") }
    var cells: [Cell] = []
    var offset = view.lowerBound
    func show(to end: Int) {
      guard offset < end else { return }
      for scalar in String(decoding: bytes[offset..<end], as: UTF8.self).unicodeScalars {
        let width = UTF8.width(scalar)
        cells.append(
          Cell(
            scalar: scalar == "\t" ? " " : scalar, bounds: offset..<offset + width,
            isTelling: !" \t\r".unicodeScalars.contains(scalar)))
        offset += width
      }
    }
    for (range, sign) in (sensitive + unread).sorted(by: { $0.0.lowerBound < $1.0.lowerBound })
    where range.overlaps(view) {
      show(to: range.lowerBound)
      cells += sign.unicodeScalars.map { Cell(scalar: $0, bounds: range, isTelling: sign != "…") }
      offset = range.upperBound
    }
    show(to: view.upperBound)
    return cells
  }

  /// The cells around the one at `place` that fit: a third of the width before it, and more where the line ends.
  private static func window(of cells: [Cell], around place: Int) -> Range<Int> {
    var (start, columns) = (place, 0)
    func extendBack(to limit: Int) {
      while start > 0, columns + cells[start - 1].columns <= limit {
        start -= 1
        columns += cells[start].columns
      }
    }
    extendBack(to: width / 3)
    var end = place
    while end < cells.count, columns + cells[end].columns <= width {
      columns += cells[end].columns
      end += 1
    }
    if end == cells.count { extendBack(to: width) }
    return start..<end
  }
}
