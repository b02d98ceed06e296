import BlaxelAPI
import ConfigValue
import Diagnostics
import JobModel
import YAMLReader

/// What `bl login` keeps in `~/.blaxel/config.yaml`. It is only ever read, and never quoted: it holds keys.
///
///     context: {workspace: acme}
///     workspaces:
///     - name: acme
///       credentials: {apiKey: …}     # or access_token, or client_credentials, also spelled clientCredentials
///       env: dev                     # left out for prod
///
/// What is wrong with it is only an error for who needs something of it.
struct LoginFile: Sendable {
  private enum Contents {
    case absent, unread(FileFailure), broken([Diagnostic]), document(Value)
  }

  /// Why it does not say what is needed.
  struct Unusable: Error {
    let findings: [Diagnostic]
    /// Whether it could not be read, so that nobody knows what it says.
    let isUnread: Bool
  }

  /// What it has of a workspace that opens the API.
  enum Login {
    case text(Credentials.Kind, String)
    /// One that could only be renewed, which is left to `bl`.
    case ended
  }

  private let contents: Contents
  /// Every text in it that must not appear anywhere.
  private(set) var secrets: Set<String> = []

  /// Reads the file below a home directory; without one, there is none.
  init(in home: String?, into texts: inout ReadTexts, from files: any FileSystem) {
    guard let home else {
      contents = .absent
      return
    }
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try files.contents(named: home + "/" + CredentialSource.loginPath, limit: TextLimits.logins)
    } catch {
      contents = error.isMissing ? .absent : .unread(error)
      return
    }
    let source = texts.add(bytes, shownAs: CredentialSource.loginFile)
    let read = YAMLDocuments.read(texts.sources[source].bytes, as: source, names: JobSchema.blaxel.names)
    if read.diagnostics.hasErrors {
      contents = .broken(read.diagnostics.map(Self.withoutQuotation))
    } else {
      // 'bl' reads no further than the first document, either.
      contents = read.documents.first.map { .document($0) } ?? .absent
    }
    for document in read.documents + read.rejected { noteSecrets(of: document, areHidden: false) }
  }

  private init() {
    contents = .absent
  }

  /// The file where nothing of it is needed: it is not read.
  static let unneeded = LoginFile()

  /// What became of it, in a word or two.
  var state: String {
    switch contents {
    case .absent: "absent"
    case .unread(let failure): "not readable: \(failure.reason)"
    case .broken: "not valid"
    case .document: "read"
    }
  }

  /// What is wrong with its YAML.
  var findings: [Diagnostic] {
    if case .broken(let findings) = contents { findings } else { [] }
  }

  /// The name of the workspace that one is logged in to.
  func workspace() throws(Unusable) -> String? {
    let context = try member("context", of: root())
    return try text(member("workspace", of: context, called: "'context'"))?.text
  }

  /// The environment that a workspace belongs to, and where that is written. A file that cannot be read says nothing here: most
  /// machines have no workspace with an environment of its own.
  func environment(of workspace: String) throws(Unusable) -> (name: String, place: SourceRange)? {
    if case .unread = contents { return nil }
    let entry = try entry(of: workspace)
    return try text(member("env", of: entry, called: "An entry of 'workspaces'")).map { ($0.text, $0.range) }
  }

  /// What opens the API for a workspace. Of several families, the one that `bl` takes.
  func login(of workspace: String) throws(Unusable) -> Login? {
    guard let credentials = try member("credentials", of: entry(of: workspace), called: "An entry of 'workspaces'")
    else {
      return nil
    }
    func text(_ name: String) throws(Unusable) -> String? {
      try self.text(member(name, of: credentials, called: "'credentials'"))?.text
    }
    if let key = try text("apiKey") { return .text(.apiKey, key) }
    if let token = try text("access_token") { return .text(.accessToken, token) }
    for name in Self.clientSpellings {
      if let client = try text(name) { return .text(.clientCredentials, client) }
    }
    return try text("refresh_token") == nil ? nil : .ended
  }

  /// Those of Blaxel's Go programs, and of its other ones.
  private static let clientSpellings = ["client_credentials", "clientCredentials"]

  // MARK: Reading

  private func root() throws(Unusable) -> Value? {
    switch contents {
    case .absent: return nil
    case .document(let value): return value
    case .broken(let findings): throw Unusable(findings: findings, isUnread: false)
    case .unread(let failure):
      let finding = Diagnostic(
        .invalidLogin, "The logins in \(CredentialSource.loginFile) cannot be read: \(failure.reason)",
        help: "check the permissions of the file; \(Self.alternative)")
      throw Unusable(findings: [finding], isUnread: true)
    }
  }

  /// What it has of a workspace; of two entries with one name the first, as in `bl`.
  private func entry(of workspace: String) throws(Unusable) -> Value? {
    guard let workspaces = try member("workspaces", of: root())?.value else { return nil }
    guard workspaces.kind == .list else { throw wrongType("'workspaces'", "a list", at: workspaces) }
    for entry in workspaces.elements {
      guard let name = try text(member("name", of: entry, called: "An entry of 'workspaces'")) else { continue }
      if ExactText(name.text) == ExactText(workspace) { return entry }
    }
    return nil
  }

  /// A member of a mapping; nil where it is null, or the mapping is.
  private func member(
    _ name: String, of map: Value?, called mapName: String? = nil
  ) throws(Unusable) -> (name: String, value: Value)? {
    guard let map, !map.isNull else { return nil }
    guard map.kind == .map else { throw wrongType(mapName, "a mapping", at: map) }
    return map[name].flatMap { $0.isNull ? nil : (name, $0) }
  }

  private func member(
    _ name: String, of map: (name: String, value: Value)?, called mapName: String? = nil
  ) throws(Unusable) -> (name: String, value: Value)? {
    try member(name, of: map?.value, called: mapName)
  }

  /// A text that is not empty. `bl` writes texts without quotes, so that a name may look like a number.
  private func text(_ member: (name: String, value: Value)?) throws(Unusable) -> Value? {
    guard let member else { return nil }
    guard !member.value.isContainer else { throw wrongType("'\(member.name)'", "a text", at: member.value) }
    return member.value.text.isEmpty ? nil : member.value
  }

  private func wrongType(_ name: String?, _ expected: String, at value: Value) -> Unusable {
    let subject = name.map { "\($0) in the file of logins" } ?? "The file of logins"
    let finding = Diagnostic(.invalidLogin, "\(subject) is not \(expected)", at: value.range, help: Self.remedy)
    return Unusable(findings: [finding], isUnread: false)
  }

  /// A finding of the reader, whose words may quote a key.
  private static func withoutQuotation(_ finding: Diagnostic) -> Diagnostic {
    let title = finding.code.title
    let isAbbreviation = title.dropFirst().first?.isUppercase == true
    let clause = isAbbreviation ? title : title.prefix(1).lowercased() + title.dropFirst()
    return Diagnostic(
      .invalidLogin, "The file of logins cannot be used: \(clause)", at: finding.range,
      help: finding.code == .ambiguousScalar ? "put the value in quotes; \(alternative)" : remedy)
  }

  private static let remedy = "mend the file, or move it away and run 'bl login'; \(alternative)"
  private static let alternative = "what flags and variables say needs no login"

  // MARK: Secrets

  private mutating func noteSecrets(of value: Value, areHidden: Bool) {
    for element in value.elements { noteSecrets(of: element, areHidden: areHidden) }
    for member in value.members where !(member.name == "expires_in" && member.value.number != nil) {
      let isHidden = areHidden || member.name == "credentials" || SecretText.isSecretName(member.name)
      noteSecrets(of: member.value, areHidden: isHidden)
      if isHidden, Self.clientSpellings.contains(member.name), !member.value.isContainer,
        let client = try? Credentials(clientCredentials: member.value.text, from: .clientVariable)
      {
        secrets.formUnion(client.secrets)
      }
    }
    if areHidden, !value.isContainer, !value.isNull { secrets.insert(value.text) }
  }
}
