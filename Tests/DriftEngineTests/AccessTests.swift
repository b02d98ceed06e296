import BlaxelAPI
import ConfigValue
import Diagnostics
import DriftEngine
import Foundation
import HTTPTypes
import JobModel
import PlanReport
import TestSupport
import Testing

extension HTTPField.Name {
  fileprivate static let blaxel = HTTPField.Name("X-Blaxel-Authorization") ?? .date
  fileprivate static let workspace = HTTPField.Name("X-Blaxel-Workspace") ?? .date
}

/// Which of several places says how the API is reached.
@Suite struct AccessTests {
  private static let job = "kind: Job\nmetadata: {name: a}\n"
  private static let login = """
    context: {workspace: by-login}
    workspaces:
    - {name: by-login, env: dev, credentials: {apiKey: key-of-login}}
    - {name: by-flag, env: dev, credentials: {apiKey: key-of-login}}
    - {name: by-variable, env: dev, credentials: {apiKey: key-of-login}}
    """

  /// All subsets of `count` places, each as the positions in it.
  private static func subsets(_ count: Int) -> [[Int]] {
    (0..<(1 << count)).map { bits in (0..<count).filter { bits & (1 << $0) != 0 } }
  }

  private static func files(_ login: String?) -> MemoryFiles {
    var texts = ["jobs.yaml": job, "key": "key-of-file\n"]
    texts["/h/.blaxel/config.yaml"] = login
    return MemoryFiles(texts: texts)
  }

  /// An API without jobs that gives the token `token-of-client`.
  private static func api() -> ScriptedTransport {
    ScriptedTransport { request, _ in
      request.method == .post
        ? HTTPAnswer(json: ["access_token": "token-of-client", "expires_in": 7200])
        : request.path?.hasPrefix("/v0/jobs?") == true
          ? HTTPAnswer(json: ["data": []]) : HTTPAnswer(status: 404, json: ["error": "not found"])
    }
  }

  /// Expects that of the places in `subset` the first one counts, and that the others are named.
  private static func expect(_ setting: Setting?, _ subset: [Int], of origins: [SettingOrigin]) {
    #expect(setting?.origin == subset.first.map { origins[$0] })
    #expect(setting?.unused == subset.dropFirst().map { origins[$0] })
  }

  @Test(arguments: subsets(3))
  func `The workspace comes from the flag, the variable, the login`(subset: [Int]) async {
    let api = APISettings(
      variables: subset.contains(1) ? [.workspace: "by-variable"] : [:], home: subset.contains(2) ? "/h" : nil)
    let flag = subset.contains(0) ? "by-flag" : nil
    let setting = EngineRun.settings(api, workspace: flag, in: Self.files(Self.login))["workspace"]
    #expect(setting?.value == subset.first.map { .text(["by-flag", "by-variable", "by-login"][$0]) } ?? .unset)
    Self.expect(
      setting, subset,
      of: [.flag("-w"), .variable("BL_WORKSPACE"), .login("'context.workspace' in ~/.blaxel/config.yaml")])
  }

  @Test(arguments: subsets(4))
  func `The address comes from the flag, its variable, the environment's, the login, the default`(subset: [Int]) {
    var api = APISettings(home: subset.contains(3) ? "/h" : nil)
    if subset.contains(0) { api.address = "https://flag.example/v0" }
    if subset.contains(1) { api.variables[.address] = "https://variable.example/v0" }
    if subset.contains(2) { api.variables[.environment] = "local" }
    let addresses = [
      "https://flag.example/v0", "https://variable.example/v0", "http://localhost:8080/v0",
      "https://api.blaxel.dev/v0",
    ]
    let setting = EngineRun.settings(api, workspace: "by-flag", in: Self.files(Self.login))["address"]
    #expect(setting?.value == .text(subset.first.map { addresses[$0] } ?? "https://api.blaxel.ai/v0"))
    guard !subset.isEmpty else { return #expect(setting?.origin == .standard) }
    Self.expect(
      setting, subset,
      of: [
        .flag("--api-url"), .variable("BL_API_URL"), .variable("BL_ENV"),
        .login("'env' of workspace 'by-flag' in ~/.blaxel/config.yaml"),
      ])
  }

  @Test(arguments: subsets(4))
  func `Credentials come from the file, the variables, the login`(subset: [Int]) async throws {
    var api = APISettings(address: "https://api.example/v0", home: subset.contains(3) ? "/h" : nil)
    if subset.contains(0) { api.keyFile = "key" }
    if subset.contains(1) { api.variables[.apiKey] = "key-of-variable" }
    if subset.contains(2) { api.variables[.clientCredentials] = "id:secret-of-client" }
    let settings = EngineRun.settings(api, workspace: "by-flag", in: Self.files(Self.login))
    let kinds = ["API key", "API key", "client credentials", "API key"]
    #expect(settings["credentials"]?.value == subset.first.map { .sensitive(kinds[$0]) } ?? .unset)
    #expect(settings.exitCode == 0)
    Self.expect(
      settings["credentials"], subset,
      of: [
        .flag("--api-key-file"), .variable("BL_API_KEY"), .variable("BL_CLIENT_CREDENTIALS"),
        .login("the credentials of workspace 'by-flag' in ~/.blaxel/config.yaml"),
      ])
    let transport = Self.api()
    let report = await EngineRun.plan(
      ["jobs.yaml"], in: Self.files(Self.login), over: transport, api: api, workspace: "by-flag")
    guard let first = subset.first else { return #expect(report.outline == ["error missing-credentials"]) }
    let headers = [
      "Bearer key-of-file", "Bearer key-of-variable", nil, "Bearer key-of-login",
    ]
    let sent = try #require(transport.requests.last)
    #expect(report.exitCode == 2, "\(report.findingsText)")
    #expect(sent.headerFields[.authorization] == headers[first])
    #expect(sent.headerFields[.blaxel] == (first == 2 ? "Bearer token-of-client" : nil))
    #expect(sent.headerFields[.workspace] == "by-flag")
  }

  @Test(arguments: BlaxelEnvironmentCase.allCases)
  func `The environment stands for an address`(environment: BlaxelEnvironmentCase) {
    let settings = EngineRun.settings(APISettings(variables: [.environment: environment.rawValue]))
    #expect(settings["address"]?.value == .text(environment.address))
  }

  enum BlaxelEnvironmentCase: String, CaseIterable {
    case prod, dev, local

    var address: String {
      switch self {
      case .prod: "https://api.blaxel.ai/v0"
      case .dev: "https://api.blaxel.dev/v0"
      case .local: "http://localhost:8080/v0"
      }
    }
  }

  @Test(arguments: ["stage", "PROD", " prod", "\u{1B}[31m"])
  func `An unknown environment is an error that lists the known ones, when it is used`(name: String) async {
    let api = APISettings(variables: [.environment: name, .apiKey: "key-of-variable"])
    let transport = Self.api()
    let report = await EngineRun.plan(
      ["jobs.yaml"], in: Self.files(nil), over: transport, api: api, workspace: "acme")
    #expect(report.outline == ["error invalid-address"])
    #expect(report.exitCode == 3)
    #expect(report.findingsText.contains("there are prod, dev, local"))
    #expect(report.text(.text).contains("the configuration is not valid"))
    #expect(transport.requests.isEmpty)
    var shadowed = api
    shadowed.variables[.address] = "https://api.example/v0"
    #expect(EngineRun.settings(shadowed).exitCode == 0)
  }

  @Test func `The workspace of the login is the one that specs may be declared for`() async {
    var files = Self.files(Self.login)
    let api = APISettings(address: "https://api.example/v0", home: "/h")
    let (transport, other) = (Self.api(), "kind: Job\nmetadata: {name: a, workspace: elsewhere}\n")
    let report = await EngineRun.plan(["jobs.yaml"], in: files, over: transport, api: api)
    #expect(report.scope.workspace == "by-login")
    #expect(transport.requests.allSatisfy { $0.headerFields[.workspace] == "by-login" })
    files = MemoryFiles(texts: ["jobs.yaml": other, "/h/.blaxel/config.yaml": Self.login])
    let mismatch = await EngineRun.plan(["jobs.yaml"], in: files, over: Self.api(), api: api)
    #expect(mismatch.outline.contains("error workspace-mismatch"))
    #expect(mismatch.exitCode == 3)
  }

  @Test func `Nothing that opens the API is an error that says the ways in their order`() async {
    let report = await EngineRun.plan(
      ["jobs.yaml"], in: Self.files("workspaces: [{name: other, credentials: {apiKey: key-of-other}}]"),
      over: Self.api(), api: APISettings(home: "/h"), workspace: "acme")
    #expect(report.outline == ["error missing-credentials"])
    #expect(report.exitCode == 1)
    let ways = ["--api-key-file", "BL_API_KEY", "BL_CLIENT_CREDENTIALS", "bl login acme"]
    let places = ways.compactMap { report.findingsText.firstRange(of: $0)?.lowerBound }
    #expect(places.count == ways.count && places == places.sorted())
  }

  @Test(arguments: [401, 403])
  func `A refusal names what was used`(status: Int) async {
    let transport = ScriptedTransport { _, _ in HTTPAnswer(status: status, json: ["error": "no"]) }
    let sources: [(APISettings, String)] = [
      (APISettings(keyFile: "key"), "the key in 'key'"),
      (APISettings(variables: [.apiKey: "key-of-variable"]), "the key from BL_API_KEY"),
      (
        APISettings(variables: [.clientCredentials: "id:secret-of-client"]),
        "the client credentials from BL_CLIENT_CREDENTIALS"
      ),
      (APISettings(home: "/h"), "the login of workspace 'by-flag' in ~/.blaxel/config.yaml"),
    ]
    for (api, name) in sources {
      let report = await EngineRun.plan(
        ["jobs.yaml"], in: Self.files(Self.login), over: transport, api: api, workspace: "by-flag")
      #expect(report.exitCode == 1)
      #expect(report.findingsText.contains(name), "\(report.findingsText)")
    }
  }

  @Test func `Settings of others are told behind the engine's own, and nothing in any steers a terminal or a runner`() {
    let hostile = "\u{1B}[31m\n##[error]\u{202E}"
    let settings = EngineRun.settings(
      APISettings(variables: [.workspace: hostile, .apiKey: "key-of-variable"]),
      others: [
        Setting("proxy", .text("http://key-of-variable@proxy.example"), remark: hostile, from: .variable("HTTPS_PROXY"))
      ])
    #expect(settings.settings.map(\.name).last == "proxy")
    for text in settings.texts {
      for sign in ["\u{1B}", "##[", "\u{202E}", "key-of-variable"] { #expect(!text.contains(sign)) }
    }
    #expect(settings.text().contains("http://(sensitive)@proxy.example"))
    #expect(settings.text().contains("HTTPS_PROXY"))
  }

  @Test(arguments: [("", "cannot be used"), (String(repeating: "k", count: 2 << 20), "cannot be read")])
  func `A key from standard input is called so`(input: String, problem: String) throws {
    let files = MemoryFiles([:], input: input)
    let settings = EngineRun.settings(
      APISettings(address: "https://api.example/v0", keyFile: "-"), workspace: "acme", in: files)
    let finding = try #require(settings.diagnostics.first)
    #expect(finding.code == .missingCredentials)
    #expect(finding.message.hasPrefix("The key from standard input \(problem): "))
  }
}
