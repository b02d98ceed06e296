/// Whether a stream gets colours.
package enum ColorPreference: String, CaseIterable, Sendable {
  case always, never
  /// As the environment and the stream say.
  case auto

  /// Decides for one stream, by the conventions of no-color.org and bixense.com/clicolors; the first rule that speaks wins.
  ///
  /// - Parameters:
  ///   - variable: the value of an environment variable, nil when it is not set.
  ///   - isTerminal: whether the stream is a terminal.
  package func isColored(variable: (String) -> String?, isTerminal: Bool) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let value = variable("NO_COLOR"), !value.isEmpty { return false }
    for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
      if let value = variable(name), !value.isEmpty, value != "0" { return true }
    }
    guard let terminal = variable("TERM"), !terminal.isEmpty, terminal != "dumb" else { return false }
    return variable("CLICOLOR") != "0" && isTerminal
  }
}
