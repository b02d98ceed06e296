import FoundationEssentials

/// What a stand-in serves besides its jobs.
package struct StandInConfiguration: Sendable {
  /// The one workspace there is.
  package var workspace: String
  /// The one key that may read it.
  package var apiKey: String
  /// Whether the key's owner administers the workspace, and may so see masked values with `show_secrets=true`.
  package var isAdministrator: Bool
  /// What goes wrong, and when.
  package var faults: [Fault]
  /// Seconds since 1970, for the age of cursors.
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
