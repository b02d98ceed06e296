/// How large a YAML text may be, so that a hostile one ends with an error instead of with the machine.
package struct YAMLBudgets: Sendable {
  /// The length of the text.
  package var bytes: Int
  /// How deep lists and mappings nest.
  package var depth: Int
  /// Values and keys of all documents together, copies made for aliases and merge keys included.
  package var nodes: Int
  /// Aliases in all documents together.
  package var aliases: Int
  /// The length of one scalar as read.
  package var scalarBytes: Int
  package var documents: Int

  /// Enough for any file of specs that people write.
  package static let standard = YAMLBudgets(
    bytes: 1 << 20, depth: 64, nodes: 200_000, aliases: 1_000, scalarBytes: 256 << 10, documents: 1_000)

  /// Enough for the jobs of a whole workspace in one text.
  package static let snapshot = YAMLBudgets(
    bytes: 256 << 20, depth: 64, nodes: 40_000_000, aliases: 1_000, scalarBytes: 1 << 20, documents: 200_000)
}
