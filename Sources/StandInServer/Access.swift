import ConfigValue
import Diagnostics
import FoundationEssentials
import HTTPTypes

/// Who may ask.
struct Access {
  let configuration: StandInConfiguration
  let tokens: IssuedTokens

  /// `Authorization` and `X-Blaxel-Authorization` are both good for the key and for tokens.
  func authorize(_ fields: HTTPFields, _ parameters: QueryParameters) throws(Refusal) {
    guard let credentials = fields.first("X-Blaxel-Authorization") ?? fields.first("Authorization") else {
      throw .unauthorized("Send the API key as 'Authorization: Bearer KEY' or 'X-Blaxel-Authorization: Bearer KEY'")
    }
    guard let token = Self.bearer(credentials),
      token == configuration.apiKey || tokens.isGood(token, at: configuration.now())
    else {
      throw .unauthorized("The API key or token is not valid")
    }
    guard let workspace = fields.first("X-Blaxel-Workspace") ?? parameters.nonEmpty("workspace") else {
      throw .badRequest("Name the workspace in 'X-Blaxel-Workspace'")
    }
    guard workspace == configuration.workspace else {
      throw .forbidden("The API key has no access to this workspace")
    }
  }

  /// The client that a request for a token comes from, when it is the one of the configuration.
  ///
  /// Its id and secret stand in `Authorization: Basic` or in the JSON body, which names the grant type in any case.
  func client(_ fields: HTTPFields, _ body: [UInt8]) throws(Refusal) -> ClientIdentity {
    guard let form = Self.form(body) else { throw .badRequest("The body is a JSON object with 'grant_type'") }
    guard form["grant_type"]?.string == "client_credentials" else {
      throw .badRequest("'grant_type' is 'client_credentials'; the stand-in knows no other")
    }
    guard let client = fields.first("Authorization").flatMap(Self.basic) ?? Self.client(in: form) else {
      throw .unknownClient("Send the client's id and secret as 'Authorization: Basic', or in the body")
    }
    guard client == configuration.client else { throw .unknownClient("The client's id or secret is not valid") }
    return client
  }

  /// How a request says who asks.
  static func authentication(of request: HTTPRequest, _ body: [UInt8]) -> AnsweredRequest.Authentication {
    let credentials = ["X-Blaxel-Authorization", "Authorization"].compactMap { request.headerFields.first($0) }
    if credentials.contains(where: { bearer($0) != nil }) { return .bearer }
    if credentials.contains(where: { basic($0) != nil }) { return .clientCredentials }
    return form(body).flatMap(client) == nil ? .none : .clientCredentials
  }

  // MARK: Reading

  private static func form(_ body: [UInt8]) -> Value? {
    guard let form = try? JSONReader.read(body, as: .none, names: NameTable([])), form.kind == .map else { return nil }
    return form
  }

  private static func client(in form: Value) -> ClientIdentity? {
    guard let id = form["client_id"]?.string, let secret = form["client_secret"]?.string else { return nil }
    return ClientIdentity(id: id, secret: secret)
  }

  private static func bearer(_ credentials: String) -> String? { rest(of: credentials, after: "bearer") }

  /// RFC 7617: base64 of the id, a colon, and the secret, which may hold more of them.
  private static func basic(_ credentials: String) -> ClientIdentity? {
    guard let text = rest(of: credentials, after: "basic"), let bytes = Data(base64Encoded: text) else { return nil }
    let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return ClientIdentity(
      id: String(decoding: parts[0], as: UTF8.self), secret: String(decoding: parts[1], as: UTF8.self))
  }

  /// What follows the scheme, when it is this one, in whatever case.
  private static func rest(of credentials: String, after scheme: String) -> String? {
    let parts = credentials.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && parts[0].lowercased() == scheme ? String(parts[1]) : nil
  }
}
