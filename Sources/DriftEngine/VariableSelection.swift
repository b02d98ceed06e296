import ConfigValue
package import JobModel

/// Where the values of variables come from. A value that was given by name wins over one of the process, and that over one of
/// a file; process variables take part only when they were asked for, since specs in a pull request are a stranger's.
package struct VariableSelection: Sendable {
  /// By name.
  package var given: [String: String]
  /// Those of the process that were asked for, by name.
  package var process: [String: String]
  /// Files of variables, `-` for standard input; see `EnvFile`.
  package var files: [String]
  /// Variables whose values may be shown; secrets are not shown all the same.
  package var shown: Set<String>
  package var unresolved: Variables.Unresolved

  package init(
    given: [String: String] = [:], process: [String: String] = [:], files: [String] = [], shown: Set<String> = [],
    unresolved: Variables.Unresolved
  ) {
    self.given = given
    self.process = process
    self.files = files
    self.shown = shown
    self.unresolved = unresolved
  }
}

/// A name of process variables, or a pattern of names in which `*` stands for any text and `?` for one character.
package struct VariablePattern: Sendable {
  private let pattern: String
  private let isPattern: Bool

  /// Nil for a text that can be no name.
  package init?(_ text: String) {
    pattern = text
    isPattern = Glob.isGlob(text)
    guard !text.isEmpty, !text.utf8.contains(where: { $0 == UInt8(ascii: "=") || $0 == 0 }) else { return nil }
  }

  /// Whether the variable is meant. A pattern never means one that belongs to the machinery, or that is called like a secret: who
  /// wants to hand those to specs must name them. What opens the API is never meant.
  package func matches(_ name: String) -> Bool {
    if Self.credentials.contains(name) { return false }
    guard isPattern else { return name.utf8.elementsEqual(pattern.utf8) }
    return !Self.isReserved(name) && Glob(pattern).matches(name)
  }

  /// The variables that hold what opens the API.
  package static let credentials: Set<String> = ["BL_API_KEY", "BL_CLIENT_CREDENTIALS"]

  private static func isReserved(_ name: String) -> Bool {
    let name = name.uppercased()
    return ["BL_", "GITHUB_", "ACTIONS_", "AWS_"].contains(where: name.hasPrefix)
      || ["_TOKEN", "_KEY", "_SECRET"].contains(where: name.hasSuffix) || ["PATH", "HOME"].contains(name)
      || SecretText.isSecretName(name)
  }
}
