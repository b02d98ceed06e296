/// How large a JSON text may be, so that a hostile one ends with an error instead of with the machine.
///
/// A tree takes 16 bytes a node besides its text, and two bytes of text can be a node.
package struct JSONBudgets: Sendable {
  /// The length of the text.
  package var bytes: Int
  /// Values and keys.
  package var nodes: Int
  /// The length of one string as written, without its quotes.
  package var scalarBytes: Int
  /// Keys that stand twice.
  package var findings: Int

  /// Enough for the jobs of a whole workspace in one text.
  package static let standard = JSONBudgets(
    bytes: 512 << 20, nodes: 40_000_000, scalarBytes: 4 << 20, findings: 10_000)
}
