import BlaxelAPI
import Testing

/// Addresses and keys.
@Suite struct EndpointTests {
  @Test(arguments: [
    ("https://api.blaxel.ai/v0", "https://api.blaxel.ai"), ("https://api.blaxel.ai/v0/", "https://api.blaxel.ai"),
    ("HTTPS://API.blaxel.ai:8443", "https://api.blaxel.ai:8443"), ("http://127.0.0.1:8080/v0", "http://127.0.0.1:8080"),
    ("http://localhost/v0", "http://localhost"), ("http://[::1]:80/v0", "http://[::1]:80"),
  ])
  func `An address of the API is taken`(text: String, origin: String) throws {
    #expect(try Endpoint(parsing: text).origin == origin)
  }

  @Test(arguments: [
    "", "api.blaxel.ai", "ftp://api.blaxel.ai", "http://api.blaxel.ai/v0", "https://", "https://:443", "https://a:0",
    "https://a:99999", "https://user:pass@api.blaxel.ai", "https://api.blaxel.ai/v0?x=1", "https://a/#b", "https://a b",
    "http://127.0.0.1.evil.example", "http://localhost.evil.example", "https://a/\u{202E}", "http://[::1]evil",
  ])
  func `Anything else is refused`(text: String) {
    #expect(throws: InvalidEndpoint.self) { try Endpoint(parsing: text) }
  }

  @Test(arguments: [
    ("https://api.blaxel.ai/v0", "api.blaxel.ai", 443, false), ("http://127.9.9.9/v0", "127.9.9.9", 80, false),
    ("http://[::1]:8080", "::1", 8080, false), ("http://api.example:81/v0", "api.example", 81, true),
  ])
  func `An address says whom it is of, and whether others can listen`(
    text: String, host: String, port: Int, isOpen: Bool
  ) throws {
    let endpoint = try Endpoint(parsing: text, allowsOpenHTTP: true)
    #expect(endpoint.host == host)
    #expect(endpoint.port == port)
    #expect(endpoint.isOpen == isOpen)
  }

  @Test(arguments: ["", "\n", "a b", "a\r\nX-Evil: 1", "schlüssel"])
  func `A key that cannot stand in a header is refused`(text: String) {
    #expect(throws: InvalidCredentials.self) { try Credentials(apiKey: text) }
  }

  @Test func `A key shows itself to nobody`() throws {
    let credentials = try Credentials(apiKey: "  bl_secret\n")
    #expect("\(credentials)" == "(API key)")
    #expect(String(reflecting: credentials) == "(API key)")
    #expect(credentials.secrets == ["bl_secret"])
  }
}
