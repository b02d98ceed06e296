import BlaxelAPI
import Diagnostics
import PlanReport

/// How the API is reached: of the places that may say so, the first in the order of precedence that does.
///
///     workspace     -w, BL_WORKSPACE, the login
///     address       --api-url, BL_API_URL, BL_ENV, the workspace's 'env' in the login file, Blaxel's own
///     credentials   --api-key-file, BL_API_KEY, BL_CLIENT_CREDENTIALS, the login of the workspace
struct Access: Sendable {
  /// A setting, and where it comes from.
  struct Choice<Content> {
    let content: Content
    let origin: SettingOrigin
    /// Places of lower precedence that say something, too.
    let unused: [SettingOrigin]
  }

  /// What is to open the API, as it is held somewhere.
  enum Holder {
    /// A file with an API key.
    case file(String)
    case text(Credentials.Kind, String, CredentialSource)
    /// A login that could only be renewed.
    case ended(CredentialSource)
  }

  /// What says where the API is.
  enum Address {
    case url(String), environment(String), login(String, SourceRange)
  }

  /// Places that may say something, in the order of precedence.
  private typealias Places<Content> = [(origin: SettingOrigin, content: Content?)]

  /// What flags and variables say.
  private struct Given {
    let workspaces: Places<String>
    let addresses: Places<Address>
    let holders: Places<Holder>

    init(_ settings: APISettings, workspace: String?) {
      func variable<Content>(
        _ variable: APIVariable, _ content: (String) -> Content
      ) -> (origin: SettingOrigin, content: Content?) {
        (.variable(variable.rawValue), settings.variables[variable].map(content))
      }
      workspaces = [(.flag("-w"), workspace), variable(.workspace) { $0 }]
      addresses = [
        (.flag("--api-url"), settings.address.map { .url($0) }), variable(.address) { .url($0) },
        variable(.environment) { .environment($0) },
      ]
      holders = [
        (.flag("--api-key-file"), settings.keyFile.map { .file($0) }),
        variable(.apiKey) { .text(.apiKey, $0, .keyVariable) },
        variable(.clientCredentials) { .text(.clientCredentials, $0, .clientVariable) },
      ]
    }

    /// Whether nothing is left for the login file to say.
    var isComplete: Bool { Access.isSet(workspaces) && Access.isSet(addresses) && Access.isSet(holders) }
  }

  private let settings: APISettings
  private let given: Given
  let login: LoginFile
  /// The workspace; nil when nothing names one.
  let workspace: Result<Choice<String>?, Engine.Stopped>

  /// - Parameters:
  ///   - workspace: the one that was given with a flag.
  ///   - readsLogin: whether the login file is read also when nothing of it is needed.
  init(
    _ settings: APISettings, workspace: String?, readsLogin: Bool, into texts: inout ReadTexts,
    from files: any FileSystem
  ) {
    self.settings = settings
    let given = Given(settings, workspace: workspace)
    let login =
      readsLogin || !given.isComplete ? LoginFile(in: settings.home, into: &texts, from: files) : .unneeded
    (self.given, self.login) = (given, login)
    self.workspace = Result { () throws(Engine.Stopped) in try Self.workspace(given.workspaces, login) }
  }

  /// Whether an address with http on another machine will do.
  var allowsOpenHTTP: Bool { settings.allowsOpenHTTP }

  /// The texts that must not appear anywhere, whether they are used or not.
  var secrets: Set<String> {
    let credentials = [
      settings.variables[.apiKey].flatMap { try? Credentials(apiKey: $0) },
      settings.variables[.clientCredentials].flatMap { try? Credentials(clientCredentials: $0, from: .clientVariable) },
    ]
    let given = [settings.variables[.apiKey], settings.variables[.clientCredentials]].compactMap(\.self)
    return login.secrets.union(given).union(credentials.flatMap { $0?.secrets ?? [] })
  }

  private static func workspace(
    _ given: Places<String>, _ login: LoginFile
  ) throws(Engine.Stopped) -> Choice<String>? {
    let kept = try kept(behind: given) { () throws(LoginFile.Unusable) in try login.workspace() }
    let choice = choice(among: given + [(part("'context.workspace'"), kept)])
    if let choice, !VisibleASCII.spells(choice.content) {
      throw Engine.Stopped(
        verdict: .invalid,
        findings: [
          Diagnostic(
            .missingWorkspace,
            "The workspace in \(choice.origin.name) is not usable: it holds characters that names do not have",
            help: "write its name as in the address of the console")
        ])
    }
    return choice
  }

  func address(for workspace: String?) throws(Engine.Stopped) -> Choice<Address> {
    let kept = try Self.kept(behind: given.addresses) { () throws(LoginFile.Unusable) in
      guard let workspace, let environment = try login.environment(of: workspace) else { return Address?.none }
      return .login(environment.name, environment.place)
    }
    return Self.choice(among: given.addresses + [(Self.part("'env' of workspace '\(workspace ?? "")'"), kept)])
      ?? Choice(content: .url(BlaxelEnvironment.prod.address), origin: .standard, unused: [])
  }

  func holder(for workspace: String?) throws(Engine.Stopped) -> Choice<Holder>? {
    let kept = try Self.kept(behind: given.holders) { () throws(LoginFile.Unusable) in
      guard let workspace, let login = try login.login(of: workspace) else { return Holder?.none }
      let source = CredentialSource.login(workspace: workspace)
      return switch login {
      case .text(let kind, let text): .text(kind, text, source)
      case .ended: .ended(source)
      }
    }
    let name = "the credentials of workspace '\(workspace ?? "")'"
    return Self.choice(among: given.holders + [(Self.part(name), kept)])
  }

  private static func part(_ name: String) -> SettingOrigin { .login("\(name) in \(CredentialSource.loginFile)") }

  // MARK: Precedence

  private static func isSet<Content>(_ places: Places<Content>) -> Bool { places.contains { $0.content != nil } }

  /// What the login file has of a setting. That it cannot be used is an error when nothing comes before it.
  private static func kept<Content>(
    behind given: Places<Content>, _ read: () throws(LoginFile.Unusable) -> Content?
  ) throws(Engine.Stopped) -> Content? {
    do throws(LoginFile.Unusable) {
      return try read()
    } catch {
      guard !isSet(given) else { return nil }
      throw Engine.Stopped(verdict: error.isUnread ? .error : .invalid, findings: error.findings)
    }
  }

  private static func choice<Content>(among places: Places<Content>) -> Choice<Content>? {
    let set = places.filter { $0.content != nil }
    guard let first = set.first, let content = first.content else { return nil }
    return Choice(content: content, origin: first.origin, unused: set.dropFirst().map(\.origin))
  }
}

extension Access.Choice: Sendable where Content: Sendable {}
