import ConfigValue
import Diagnostics
import JobModel

extension JobDocument {
  /// The finding about a spec that is declared for another workspace.
  func mismatch(with workspace: String) -> Diagnostic? {
    guard let declared = value["metadata"]?["workspace"], let name = declared.string, !name.isEmpty,
      name != workspace, !declared.isUnknown
    else { return nil }
    return Diagnostic(
      .workspaceMismatch, "A job is declared for workspace '\(name)', not '\(workspace)'", at: declared.range,
      help: "compare with '-w \(name)', or remove 'metadata.workspace'")
  }
}
