import ConfigValue
import Foundation
import StandInServer
import TestServers
import TestSupport
import Testing

/// The program behind proxies and private authorities.
@Suite(.serialized) struct ConnectionTests {
  private static let page = RecordedAnswer(body: Array(#"{"data": [], "meta": {"hasMore": false}}"#.utf8))
  private static let spec = Data("kind: Job\nmetadata: {name: etl}\n".utf8)

  /// Compares one spec with no live job at `url`, in a folder with `files`.
  private static func plan(
    at url: String, _ flags: [String] = [], environment: [String: String] = [:], files: [String: String] = [:]
  ) async throws -> Program.Outcome {
    try await Program.withFolder { folder in
      try spec.write(to: folder.appending(path: "etl.yaml"))
      for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
      return try await Program.run(
        ["plan", "etl.yaml", "-w", "acme", "--api-url", url, "-o", "json"] + flags,
        environment: environment.merging(["BL_API_KEY": "test-key"]) { given, _ in given }, in: folder)
    }
  }

  private static func expectFailure(_ outcome: Program.Outcome, _ code: String, _ texts: String...) throws {
    #expect(outcome.status == 1)
    for text in texts + ["[\(code)]", "help: "] { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    let document = try outcome.document
    try Program.expectPlan(document)
    #expect(document["verdict"] == "error")
  }

  @Test func `A private authority is believed with --ca-file, and with SSL_CERT_FILE, and not without`() async throws {
    let authority = try TestAuthority()
    let files = ["ca.pem": try authority.pem, "other.pem": try TestAuthority().pem]
    try await withServer(
      tls: try authority.identity(),
      answering: { request, _ in
        request.target.hasPrefix("/v0/jobs?") ? Self.page : .noJob
      }
    ) { server in
      let url = "https://localhost:\(server.port)/v0"
      let named = try await Self.plan(
        at: url, ["--ca-file", "ca.pem"], environment: ["SSL_CERT_FILE": "other.pem"], files: files)
      #expect(named.status == 2, "\(named.errors)")
      let set = try await Self.plan(at: url, environment: ["SSL_CERT_FILE": "ca.pem"], files: files)
      #expect(set.status == 2, "\(set.errors)")
      let asked = server.requests.count
      for flags in [[], ["--ca-file", "other.pem"]] {
        try Self.expectFailure(
          try await Self.plan(at: url, flags, files: files), "api-unreachable", "--ca-file", "not trusted")
      }
      #expect(server.requests.count == asked)
    }
  }

  @Test(arguments: ["none.pem", "empty.pem", "."])
  func `A file of authorities that cannot be used is an error before any request`(file: String) async throws {
    try await withServer { server in
      let url = "https://localhost:\(server.port)/v0"
      let flag = try await Self.plan(at: url, ["--ca-file", file], files: ["empty.pem": ""])
      try Self.expectFailure(flag, "invalid-connection", "'\(file)'", "--ca-file")
      let variable = try await Self.plan(at: url, environment: ["SSL_CERT_FILE": file], files: ["empty.pem": ""])
      try Self.expectFailure(variable, "invalid-connection", "'\(file)'", "SSL_CERT_FILE")
      #expect(server.connections == 0)
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: ["jobs?", "cursor="], [nil, Duration.milliseconds(200)])
  func `A page that stalls or drips ends the run in the time that it has`(page: String, drip: Duration?) async throws {
    let first = RecordedAnswer(
      body: Array(#"{"data": [{"metadata": {"name": "a"}}], "meta": {"hasMore": true, "nextCursor": "next"}}"#.utf8))
    var endless = RecordedAnswer(fields: [(name: "Content-Length", value: "1000000")])
    endless.drip = drip
    try await withServer(
      answering: { [endless] request, _ in request.target.contains(page) ? endless : first }
    ) { server in
      let outcome = try await Self.plan(
        at: "http://127.0.0.1:\(server.port)/v0", ["--request-timeout", "3s", "--timeout", "9s"])
      try Self.expectFailure(outcome, "api-time-limit")
      #expect(page == "jobs?" || server.requests.contains { $0.target.contains(page) })
    }
  }

  @Test func `A proxy on this machine is used when it is set, and not when NO_PROXY names the host`() async throws {
    try await withServer(answering: { request, _ in
      request.target.hasPrefix("/v0/jobs?") ? Self.page : .noJob
    }) { server in
      let url = "http://127.0.0.1:\(server.port)/v0"
      try await withProxy { proxy in
        let address = "http://127.0.0.1:\(proxy.port)"
        let through = try await Self.plan(at: url, environment: ["HTTP_PROXY": address])
        #expect(through.status == 2, "\(through.errors)")
        let passed = proxy.requests.count
        #expect(passed > 0 && passed == server.connections)
        let past = try await Self.plan(at: url, environment: ["HTTP_PROXY": address, "NO_PROXY": "127.0.0.1"])
        #expect(past.status == 2, "\(past.errors)")
        #expect(proxy.requests.count == passed)
      }
    }
  }

  @Test func `A proxy that cannot be used says which one, and not what opens it`() async throws {
    let secret = "pr0xy-passw0rd"
    let cases = [
      ("https://u:\(secret)@p:1", "invalid-connection", "HTTPS_PROXY"),
      ("http://u:\(secret)@127.0.0.1:1", "api-unreachable", "127.0.0.1:1"),
    ]
    for (address, code, text) in cases {
      let outcome = try await Self.plan(
        at: "https://api.example.com/v0", ["--log-level", "trace"], environment: ["HTTPS_PROXY": address])
      try Self.expectFailure(outcome, code, text, "roxy")
      #expect(!outcome.errors.contains(secret) && !outcome.output.contains(secret))
    }
    try await withProxy(login: "Basic dTpw") { proxy in
      let outcome = try await Self.plan(
        at: "http://127.0.0.1:1/v0", environment: ["ALL_PROXY": "http://u:\(secret)@127.0.0.1:\(proxy.port)"])
      try Self.expectFailure(outcome, "api-unreachable", "127.0.0.1:\(proxy.port)", "407")
      #expect(!outcome.errors.contains(secret) && !outcome.output.contains(secret))
    }
  }

  @Test func `Plain http to another machine is refused, and taken with a warning when that was asked for`() async throws
  {
    try await withProxy { proxy in
      let environment = ["HTTP_PROXY": "http://127.0.0.1:\(proxy.port)"]
      let refused = try await Self.plan(at: "http://api.example.com/v0", environment: environment)
      #expect(refused.status == 64)
      #expect(proxy.requests.isEmpty)
      try await withServer(answering: { request, _ in
        request.target.hasPrefix("/v0/jobs?") ? Self.page : .noJob
      }) { server in
        // The proxy takes every host for this machine.
        let taken = try await Self.plan(
          at: "http://api.example.com:\(server.port)/v0", ["--insecure-http"], environment: environment)
        #expect(taken.status == 2, "\(taken.errors)")
        let url = "http://api.example.com:\(server.port)/v0"
        let saved = try await Program.run(
          ["snapshot", "-w", "acme", "--api-url", url, "--insecure-http"],
          environment: environment.merging(["BL_API_KEY": "test-key"]) { $1 })
        #expect(saved.status == 0)
        #expect(saved.errors.contains("[open-connection]"))
        #expect(
          taken.errors.contains(
            "warning: The key travels in the open to http://api.example.com:\(server.port) [open-connection]"))
      }
    }
  }

  @Test func `The commands of the README do what it says`() async throws {
    let readme = try Program.file("README.md")
    let block = try #require(readme.firstMatch(of: /<!-- connection -->\n```\n((?s:.*?))```\n/))
    let commands = block.1.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(commands.count == 2)
    let authority = try TestAuthority()
    try await withServer(
      tls: try authority.identity(),
      answering: { request, _ in
        request.target.hasPrefix("/v0/jobs?") ? Self.page : .noJob
      }
    ) { server in
      try await withProxy { proxy in
        try await Program.withFolder { folder in
          let jobs = folder.appending(path: "jobs")
          try FileManager.default.createDirectory(at: jobs, withIntermediateDirectories: true)
          try Self.spec.write(to: jobs.appending(path: "etl.yaml"))
          try Data(try authority.pem.utf8).write(to: folder.appending(path: "company-ca.pem"))
          var environment = ["BL_API_KEY": "test-key", "BL_API_URL": "https://localhost:\(server.port)/v0"]
          #expect(commands[0][0] == "HTTPS_PROXY=http://proxy.example:3128")
          environment["HTTPS_PROXY"] = "http://127.0.0.1:\(proxy.port)"
          let through = try await Program.run(Array(commands[0].dropFirst(2)), environment: environment, in: folder)
          #expect(through.status == 2, "\(through.errors)")
          #expect(proxy.requests.map(\.method) == ["CONNECT"])
          environment["HTTPS_PROXY"] = nil
          environment["SSL_CERT_FILE"] = "company-ca.pem"
          let logged = try await Program.run(Array(commands[1].dropFirst()), environment: environment, in: folder)
          #expect(logged.status == 2, "\(logged.errors)")
          #expect(logged.errors.contains("jobdrift: debug: request method=GET"))
        }
      }
    }
  }

  @Test(arguments: [
    ["--live", "live.json", "--ca-file", "ca.pem"], ["--live", "live.json", "--insecure-http"], ["--ca-file", ""],
    ["--log-level", "loud"],
  ])
  func `Wrong usage of the connection's flags ends with 64`(flags: [String]) async throws {
    let outcome = try await Program.run(["plan", "examples/jobs"] + flags)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
  }
}
