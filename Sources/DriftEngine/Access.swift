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
    case file(String), key(String), client(String), login(LoginFile.Login, of: String)
  }

  /// What says where the API is.
  enum Address {
    case url(String), environment(String), login(String, SourceRange)
  }

  private let settings: APISettings
  private let givenWorkspace: String?
  let login: LoginFile

  /// - Parameters:
  ///   - workspace: the one that was given with a flag.
  ///   - readsLogin: whether the login file is read also when nothing of it is needed.
  init(
    _ settings: APISettings, workspace: String?, readsLogin: Bool, into texts: inout ReadTexts,
    from files: any FileSystem
  ) {
    self.settings = settings
    givenWorkspace = workspace
    let given = settings.variables
    let isComplete =
      (workspace ?? given[.workspace]) != nil
      && (settings.address ?? given[.address] ?? given[.environment]) != nil
      && (settings.keyFile ?? given[.apiKey] ?? given[.clientCredentials]) != nil
    let isNeeded = readsLogin || !isComplete
    login = isNeeded ? LoginFile(in: settings.home, into: &texts, from: files) : .unneeded
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

  func workspace() throws(Engine.Stopped) -> Choice<String>? {
    let given: [(SettingOrigin, String?)] = [
      (.flag("-w"), givenWorkspace), variable(.workspace) { $0 },
    ]
    let kept = try kept(behind: given) { () throws(LoginFile.Unusable) in try login.workspace() }
    let choice = choice(among: given + [(.login("'context.workspace'"), kept)])
    if let choice, !choice.content.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
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
    let given: [(SettingOrigin, Address?)] = [
      (.flag("--api-url"), settings.address.map { .url($0) }), variable(.address) { .url($0) },
      variable(.environment) { .environment($0) },
    ]
    let kept = try kept(behind: given) { () throws(LoginFile.Unusable) in
      guard let workspace, let environment = try login.environment(of: workspace) else { return Address?.none }
      return .login(environment.name, environment.place)
    }
    return choice(among: given + [(.login("'env' of workspace '\(workspace ?? "")'"), kept)])
      ?? Choice(content: .url(BlaxelEnvironment.prod.address), origin: .standard, unused: [])
  }

  func holder(for workspace: String?) throws(Engine.Stopped) -> Choice<Holder>? {
    let given: [(SettingOrigin, Holder?)] = [
      (.flag("--api-key-file"), settings.keyFile.map { .file($0) }), variable(.apiKey) { .key($0) },
      variable(.clientCredentials) { .client($0) },
    ]
    let kept = try kept(behind: given) { () throws(LoginFile.Unusable) in
      guard let workspace, let login = try login.login(of: workspace) else { return Holder?.none }
      return .login(login, of: workspace)
    }
    let name = "the credentials of workspace '\(workspace ?? "")'"
    return choice(among: given + [(.login(name), kept)])
  }

  // MARK: Precedence

  private func variable<Content>(
    _ variable: APIVariable, _ content: (String) -> Content
  ) -> (SettingOrigin, Content?) {
    (.variable(variable.rawValue), settings.variables[variable].map(content))
  }

  /// What the login file has of a setting. That it cannot be used is an error when nothing comes before it.
  private func kept<Content>(
    behind given: [(SettingOrigin, Content?)], _ read: () throws(LoginFile.Unusable) -> Content?
  ) throws(Engine.Stopped) -> Content? {
    do throws(LoginFile.Unusable) {
      return try read()
    } catch {
      guard given.allSatisfy({ $0.1 == nil }) else { return nil }
      throw Engine.Stopped(verdict: error.isUnread ? .error : .invalid, findings: error.findings)
    }
  }

  private func choice<Content>(among places: [(origin: SettingOrigin, content: Content?)]) -> Choice<Content>? {
    let set = places.filter { $0.content != nil }
    guard let first = set.first, let content = first.content else { return nil }
    return Choice(content: content, origin: first.origin, unused: set.dropFirst().map(\.origin))
  }
}
