import BlaxelAPI
import Foundation
import JobModel
import Testing

/// What opens the API, as it is taken from outside.
@Suite struct CredentialsTests {
  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  private static func webToken(_ claims: String) -> String {
    let body = base64(claims).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return "eyJhbGciOiJIUzI1NiJ9.\(body).c2lnbmF0dXJl"
  }

  @Test(arguments: [
    base64("client-1:s3cret-of-client"), base64("client-1:s3cret-of-client").replacing("=", with: "") + "\n",
    " client-1:s3cret-of-client",
  ])
  func `Client credentials are taken in Base64 and as they are`(text: String) throws {
    let credentials = try Credentials(clientCredentials: text, from: .clientVariable)
    #expect(credentials.kind == .clientCredentials)
    for secret in ["s3cret-of-client", "client-1:s3cret-of-client", Self.base64("client-1:s3cret-of-client")] {
      #expect(credentials.secrets.contains(secret))
    }
    #expect("\(credentials) \(String(reflecting: credentials))" == "(client credentials) (client credentials)")
  }

  @Test func `A secret may hold colons, and an identity none`() throws {
    let credentials = try Credentials(clientCredentials: "id:a:b:cdefgh", from: .clientVariable)
    #expect(credentials.secrets.contains("a:b:cdefgh"))
  }

  @Test(arguments: ["", "just-an-id", ":secret", "id:", base64("id:"), base64("nothing"), "id:a b", "id:\u{202E}"])
  func `What is no pair of client credentials is refused`(text: String) {
    #expect(throws: InvalidCredentials.self) { try Credentials(clientCredentials: text, from: .clientVariable) }
  }

  @Test(arguments: [
    (#"{"exp": 1764061200}"#, 1_764_061_200), (#"{"exp": 1764061200.9, "sub": "ä"}"#, 1_764_061_200),
    (#"{"exp": 0}"#, 0), (#"{"exp": 1.7640612e9}"#, 1_764_061_200),
  ])
  func `A token says when it ends`(claims: String, seconds: Int) throws {
    let credentials = try Credentials(accessToken: Self.webToken(claims), from: .login(workspace: "acme"))
    #expect(credentials.expiry == Timestamp(seconds: seconds))
  }

  @Test(arguments: [
    webToken("{}"), webToken(#"{"exp": "soon"}"#), webToken(#"{"exp": -1}"#), webToken(#"{"exp": 1e300}"#),
    webToken("[1]"), webToken("not json"), webToken(#"{"exp": 1, "exp": 2}"#), webToken(#"{"exp": 0x10}"#),
    webToken(String(repeating: "[", count: 100_000)), "opaque-token", "a.b", "a..c", "a.%%%%.c", "a.b.c.d.e",
  ])
  func `A token that does not is for the API to judge`(token: String) throws {
    #expect(try Credentials(accessToken: token, from: .login(workspace: "acme")).expiry == nil)
  }

  @Test(arguments: [
    (CredentialSource.keyFile("-"), "the key from standard input"), (.keyFile("a/key"), "the key in 'a/key'"),
    (.keyVariable, "the key from BL_API_KEY"),
    (.login(workspace: "acme"), "the login of workspace 'acme' in ~/.blaxel/config.yaml"),
  ])
  func `Messages name credentials by where they come from`(source: CredentialSource, name: String) throws {
    #expect(try Credentials(apiKey: "bl_0123456789", from: source).name == name)
  }
}
