/// How large a YAML text may be, so that a hostile one ends with an error instead of with the machine.
package struct YAMLBudgets: Sendable {
  /// The length of the text.
  package var bytes: Int
  /// How deep lists and mappings nest.
  package var depth: Int
  /// Values and keys of one document, those that stand for aliases included.
  package var documentNodes: Int
  /// Values and keys of all documents together, copies made for anchors and aliases included.
  package var nodes: Int
  /// Aliases in all documents together.
  package var aliases: Int
  /// The length of one scalar as read.
  package var scalarBytes: Int
  /// The length of one key as read.
  package var keyBytes: Int
  package var documents: Int
  /// Findings in all documents together: what is wrong with a text must not take more memory than the text.
  package var findings: Int

  /// Enough for any file of specs that people write.
  ///
  /// A text can hold many documents, so that their nodes are also bounded together.
  package static let standard = YAMLBudgets(
    bytes: 1 << 20, depth: 64, documentNodes: 100_000, nodes: 200_000, aliases: 1_000, scalarBytes: 256 << 10,
    keyBytes: 1_024, documents: 1_000, findings: 10_000)

  /// Enough for a directory of specs in one stream, such as `kustomize build` or `bl get jobs` print.
  package static let stream = YAMLBudgets(
    bytes: 64 << 20, depth: 64, documentNodes: 100_000, nodes: 8_000_000, aliases: 1_000, scalarBytes: 256 << 10,
    keyBytes: 1_024, documents: 100_000, findings: 10_000)

  /// Enough for the jobs of a whole workspace in one text.
  package static let snapshot = YAMLBudgets(
    bytes: 256 << 20, depth: 64, documentNodes: 40_000_000, nodes: 40_000_000, aliases: 1_000, scalarBytes: 1 << 20,
    keyBytes: 4_096, documents: 200_000, findings: 10_000)
}
