/// What flags and variables say of how the API is reached. Nothing has been read yet, and nothing decided.
package struct APISettings: Sendable {
  /// The address given with `--api-url`.
  package var address: String?
  /// The file given with `--api-key-file`, `-` for standard input.
  package var keyFile: String?
  /// The variables of the process that are set and not empty.
  package var variables: [APIVariable: String]
  /// The user's home directory, where `bl` keeps its logins; nil when there is none.
  package var home: String?
  /// Whether the address may be one with http on another machine, where the key travels in the open.
  package var allowsOpenHTTP: Bool

  package init(
    address: String? = nil, keyFile: String? = nil, variables: [APIVariable: String] = [:], home: String? = nil,
    allowsOpenHTTP: Bool = false
  ) {
    self.address = address
    self.keyFile = keyFile
    self.variables = variables
    self.home = home
    self.allowsOpenHTTP = allowsOpenHTTP
  }
}

/// The variables of the process that say how the API is reached. Blaxel's own programs know them, too.
package enum APIVariable: String, CaseIterable, Sendable {
  case apiKey = "BL_API_KEY"
  /// `ID:SECRET` of OAuth, in Base64 or as it is.
  case clientCredentials = "BL_CLIENT_CREDENTIALS"
  case workspace = "BL_WORKSPACE"
  /// The base address, with its version path.
  case address = "BL_API_URL"
  /// One of `BlaxelEnvironment`.
  case environment = "BL_ENV"
}

/// The installations of Blaxel that have a name, as in `environments.go` of its Go SDK.
enum BlaxelEnvironment: String, CaseIterable, Sendable {
  case prod, dev, local

  /// The base address of the API.
  var address: String {
    switch self {
    case .prod: "https://api.blaxel.ai/v0"
    case .dev: "https://api.blaxel.dev/v0"
    case .local: "http://localhost:8080/v0"
    }
  }

  /// What to choose from, for messages.
  static let choices = "there are \(allCases.map(\.rawValue).joined(separator: ", "))"
}
