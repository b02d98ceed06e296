import Diagnostics

/// The line of a text that a finding is about, cut to a readable width, secrets replaced.
package struct Snippet: Hashable, Sendable {
  /// How many code points of a line are shown.
  static let width = 120

  /// From 1.
  package let line: Int
  package let text: String
  /// The code points of `text` to point at; at least one, and possibly behind the last.
  package let mark: Range<Int>

  /// The first line of `range`, without the bytes in `secrets`. Nil when the line is blank.
  init?(of range: SourceRange, in bytes: [UInt8], index: LineIndex, hiding secrets: RangeSet<Int>) {
    let number = index.position(of: range.bounds.lowerBound).line
    let line = index.line(number)
    var scalars = String.UnicodeScalarView()
    var (start, end): (Int?, Int?) = (nil, nil)
    var offset = line.lowerBound
    var hidden = Array(secrets.ranges)[...]
    for scalar in String(decoding: bytes[line], as: UTF8.self).unicodeScalars {
      if start == nil, offset >= range.bounds.lowerBound { start = scalars.count }
      if end == nil, offset >= range.bounds.upperBound { end = scalars.count }
      while let next = hidden.first, next.upperBound <= offset { hidden = hidden.dropFirst() }
      if let next = hidden.first, next.contains(offset) {
        if offset == max(next.lowerBound, line.lowerBound) { scalars += "(sensitive)".unicodeScalars }
      } else {
        scalars.append(scalar == "\t" ? " " : scalar)
      }
      offset += UTF8.width(scalar)
    }
    guard scalars.contains(where: { $0 != " " }) else { return nil }
    let from = start ?? scalars.count
    let to = max(from + 1, end ?? scalars.count)
    let cut = max(0, min(from - Self.width / 3, scalars.count - Self.width))
    let shown = scalars.dropFirst(cut).prefix(Self.width)
    let lead = cut > 0 ? "…" : ""
    self.line = number
    text = lead + String(shown) + (cut + shown.count < scalars.count ? "…" : "")
    let shift = lead.unicodeScalars.count - cut
    mark = (from + shift)..<max(from + shift + 1, min(to + shift, shown.count + lead.unicodeScalars.count))
  }
}
