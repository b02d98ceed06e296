import ConfigValue
import Diagnostics

/// A text that is meant to be read as a list or a mapping.
struct StructuredText {
  /// What it reads as; nil when it is no JSON.
  let value: Value?
  /// What is secret in it, by its own offsets.
  let secrets: SecretScan
  /// Whether something in it is secret. One that is no JSON is taken at its words.
  let isSecret: Bool

  /// Nil for a text that is meant as anything else.
  init?(_ text: String, by schema: JobSchema) {
    guard SecretText.isContainerText(text) else { return nil }
    var secrets = SecretScan(by: schema)
    value = try? JSONReader.read(Array(text.utf8), as: .none, names: schema.names)
    if let value { secrets.scanUnknown(value) }
    isSecret = value == nil ? SecretText.mentionsSecretName(text) : !secrets.ranges.isEmpty
    self.secrets = secrets
  }
}
