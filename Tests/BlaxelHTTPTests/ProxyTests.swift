import BlaxelAPI
import BlaxelHTTP
import HTTPTypes
import TestServers
import Testing

/// The network behind a proxy.
@Suite(.serialized) struct ProxyTests {
  private static func settings(_ variables: [String: String]) -> (inout TransportOptions) -> Void {
    { $0.proxies = ProxySettings(variables: variables) }
  }

  @Test func `A plain request is given to the proxy with its whole address`() async throws {
    try await withServer { server in
      try await withProxy { proxy in
        let answers = await Sending.answers(
          from: "http://127.0.0.1:\(server.port)/v0", Self.settings(["HTTP_PROXY": "http://127.0.0.1:\(proxy.port)"]))
        let answer = try answers[0].get()
        #expect(answer.response.status.code == 200)
        #expect(proxy.requests.map(\.method) == ["GET"])
        #expect(proxy.requests.map(\.target) == ["http://127.0.0.1:\(server.port)/v0/jobs"])
        #expect(proxy.requests.first?["Host"] == "127.0.0.1:\(server.port)")
        #expect(server.requests.map(\.target) == ["/v0/jobs"])
      }
    }
  }

  @Test func `An https server is reached through the proxy, which sees its name and no request`() async throws {
    let authority = try TestAuthority()
    let roots = try TrustedRoots(pem: Array(authority.pem.utf8), from: "--ca-file")
    try await withServer(tls: try authority.identity()) { server in
      try await withProxy(login: "Basic dTpwQHNz") { proxy in
        let answers = await Sending.answers(from: "https://localhost:\(server.port)/v0") { options in
          options.proxies = ProxySettings(variables: ["https_proxy": "u:p%40ss@127.0.0.1:\(proxy.port)/"])
          options.roots = roots
        }
        let answer = try answers[0].get()
        #expect(answer.response.status.code == 200)
        #expect(proxy.requests.map(\.method) == ["CONNECT"])
        #expect(proxy.requests.map(\.target) == ["localhost:\(server.port)"])
        #expect(proxy.requests.first?["Authorization"] == nil)
        #expect(server.requests.map(\.target) == ["/v0/jobs"])
        #expect(server.requests.first?["Proxy-Authorization"] == nil)
      }
    }
  }

  @Test func `A certificate is checked behind a proxy, too, and why it is not believed is found out`() async throws {
    let identity = try TestAuthority().identity(from: -7200, to: -3600)
    try await withServer(tls: identity) { server in
      try await withProxy { proxy in
        let failure = await Sending.failure(
          from: "https://localhost:\(server.port)/v0", Self.settings(["ALL_PROXY": "http://127.0.0.1:\(proxy.port)"]))
        #expect(failure == .untrusted(.expired))
        #expect(Set(proxy.requests.map(\.method)) == ["CONNECT"])
        #expect(server.requests.isEmpty)
      }
    }
  }

  @Test(arguments: ["http", "https"])
  func `A server is reached through SOCKS, which looks up its name`(scheme: String) async throws {
    let authority = try TestAuthority()
    let roots = try TrustedRoots(pem: Array(authority.pem.utf8), from: "--ca-file")
    try await withServer(tls: scheme == "https" ? try authority.identity(host: "api.example.com") : nil) { server in
      try await withSOCKSProxy { proxy in
        let answers = await Sending.answers(from: "\(scheme)://api.example.com:\(server.port)/v0") { options in
          options.proxies = ProxySettings(variables: ["ALL_PROXY": "socks5h://127.0.0.1:\(proxy.port)"])
          options.roots = roots
        }
        let answer = try answers[0].get()
        #expect(answer.response.status.code == 200)
        #expect(proxy.hosts == ["api.example.com"])
        #expect(server.requests.map(\.target) == ["/v0/jobs"])
      }
    }
  }

  @Test func `A numeric address behind another machine's proxy is not asked, since its certificate cannot be checked`()
    async throws
  {
    let failure = await Sending.failure(
      from: "https://192.0.2.1/v0", Self.settings(["ALL_PROXY": "http://127.0.0.1:1"]))
    guard case .other(let reason) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(reason.contains("through a proxy"))
  }

  @Test func `NO_PROXY leads past the proxy`() async throws {
    try await withServer { server in
      try await withProxy { proxy in
        let variables = ["HTTP_PROXY": "http://127.0.0.1:\(proxy.port)", "NO_PROXY": "example.com,127.0.0.1"]
        let answers = await Sending.answers(from: "http://127.0.0.1:\(server.port)/v0", Self.settings(variables))
        let answer = try answers[0].get()
        #expect(answer.response.status.code == 200)
        #expect(proxy.requests.isEmpty)
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test(arguments: ["http", "https"])
  func `A proxy that wants to know who asks is told from the API`(scheme: String) async throws {
    try await withProxy(login: "Basic dTpw") { proxy in
      let failure = await Sending.failure(
        from: "\(scheme)://api.example.com/v0", Self.settings(["ALL_PROXY": "u:wrong-password@127.0.0.1:\(proxy.port)"])
      )
      #expect(failure == .proxy(address: "127.0.0.1:\(proxy.port)", .rejectedCredentials))
    }
  }

  @Test(arguments: ["http", "https"], ["http", "socks5"])
  func `A proxy that does not listen is told from the API`(scheme: String, kind: String) async throws {
    let failure = await Sending.failure(
      from: "\(scheme)://api.example.com/v0", Self.settings(["ALL_PROXY": "\(kind)://127.0.0.1:1"]))
    #expect(failure == .proxy(address: "127.0.0.1:1", .refused))
  }

  /// What a request to an https server fails with behind a proxy that answers CONNECT with `answer`.
  private static func failure(
    behind answer: RecordedAnswer, limit: Duration = .seconds(20), connectLimit: Duration = .seconds(10)
  ) async throws -> (TransportFailure?, proxy: String) {
    try await withServer(answering: { _, _ in answer }) { server in
      let address = "127.0.0.1:\(server.port)"
      let answers = await Sending.answers(from: "https://api.example.com/v0", limit: limit) { options in
        options.proxies = ProxySettings(variables: ["HTTPS_PROXY": "http://\(address)"])
        options.connectLimit = connectLimit
      }
      guard case .failure(let failure) = answers[0] else { return (nil, address) }
      return (failure, address)
    }
  }

  @Test(arguments: [nil, "", "<html>Sign in</html>"])
  func `A proxy behind which no TLS comes about in time is named, whichever limit ends first`(page: String?)
    async throws
  {
    let answer = page.map { RecordedAnswer(body: Array($0.utf8)) } ?? .silence
    let connecting = try await Self.failure(behind: answer, connectLimit: .milliseconds(300))
    #expect(connecting.0 == .proxy(address: connecting.proxy, .timedOut))
    let asking = try await Self.failure(behind: answer, limit: .milliseconds(300))
    #expect(asking.0 == .proxy(address: asking.proxy, .timedOut))
  }

  @Test func `A proxy that ends the connection before TLS is there is named`() async throws {
    var answered = RecordedAnswer(body: [])
    answered.closes = true
    for answer in [.hangUp, answered] {
      let failure = try await Self.failure(behind: answer)
      #expect(failure.0 == .proxy(address: failure.proxy, .noTunnel))
    }
  }

  @Test func `A connection that ends behind a proxy after TLS was there is the server's`() async throws {
    let authority = try TestAuthority()
    let roots = try TrustedRoots(pem: Array(authority.pem.utf8), from: "--ca-file")
    try await withServer(tls: try authority.identity(), answering: { _, _ in .hangUp }) { server in
      try await withProxy { proxy in
        let failure = await Sending.failure(from: "https://localhost:\(server.port)/v0") { options in
          options.proxies = ProxySettings(variables: ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"])
          options.roots = roots
        }
        #expect(failure == .cutShort)
      }
    }
  }

  @Test func `A proxy that does not connect is told from the API`() async throws {
    let failure = try await withServer(answering: { _, _ in RecordedAnswer(403) }) { server in
      (
        await Sending.failure(
          from: "https://api.example.com/v0", Self.settings(["HTTPS_PROXY": "http://127.0.0.1:\(server.port)"])),
        server.port
      )
    }
    #expect(failure.0 == .proxy(address: "127.0.0.1:\(failure.1)", .noTunnel))
  }
}
