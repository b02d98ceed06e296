import ConfigValue
import Foundation
import TestSupport
import Testing

/// The program's settings, and runs that are opened in other ways than with a key in a variable.
@Suite(.serialized) struct ConfigTests {
  private static let key = "bl_k3y_Zq81xT7b0042"

  /// A home directory with a login.
  private static func withHome<R>(_ login: String?, _ body: (URL) async throws -> R) async throws -> R {
    try await Program.withFolder { home in
      let folder = home.appending(path: ".blaxel")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      if let login { try Data(login.utf8).write(to: folder.appending(path: "config.yaml")) }
      return try await body(home)
    }
  }

  private static func login(_ credentials: String, workspace: String = "acme") -> String {
    """
    context:
      workspace: \(workspace)
    workspaces:
    - name: \(workspace)
      credentials:
        \(credentials)
    tracking: false

    """
  }

  @Test func `The settings are those that the README shows`() async throws {
    let block = try #require(
      Program.file("README.md").firstMatch(
        of: /<!-- config -->\n```\n\$ export ([^\n]+)\n\$ jobdrift ([^\n]+)\n((?s:.*?))```\n/))
    var environment: [String: String] = [:]
    for assignment in block.1.split(separator: " ") {
      let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
      environment[parts[0]] = parts[1] == "…" ? "client-1:\(Self.key)" : parts[1]
    }
    let outcome = try await Self.withHome(Self.login("apiKey: \(Self.key)")) { home in
      environment["HOME"] = home.path
      return try await Program.run(block.2.split(separator: " ").map(String.init), environment: environment)
    }
    #expect(outcome.status == 0)
    #expect(outcome.output == String(block.3))
    #expect(outcome.errors == "")
  }

  @Test func `A connection that cannot be used is told, and its secrets are not`() async throws {
    let outcome = try await Self.withHome(nil) { home in
      try await Program.run(
        ["config", "--show-origin"],
        environment: [
          "HOME": home.path, "SSL_CERT_FILE": "/nowhere.pem", "HTTPS_PROXY": "socks5://user:hunter22@proxy.example",
          "HTTP_PROXY": "http://user:hunter22@proxy.example:3128",
        ])
    }
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("SSL_CERT_FILE cannot be used"))
    #expect(outcome.errors.contains("The proxy in HTTPS_PROXY cannot be used"))
    #expect(outcome.output.contains("proxy.example:3128"))
    #expect(!(outcome.output + outcome.errors).contains("hunter22"))
  }

  @Test(arguments: [true, false])
  func `The settings in JSON fit their schema, and say origins when asked`(showsOrigins: Bool) async throws {
    let schema = try PlainValue(json: Array(Program.file("schemas/config.schema.json").utf8))
    let flags = showsOrigins ? ["--show-origin"] : []
    for (login, status) in [(Self.login("apiKey: \(Self.key)"), Int32(0)), ("[\(Self.key)", 3), (nil, 0)] {
      let outcome = try await Self.withHome(login) { home in
        try await Program.run(
          ["config", "-o", "json"] + flags,
          environment: ["HOME": home.path, "BL_CLIENT_CREDENTIALS": "id:\(Self.key)", "BL_ENV": "dev"])
      }
      #expect(outcome.status == status)
      let document = try outcome.document
      #expect(SchemaCheck(document, against: schema).violations == [])
      #expect(document["exitCode"] == .number(Number(Int(status))))
      #expect(outcome.output.contains("\"origin\"") == showsOrigins)
      for text in [outcome.output, outcome.errors] { #expect(!text.contains(Self.key)) }
    }
  }

  @Test(
    arguments: [
      ("[broken", [:], Int32(3), "~/.blaxel/config.yaml:1:8: error: "), ("workspaces: {}", [:], 0, ""),
      ("context: [a]", [:], 3, "~/.blaxel/config.yaml:1:10: error: "),
      ("", ["BL_ENV": "stage"], 3, "there are prod, dev, local"), ("", ["BL_API_URL": "ftp://x"], 3, "BL_API_URL"),
      ("", ["BL_API_KEY": "a b"], 1, "BL_API_KEY"), ("", [:], 0, ""),
      (login("access_token: eyJhbGciOiJub25lIn0.eyJleHAiOjF9."), [:], 1, "run 'bl login acme'"),
    ] as [(String, [String: String], Int32, String)])
  func `What is wrong with the settings is said, with the exit code of its kind`(
    login: String, environment: [String: String], status: Int32, error: String
  ) async throws {
    let outcome = try await Self.withHome(login) { home in
      try await Program.run(["config"], environment: environment.merging(["HOME": home.path]) { given, _ in given })
    }
    #expect(outcome.status == status)
    #expect(error.isEmpty ? outcome.errors.isEmpty : outcome.errors.contains(error), "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("workspace "))
  }

  @Test(arguments: [["-o", "xml"], ["--api-key-file", ""], ["more"], ["--api-url", "ftp://x"], ["-w", ""]])
  func `Wrong usage ends with 64`(flags: [String]) async throws {
    let outcome = try await Program.run(["config"] + flags)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
  }

  @Test func `A login alone opens a plan, a snapshot and an explanation`() async throws {
    try await withExamples { url in
      try await Self.withHome(Self.login("apiKey: \"test-key\"")) { home in
        let environment = ["HOME": home.path, "BL_API_URL": url]
        let plan = try await Program.run(["plan", "examples/jobs", "-o", "json"], environment: environment)
        #expect(plan.status == 2, "\(plan.errors)")
        #expect(try plan.document["scope"]?["workspace"] == "acme")
        let snapshot = try await Program.run(["snapshot"], environment: environment)
        #expect(snapshot.status == 0, "\(snapshot.errors)")
        #expect(try snapshot.document["workspace"] == "acme")
        let explained = try await Program.run(
          ["explain", "nightly-embed", "runtime.memory", "--specs", "examples/jobs"], environment: environment)
        #expect(explained.status == 0, "\(explained.errors)")
      }
    }
  }

  @Test func `A login that is refused says so, and never itself`() async throws {
    let outcome = try await withExamples { url in
      try await Self.withHome(Self.login("apiKey: \(Self.key)")) { home in
        try await Program.run(
          ["plan", "examples/jobs", "-o", "json"], environment: ["HOME": home.path, "BL_API_URL": url])
      }
    }
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the login of workspace 'acme' in ~/.blaxel/config.yaml (401)"))
    #expect(outcome.errors.contains("run 'bl login acme'"))
    for text in [outcome.output, outcome.errors] { #expect(!text.contains(Self.key)) }
    try Program.expectPlan(try outcome.document)
  }

  @Test func `A broken login that is needed is invalid configuration`() async throws {
    let outcome = try await Self.withHome("context: {workspace: \(Self.key)") { home in
      try await Program.run(["plan", "examples/jobs", "-o", "json"], environment: ["HOME": home.path])
    }
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("~/.blaxel/config.yaml:1:"))
    for text in [outcome.output, outcome.errors] { #expect(!text.contains(Self.key)) }
    try Program.expectPlan(try outcome.document)
  }

  @Test func `A key may come in through standard input`() async throws {
    let outcome = try await withExamples { url in
      try await Program.run(
        ["plan", "examples/jobs", "-w", "acme", "--api-url", url, "--api-key-file", "-"], input: "test-key\n")
    }
    #expect(outcome.status == 2, "\(outcome.errors)")
  }
}
