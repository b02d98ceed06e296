/// Where credentials come from.
package enum CredentialSource: Hashable, Sendable {
  /// The file given with `--api-key-file`, `-` for standard input.
  case keyFile(String)
  /// `BL_API_KEY`.
  case keyVariable
  /// `BL_CLIENT_CREDENTIALS`.
  case clientVariable
  /// What `bl login` keeps of a workspace.
  case login(workspace: String)

  /// The file in which `bl` keeps its logins, below the home directory.
  package static let loginPath = ".blaxel/config.yaml"
  /// What messages call it.
  package static let loginFile = "~/" + loginPath

  /// What messages call credentials from here, behind "the".
  package var name: String {
    switch self {
    case .keyFile("-"): "key from standard input"
    case .keyFile(let path): "key in '\(path)'"
    case .keyVariable: "key from BL_API_KEY"
    case .clientVariable: "client credentials from BL_CLIENT_CREDENTIALS"
    case .login(let workspace): "login of workspace '\(workspace)' in \(Self.loginFile)"
    }
  }

  /// What helps when the API does not take them.
  package var remedy: String {
    switch self {
    case .keyFile: "check --api-key-file; keys are made in the workspace's settings"
    case .keyVariable: "check BL_API_KEY; keys are made in the workspace's settings"
    case .clientVariable: "check BL_CLIENT_CREDENTIALS; they belong to a service account of the workspace"
    case .login(let workspace): "run 'bl login \(workspace)'"
    }
  }
}
