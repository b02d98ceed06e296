import ConfigValue
import Diagnostics
import JobModel

extension JobDocument {
  /// The finding about a live job that says itself that it belongs to another workspace: whoever gave it meant that one.
  func foreignness(to workspace: String) -> Diagnostic? {
    guard let name = metadata("workspace"), !name.isEmpty, ExactText(name) != ExactText(workspace) else { return nil }
    return Diagnostic(
      .foreignJob, "Live job '\(self.name)' belongs to workspace '\(name)', not '\(workspace)'",
      help: "check what the key or the file is of; nothing was compared")
  }

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
