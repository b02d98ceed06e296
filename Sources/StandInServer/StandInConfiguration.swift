import FoundationEssentials

/// What a stand-in serves besides its jobs.
package struct StandInConfiguration: Sendable {
  /// The one workspace there is.
  package var workspace: String
  /// The one key that may read it.
  package var apiKey: String
  /// The one client that is given tokens, and its secret.
  package var client = ClientIdentity()
  /// How many seconds a token is good for.
  package var tokenLife = 7200
  /// Whether the key's owner administers the workspace, and may so see masked values with `show_secrets=true`.
  package var isAdministrator: Bool
  /// The most jobs a page holds, whatever is asked for; from 1.
  package var maximumPage = 200
  /// What goes wrong, and when.
  package var faults: [Fault]
  /// Whether `StandInAPI.requests` keeps what it was asked, with all header fields.
  package var keepsRequests = true
  /// Seconds since 1970, for the age of cursors and tokens.
  package var now: @Sendable () -> Int

  package init(
    workspace: String = "acme", apiKey: String = "test-key", isAdministrator: Bool = true, faults: [Fault] = [],
    now: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
  ) {
    self.workspace = workspace
    self.apiKey = apiKey
    self.isAdministrator = isAdministrator
    self.faults = faults
    self.now = now
  }
}

/// What a program says in place of an API key when it asks for a token.
package struct ClientIdentity: Hashable, Sendable {
  package let id: String
  package let secret: String

  package init(id: String = "test-client", secret: String = "test-secret") {
    self.id = id
    self.secret = secret
  }
}
