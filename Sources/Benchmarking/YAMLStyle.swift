/// How a spec is written.
package enum YAMLStyle: String, CaseIterable, Sendable {
  /// One key or element a line.
  case block
  /// Blocks down to the second level, `{…}` and `[…]` below.
  case flow
  /// Blocks whose list elements share what they have in common, by anchors, aliases and merge keys.
  case anchored
  /// Blocks with comments above and behind lines, and blank lines.
  case commented
}
