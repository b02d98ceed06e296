/// The long help of a diagnostic code: what the situation is, why it matters, and how it is mended.
///
/// Texts are for a terminal of 100 columns: lines are already broken, paragraphs have an empty line between them, and
/// there is no line end behind the last.
package struct DiagnosticHelp: Sendable {
  /// A case of the situation, and a way out of it.
  package enum Remedy: Sendable {
    /// A spec in YAML that has the finding, and the same without it.
    case spec(String, mended: String)
    /// The same in JSON.
    case json(String, mended: String)
    /// A spec that has the finding beside a live job, and the same without it. The live jobs are JSON.
    case comparison(String, live: String, mended: String)
    /// What to do, where no text of the user's is at fault or none could be shown.
    case advice(String)
  }

  /// The severities that the finding may have, the usual one first.
  package let severities: [Severity]
  package let text: String
  package let remedy: Remedy
  /// Where the rule is written, when it is not ours.
  package let rule: String?

  init(_ severities: Severity..., text: String, _ remedy: Remedy, rule: String? = nil) {
    self.severities = severities
    self.text = text
    self.remedy = remedy
    self.rule = rule
  }
}
