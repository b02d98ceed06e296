import BlaxelAPI
import BlaxelHTTP
import Testing

/// Which proxy the variables of the environment choose.
@Suite(.serialized) struct ProxySettingsTests {
  private static func proxy(_ variables: [String: String], for address: String) throws -> String? {
    let endpoint = try Endpoint(parsing: address, allowsOpenHTTP: true)
    return try ProxySettings(variables: variables).proxy(for: endpoint).map { "\($0.kind) \($0)" }
  }

  @Test(arguments: [
    ([:], nil, nil),
    (["HTTPS_PROXY": "http://p:1", "HTTP_PROXY": "http://q:2"], "http p:1", "http q:2"),
    (["https_proxy": "http://p:1", "http_proxy": "http://q:2"], "http p:1", "http q:2"),
    (["HTTPS_PROXY": "http://p:1", "https_proxy": "http://r:3"], "http p:1", nil),
    (["HTTPS_PROXY": "", "https_proxy": "http://r:3"], "http r:3", nil),
    (["ALL_PROXY": "socks5://s", "HTTP_PROXY": "q"], "socks s:1080", "http q:80"),
    (["all_proxy": "socks5h://[::1]:9"], "socks [::1]:9", "socks [::1]:9"),
    // A web server passes the header field 'Proxy' on as HTTP_PROXY.
    (["HTTP_PROXY": "http://evil:1", "REQUEST_METHOD": "GET"], nil, nil),
    (["HTTP_PROXY": "http://evil:1", "http_proxy": "http://q:2", "REQUEST_METHOD": ""], nil, "http q:2"),
    (["HTTPS_PROXY": "HTTP://user:p%40ss@p:1/"], "http p:1", nil),
  ])
  func `The scheme of the address chooses`(variables: [String: String], encrypted: String?, open: String?) throws {
    #expect(try Self.proxy(variables, for: "https://api.example.com/v0") == encrypted)
    #expect(try Self.proxy(variables, for: "http://api.example.com/v0") == open)
  }

  @Test(arguments: ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", "https://localhost"])
  func `This machine is asked through no proxy but its own`(address: String) throws {
    for proxy in ["http://proxy.example:3128", "socks5://10.0.0.1"] {
      #expect(try Self.proxy(["ALL_PROXY": proxy], for: address) == nil)
    }
    for proxy in ["http://localhost:3128", "http://127.0.0.2:1", "http://[::1]:9"] {
      #expect(try Self.proxy(["ALL_PROXY": proxy], for: address) != nil)
    }
  }

  @Test(arguments: [
    (
      "https://api.example.com",
      [
        "*", "example.com", ".example.com", "*.example.com", "API.example.com", "a, api.example.com:443",
        "example.com.", "a api.example.com",
      ]
    ),
    ("https://api.example.com.", ["api.example.com"]),
    ("https://api.example.com:8443", ["api.example.com:8443", "api.example.com"]),
    ("http://127.0.0.1:8080", ["127.0.0.1", "127.0.0.0/8", "127.0.0.1:8080", "0.0.0.0/0", "::ffff:127.0.0.1"]),
    ("http://[::1]:8080", ["::1", "[::1]", "[::1]:8080", "0:0:0:0:0:0:0:1", "::/64"]),
    ("http://localhost:8080", ["localhost"]),
  ])
  func `NO_PROXY covers`(address: String, lists: [String]) throws {
    for list in lists {
      #expect(try Self.proxy(["ALL_PROXY": "p", "NO_PROXY": list], for: address) == nil, "\(list)")
      #expect(try Self.proxy(["ALL_PROXY": "p", "no_proxy": list], for: address) == nil, "\(list)")
    }
  }

  @Test(arguments: [
    ("https://api.example.com", ["", "xample.com", "pi.example.com", "api.example.com:8443", "10.0.0.0/8", ",,"]),
    ("https://notexample.com", ["example.com", ".example.com"]),
    (
      "http://127.0.0.1:8080",
      ["127.0.0.2", "10.0.0.0/8", "127.0.0.1:80", "0.0.0.1", "1", "localhost", "127.0.0.1/33", "::/0"]
    ),
    ("http://[::1]:8080", ["127.0.0.1", "::2", "[::1]:80", "::/129", "0.0.0.0/0"]),
    ("http://localhost:8080", ["127.0.0.1", "localhost:80"]),
  ])
  func `NO_PROXY leaves, this machine too`(address: String, lists: [String]) throws {
    for list in lists {
      #expect(
        try Self.proxy(["ALL_PROXY": "127.0.0.9", "NO_PROXY": list], for: address) == "http 127.0.0.9:80", "\(list)")
    }
  }

  @Test(arguments: [
    "https://p:1", "ftp://p", "http://", "http://:1", "http://p:0", "http://p:x", "http://p:70000", "http://p/path",
    "http://p?q",
    "http://user:pa%ss@p", "http://u:secret%+F@p", "http://u:secret%4@p", "http://us%3Aer:secret@p",
    "http://u:line%0Aend@p", "socks5://u:secret@p", "http://p q",
    "[::1", "[p]:1",
    "http://u:%FF@p", "socks4://p",
  ])
  func `The address of no proxy is an error that names the variable and repeats nothing`(text: String) throws {
    let error = #expect(throws: TransportFailure.self) {
      try Self.proxy(["https_proxy": text], for: "https://api.example.com")
    }
    guard case .unusableSetting(let setting, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(setting.contains("https_proxy"))
    #expect(!reason.contains("secret") && !reason.contains("pa%ss"))
    // What is not used is not looked at.
    #expect(try Self.proxy(["https_proxy": text], for: "http://api.example.com") == nil)
    #expect(try Self.proxy(["https_proxy": text, "NO_PROXY": "*"], for: "https://api.example.com") == nil)
  }

  @Test func `What opens a proxy is known as it is written and as it is sent, even of an unusable one`() {
    let settings = ProxySettings(variables: ["HTTPS_PROXY": "http://u:p%40ss@p", "ALL_PROXY": "https://v:hidden@p"])
    #expect(settings.secrets == ["u:p%40ss", "p%40ss", "u:p@ss", "p@ss", "v:hidden", "hidden"])
    #expect(ProxySettings().secrets == [])
  }
}
