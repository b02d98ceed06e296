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

/// The file in which `bl` keeps its logins.
@Suite struct LoginFileTests {
  private static let path = "/h/.blaxel/config.yaml"
  private static let canary = "bl_c4nary_Zq81xT7b0042"
  private static let job = "kind: Job\nmetadata: {name: a}\n"

  private static func files(_ login: MemoryFiles.Node) -> MemoryFiles {
    MemoryFiles([path: login, "jobs.yaml": .file(Array(job.utf8))])
  }

  private static func text(_ login: String) -> MemoryFiles.Node { .file(Array(login.utf8)) }

  private static func settings(_ login: String, workspace: String? = nil) -> EffectiveSettings {
    EngineRun.settings(APISettings(home: "/h"), workspace: workspace, in: files(text(login)))
  }

  /// The last header that a plan with the login sends.
  private static func header(_ login: String, _ name: String, now: Timestamp? = nil) async -> String? {
    let transport = ScriptedTransport { request, _ in
      request.method == .post ? HTTPAnswer(json: ["access_token": "fetched"]) : HTTPAnswer(json: ["data": []])
    }
    _ = await EngineRun.plan(
      ["jobs.yaml"], in: files(text(login)), over: transport, api: APISettings(home: "/h"), now: now)
    return HTTPField.Name(name).flatMap { transport.requests.first?.headerFields[$0] }
  }

  private static func login(_ credentials: String) -> String {
    "context: {workspace: acme}\nworkspaces:\n- name: acme\n  credentials: {\(credentials)}\n"
  }

  @Test func `The file as 'bl' writes it is read`() {
    let settings = Self.settings(
      """
      context:
        workspace: acme
      workspaces:
      - name: other
        credentials:
          apiKey: "\(Self.canary)"
      - name: acme
        credentials:
          access_token: eyJhbGciOiJub25lIn0.eyJleHAiOjF9.
          refresh_token: \(Self.canary)
          expires_in: 7200
          device_code: \(Self.canary)
        env: "dev"
      tracking: false
      """)
    #expect(settings.exitCode == 0)
    #expect(settings["workspace"]?.value == .text("acme"))
    #expect(settings["address"]?.value == .text("https://api.blaxel.dev/v0"))
    #expect(settings["credentials"]?.value == .sensitive("access token"))
    #expect(settings["login-file"]?.remark == "read")
  }

  @Test(arguments: [
    ("apiKey: plain-key", "Authorization", "Bearer plain-key"),
    ("apiKey: 12345678", "Authorization", "Bearer 12345678"),
    ("access_token: opaque", "X-Blaxel-Authorization", "Bearer opaque"),
    ("access_token: opaque, apiKey: first", "Authorization", "Bearer first"),
    ("client_credentials: 'id:secret'", "Authorization", "Basic aWQ6c2VjcmV0"),
    ("clientCredentials: aWQ6c2VjcmV0", "Authorization", "Basic aWQ6c2VjcmV0"),
    ("clientCredentials: 'a:b', client_credentials: 'id:secret'", "Authorization", "Basic aWQ6c2VjcmV0"),
    ("client_credentials: 'id:secret', access_token: opaque", "X-Blaxel-Authorization", "Bearer opaque"),
    ("apiKey: '', access_token: null, clientCredentials: 'id:secret'", "Authorization", "Basic aWQ6c2VjcmV0"),
  ])
  func `Of several families of credentials, the one counts that 'bl' takes`(
    credentials: String, header: String, value: String
  ) async {
    #expect(await Self.header(Self.login(credentials), header) == value)
  }

  @Test func `A name without quotes may look like a number, and the first of two entries counts`() async {
    let login = """
      \u{FEFF}context: {workspace: 2024}\r
      workspaces:\r
      - {name: 2024, credentials: {apiKey: first}}\r
      - {name: 2024, credentials: {apiKey: second}}\r
      --- # 'bl' reads no further
      context: {workspace: other}
      """
    #expect(await Self.header(login, "X-Blaxel-Workspace") == "2024")
    #expect(await Self.header(login, "Authorization") == "Bearer first")
  }

  @Test(arguments: [
    "", "\n", "# nothing\n", "{}", "null", "context:\n  workspace: \nworkspaces:\n", "context: {}\nworkspaces: []",
    "workspaces: [{}, {name: null}, null]",
  ])
  func `A file without a login is like none`(login: String) {
    let settings = Self.settings(login)
    #expect(settings.exitCode == 0)
    #expect(settings["workspace"]?.value == .unset)
    #expect(settings["credentials"]?.value == .unset)
  }

  // MARK: Hostile

  /// Nine aliases of nine aliases, twenty times.
  private static let bomb =
    "b0: &b0 [CANARY]\n"
    + (1...20).map { level in
      "b\(level): &b\(level) [\(Array(repeating: "*b\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }.joined()

  private static let broken: [String] = [
    "context:\n\tworkspace: CANARY", "context: {workspace: CANARY", "CANARY: 1\nCANARY: 2", "1: CANARY", "!CANARY x",
    "a: *CANARY", "a: &a [*a, CANARY]", "workspaces:\n  - CANARY\n - CANARY", "x: 0777 # CANARY", "a: \"CANARY",
    "%CANARY\n---\na: 1", "CANARY\u{0}", "context: {workspace: acme}\ncontext: {workspace: CANARY}",
    String(repeating: "[", count: 100_000) + "CANARY",
    bomb,
    "CANARY: [a\n" + String(repeating: "CANARY: CANARY\n", count: 1000),
  ]

  private static let mistyped: [String] = [
    "[CANARY]", "CANARY", "context: CANARY", "context: [CANARY]", "context: {workspace: [CANARY]}",
    "context: {workspace: acme}\nworkspaces: CANARY", "context: {workspace: acme}\nworkspaces: [CANARY]",
    "context: {workspace: acme}\nworkspaces: [{name: {CANARY: 1}}]",
    "context: {workspace: acme}\nworkspaces: [{name: acme, credentials: CANARY}]",
    "context: {workspace: acme}\nworkspaces: [{name: acme, credentials: {apiKey: {CANARY: CANARY}}}]",
    "context: {workspace: acme}\nworkspaces: [{name: acme, credentials: {access_token: [CANARY]}}]",
    "context: {workspace: acme}\nworkspaces: [{name: acme, credentials: {clientCredentials: [CANARY]}}]",
    "context: {workspace: acme}\nworkspaces: [{name: acme, env: CANARY, credentials: {apiKey: CANARY}}]",
    "context: {workspace: acme}\nworkspaces: [{name: acme, env: [CANARY], credentials: {apiKey: CANARY}}]",
  ]

  @Test(arguments: broken + mistyped)
  func `A file that is not right is an error at its place that quotes nothing of it`(login: String) async {
    let files = Self.files(Self.text(login.replacing("CANARY", with: Self.canary)))
    let settings = EngineRun.settings(APISettings(home: "/h"), in: files)
    #expect(settings.exitCode == 3)
    #expect(!settings.diagnostics.isEmpty)
    for finding in settings.diagnostics {
      #expect(finding.code == .invalidLogin)
      #expect(finding.place?.file == "~/.blaxel/config.yaml")
      #expect(finding.snippet == nil)
    }
    let transport = ScriptedTransport { _, _ in HTTPAnswer(json: ["data": []]) }
    let report = await EngineRun.plan(["jobs.yaml"], in: files, over: transport, api: APISettings(home: "/h"))
    #expect(report.exitCode == 3)
    #expect(Set(report.outline) == ["error invalid-login"])
    #expect(transport.requests.isEmpty)
    // It is no file of the repository.
    #expect(!report.text(.sarif).contains("\"uri\": \"~") && !report.text(.github).contains("file=~"))
    for text in settings.texts + report.texts { #expect(!text.contains(Self.canary), "\(text.prefix(300))") }
  }

  @Test(arguments: broken + mistyped)
  func `What is wrong with a file is nothing to a run that needs nothing of it`(login: String) async {
    let files = Self.files(Self.text(login))
    for node in [Self.text(login), .locked, .other] {
      let transport = ScriptedTransport { request, _ in
        request.path?.hasPrefix("/v0/jobs?") == true
          ? HTTPAnswer(json: ["data": []]) : HTTPAnswer(status: 404, json: ["error": "none"])
      }
      let api = APISettings(variables: [.apiKey: "key-of-variable", .environment: "prod"], home: "/h")
      let report = await EngineRun.plan(
        ["jobs.yaml"], in: Self.files(node), over: transport, api: api, workspace: "acme")
      #expect(report.exitCode == 2, "\(report.findingsText)")
    }
    #expect(EngineRun.validate(["jobs.yaml"], in: files).exitCode == 0)
  }

  @Test func `A run that lacks nothing but the address needs the file for it`() async {
    let api = APISettings(variables: [.apiKey: "key-of-variable"], home: "/h")
    for login in ["[broken", "workspaces: {}"] {
      let report = await EngineRun.plan(
        ["jobs.yaml"], in: Self.files(Self.text(login)), over: NoNetwork(), api: api, workspace: "acme")
      #expect(report.outline == ["error invalid-login"])
      #expect(report.exitCode == 3)
    }
  }

  @Test func `A file that is not right is reported beside what is wrong with the specs`() async {
    let files = MemoryFiles(texts: [Self.path: "[broken", "jobs.yaml": "kind: Job\n"])
    let report = await EngineRun.plan(["jobs.yaml"], in: files, over: NoNetwork(), api: APISettings(home: "/h"))
    #expect(report.outline == ["error invalid-login", "error missing-name"])
    #expect(report.exitCode == 3)
    #expect(report.text(.text).contains("the specs are not valid"))
  }

  @Test(arguments: ["0123456", "0b11", "1_000"])
  func `A key that YAML readers disagree about is to be put in quotes`(key: String) throws {
    let finding = try #require(Self.settings(Self.login("apiKey: \(key)")).diagnostics.first)
    #expect(finding.message == "The file of logins cannot be used: YAML readers disagree about a plain scalar")
    #expect(finding.help?.hasPrefix("put the value in quotes; ") == true)
    #expect(Self.settings(Self.login("apiKey: '\(key)'")).exitCode == 0)
  }

  @Test func `What is wrong with a file is a clause of a sentence`() throws {
    let finding = try #require(Self.settings("context: {workspace: acme, workspace: acme}").diagnostics.first)
    let clause = try #require(finding.message.split(separator: ": ").last)
    #expect(clause.first?.isLowercase == true, "\(clause)")
    #expect(finding.help?.hasPrefix("mend the file") == true)
  }

  @Test func `Bytes that are no UTF-8 are an error at their place`() {
    let bytes = Array("context: {workspace: acme}\n# ".utf8) + [0xFF]
    let settings = EngineRun.settings(APISettings(home: "/h"), in: Self.files(.file(bytes)))
    #expect(settings.exitCode == 3)
    #expect(settings.diagnostics.first?.place?.start.line == 2)
  }

  @Test func `A file that cannot be read fails a run that needs it, and says nothing of an environment`() async {
    for node in [MemoryFiles.Node.locked, .file(Array(repeating: 0x23, count: 2 << 20))] {
      let transport = ScriptedTransport { request, _ in
        request.path?.hasPrefix("/v0/jobs?") == true
          ? HTTPAnswer(json: ["data": []]) : HTTPAnswer(status: 404, json: ["error": "none"])
      }
      let needing = await EngineRun.plan(
        ["jobs.yaml"], in: Self.files(node), over: transport, api: APISettings(home: "/h"), workspace: "acme")
      #expect(needing.outline == ["error invalid-login"])
      #expect(needing.exitCode == 1)
      #expect(transport.requests.isEmpty)
      let api = APISettings(variables: [.apiKey: "key-of-variable"], home: "/h")
      let report = await EngineRun.plan(
        ["jobs.yaml"], in: Self.files(node), over: transport, api: api, workspace: "acme")
      #expect(report.exitCode == 2)
      #expect(transport.requests.first?.authority == "api.blaxel.ai")
    }
  }

  @Test func `Live jobs from a file need no login`() async {
    let report = await EngineRun.plan(
      ["jobs.yaml"], in: MemoryFiles(texts: ["jobs.yaml": Self.job, "live.json": "[]", Self.path: "[broken"]))
    #expect(report.outline == [])
  }

  // MARK: The end of a login

  /// A token that ends a thousand seconds after 1970 began.
  private static let token = "eyJhbGciOiJub25lIn0.eyJleHAiOjEwMDB9."

  @Test(arguments: [(0, true), (999, true), (1000, false), (5000, false)])
  func `A login is used while it lasts, and never renewed`(seconds: Int, isUsed: Bool) async {
    let transport = ScriptedTransport { _, _ in HTTPAnswer(json: ["data": [["metadata": ["name": "a"]]]]) }
    let login = Self.login("access_token: \(Self.token), refresh_token: \(Self.canary)")
    let report = await EngineRun.plan(
      ["jobs.yaml"], in: Self.files(Self.text(login)), over: transport, api: APISettings(home: "/h"),
      now: Timestamp(seconds: seconds))
    #expect(report.exitCode == (isUsed ? 0 : 1))
    #expect(report.outline == (isUsed ? [] : ["error ended-login"]))
    #expect(isUsed || report.findingsText.contains("run 'bl login acme'"))
    #expect(transport.requests.allSatisfy { $0.method == .get })
    #expect(transport.requests.isEmpty != isUsed)
  }

  @Test func `A login that only could be renewed has ended`() async {
    let files = Self.files(Self.text(Self.login("refresh_token: \(Self.canary)")))
    let settings = EngineRun.settings(APISettings(home: "/h"), in: files)
    #expect(settings.diagnostics.map(\.code) == [.endedLogin])
    #expect(settings.exitCode == 1)
    #expect(settings["credentials"]?.origin == .login("the credentials of workspace 'acme' in ~/.blaxel/config.yaml"))
  }

  @Test func `A login that the API refuses is answered with how to make another one`() async {
    let transport = ScriptedTransport { _, _ in HTTPAnswer(status: 401, json: ["error": "expired"]) }
    let report = await EngineRun.plan(
      ["jobs.yaml"], in: Self.files(Self.text(Self.login("access_token: opaque"))), over: transport,
      api: APISettings(home: "/h"), now: Timestamp(seconds: 0))
    #expect(report.outline == ["error api-rejected-key"])
    #expect(report.findingsText.contains("run 'bl login acme'"))
    #expect(transport.requests.count == 1)
  }
}
