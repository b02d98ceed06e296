/// What is known of a text of specs, and so what of its lines may be quoted.
///
/// Where all secrets are known, everything else is shown. Elsewhere only what cannot be a secret is; see `UnreadText`.
package struct QuotableText: Sendable {
  /// Whether the text was read to its end, so that only its foreign documents are unknown.
  package var isWhole = false
  /// The jobs that were looked through for secrets.
  package var known: [Range<Int>] = []
  /// Documents of which nobody knows what in them is secret.
  package var foreign: [Range<Int>] = []
  /// Scalars that are not written as they read, and what they read: one may hold a known secret in another spelling.
  package var respelled: [(bounds: Range<Int>, text: [UInt8])] = []
  /// Scalars that have nothing but a tag or an anchor: such a name may be a secret that lacks its quotes.
  package var properties: [Range<Int>] = []

  package init() {}

  /// The bytes of `line` that lie where nobody knows the secrets.
  func unknown(in line: Range<Int>) -> RangeSet<Int> {
    if isWhole {
      // What stands behind such a document, such as a comment, belongs to it.
      let start = foreign.lazy.filter { $0.overlaps(line) }.map { max($0.lowerBound, line.lowerBound) }.min()
      return start.map { RangeSet($0..<line.upperBound) } ?? RangeSet()
    }
    var unknown = RangeSet(line)
    for range in known where range.overlaps(line) { unknown.remove(contentsOf: range) }
    return unknown
  }
}
