package import ConfigValue
package import Diagnostics

/// A located value known to be a job: a map with `metadata.name`.
package struct JobDocument: Sendable {
  package let value: Value
  package let name: String
  /// Where the name stands.
  package let nameRange: SourceRange
  /// Whether the API gave the values that it masks otherwise.
  package let isRevealed: Bool
  /// Where masks stand in place of values that were left out when the job was saved, from the top of the job.
  package let maskedPlaces: Set<JSONPointer>

  /// Nil unless the value is a map whose `metadata.name` is a non-empty string, in a tree with the names of the schema.
  package init?(_ value: Value, isRevealed: Bool = false, maskedPlaces: Set<JSONPointer> = []) {
    let (tree, names) = (value.tree, JobSchema.blaxel.identity)
    guard let metadata = tree.value(of: names.metadata, inMap: value.index),
      let name = tree.value(of: names.name, inMap: metadata), case .string = tree.kind(at: name),
      case let text = tree.textBounds(at: name), !text.isEmpty
    else { return nil }
    self.value = value
    self.name = String(decoding: tree.text[text], as: UTF8.self)
    nameRange = tree.range(at: name)
    self.isRevealed = isRevealed
    self.maskedPlaces = maskedPlaces
  }

  /// The name as what jobs are looked up by.
  package var key: ExactText { ExactText(name) }

  /// A text field of `metadata`, such as `displayName`.
  package func metadata(_ name: String) -> String? {
    value["metadata"]?[name]?.string
  }

  /// When the live job was changed, as the API gave it.
  package var updatedAt: String? { metadata(JobSchema.blaxel.facts.updatedAt) }

  /// Who changed the live job, as the API gave it.
  package var updatedBy: String? { metadata(JobSchema.blaxel.facts.updatedBy) }

  private func metadata(_ symbol: NameTable.Symbol) -> String? {
    value.tree.value(of: JobSchema.blaxel.identity.metadata, inMap: value.index).flatMap {
      string(of: symbol, inMap: $0)
    }
  }

  /// A label's value.
  package func label(_ name: String) -> String? {
    value["metadata"]?["labels"]?[name]?.string
  }

  /// The deployment status the API gave.
  package var status: String? {
    string(of: JobSchema.blaxel.facts.status, inMap: value.index)
  }

  /// Whether the API is taking the job away, so that it is no longer live.
  package var isLeaving: Bool {
    status.map(Self.leavingStatuses.contains) ?? false
  }

  /// Whether executions of the job can be started.
  package var isServing: Bool {
    status.map(Self.servingStatuses.contains) ?? true
  }

  private static let leavingStatuses = ["DELETING", "TERMINATED"]
  private static let servingStatuses = ["DEPLOYED", "BUILT", "", "-"]

  /// Whether a status is one of the API's words that say whether the job is live.
  static func isDecisive(_ status: String) -> Bool {
    leavingStatuses.contains(status) || servingStatuses.contains(status)
  }

  /// The revision that serves, as the API gave it.
  package var activeRevision: String? {
    let (tree, names) = (value.tree, JobSchema.blaxel.facts)
    guard let spec = tree.value(of: names.spec, inMap: value.index),
      let revision = tree.value(of: names.revision, inMap: spec)
    else { return nil }
    return string(of: names.active, inMap: revision)
  }

  private func string(of symbol: NameTable.Symbol, inMap map: Int) -> String? {
    value.tree.value(of: symbol, inMap: map).flatMap { value.tree.value(at: $0).string }
  }
}

/// The numbers of the names of fields that say how a live job is.
struct FactNames: Sendable {
  let status: NameTable.Symbol
  /// Those of the way to the revision that serves.
  let spec: NameTable.Symbol
  let revision: NameTable.Symbol
  let active: NameTable.Symbol
  /// Those below `metadata`.
  let updatedAt: NameTable.Symbol
  let updatedBy: NameTable.Symbol

  init(_ names: NameTable) {
    status = names.symbol("status")
    (spec, revision, active) = (names.symbol("spec"), names.symbol("revision"), names.symbol("active"))
    (updatedAt, updatedBy) = (names.symbol("updatedAt"), names.symbol("updatedBy"))
  }
}
