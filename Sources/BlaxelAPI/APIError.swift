import ConfigValue
package import Diagnostics
import HTTPTypes
import JobModel

/// Why the API did not give what was asked, as a finding that says what to do.
package struct APIError: Error, Sendable {
  package let finding: Diagnostic

  init(_ code: DiagnosticCode, _ summary: String, help: String) {
    finding = Diagnostic(code, summary, help: help)
  }

  /// No answer came.
  init(_ failure: TransportFailure, from endpoint: Endpoint) {
    let origin = endpoint.origin
    let check = "check the address, the network and any proxy"
    switch failure {
    case .refused: self.init(.apiUnreachable, "\(origin) refuses connections", help: check)
    case .unknownHost: self.init(.apiUnreachable, "The host of \(origin) is not known", help: check)
    case .untrusted:
      self.init(
        .apiUnreachable, "\(origin) has no certificate to trust",
        help: "check the address and the machine's CA certificates")
    case .timedOut: self.init(.apiTimeLimit, "\(origin) did not answer in time", help: "try again; \(check)")
    case .cutShort:
      self.init(
        .apiUnreachable, "\(origin) ended the connection in the middle of an answer", help: "try again; \(check)")
    case .tooLarge: self.init(.apiMalformed, "\(origin) sent more than a page of jobs can hold", help: check)
    case .other(let reason): self.init(.apiUnreachable, "\(origin) cannot be reached: \(reason)", help: check)
    }
  }

  /// An answer with a status other than 200.
  init(_ answer: HTTPAnswer, workspace: String, endpoint: Endpoint, credentials: Credentials) {
    let status = answer.response.status.code
    let said = Self.message(in: answer.body).map { ": \($0)" } ?? ""
    switch status {
    case 401: self = .refused(credentials, answer)
    case 403:
      self.init(
        .apiForbidden, "Workspace '\(workspace)' may not be read with \(credentials.name) (403)\(said)",
        help: "check the workspace's name, and that what opens the API belongs to it and has a role that may read jobs")
    case 404:
      self.init(
        .apiNotFound, "There is no list of jobs for workspace '\(workspace)' at \(endpoint.origin) (404)\(said)",
        help: "check the workspace's name, and that the address ends with /v0")
    case 300...399:
      let target = answer.response.headerFields[.location].flatMap(Self.origin) ?? "another address"
      self.init(
        .apiRedirect, "The API redirects to \(target) (\(status)), which is not followed with the key",
        help: "give the right address with --api-url or BL_API_URL")
    case 429:
      self.init(.apiError, "The API asks to slow down (429)\(said)", help: "try again in a minute")
    case 500...599:
      self.init(
        .apiError, "The API failed (\(status))\(said)", help: "try again; see Blaxel's status page when it lasts")
    default:
      self.init(.apiError, "The API answered with \(status)\(said)", help: "check the address and the workspace's name")
    }
  }

  /// The API does not take what is to open it.
  static func refused(_ credentials: Credentials, _ answer: HTTPAnswer) -> APIError {
    let said = message(in: answer.body).map { ": \($0)" } ?? ""
    return APIError(
      .apiRejectedKey, "The API refused \(credentials.name) (\(answer.response.status.code))\(said)",
      help: credentials.source.remedy)
  }

  /// The address has nothing that gives tokens.
  static func noTokens(at endpoint: Endpoint) -> APIError {
    APIError(
      .apiNotFound, "There is nothing at \(endpoint.origin) that gives tokens for client credentials (404)",
      help: "check that the address ends with /v0")
  }

  /// A refusal to give back what is masked.
  static func mayNotReveal(_ name: String, _ answer: HTTPAnswer) -> APIError {
    let said = message(in: answer.body).map { ": \($0)" } ?? ""
    return APIError(
      .apiForbidden, "The key may not see the variables of job '\(name)' (403)\(said)",
      help: "revealing them needs the role of a workspace administrator; compare without --reveal-env otherwise")
  }

  /// A page or job that cannot be read.
  static func malformed(_ what: String, _ answer: HTTPAnswer) -> APIError {
    let isPage = answer.body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "<")
    return APIError(
      .apiMalformed, "The API's answer is \(isPage ? "a web page, not JSON" : what)",
      help: isPage
        ? "check that the address is the API's, with /v0, and that no proxy or login page stands before it"
        : "check the address; report it to Blaxel's support when it is right")
  }

  /// What an error body says: `message`, or `error` as a text or with a `message`. At most 200 characters.
  private static func message(in body: [UInt8]) -> String? {
    guard let value = try? JSONReader.read(body, as: .none, names: JobSchema.blaxel.names) else { return nil }
    let texts = [value["message"]?.string, value["error"]?["message"]?.string, value["error"]?.string]
    guard let text = texts.compactMap({ $0 }).first(where: { !$0.isEmpty }) else { return nil }
    return text.count > 200 ? text.prefix(200) + "…" : text
  }

  /// Scheme and host of an address: all that a message shows of it.
  private static func origin(of address: String) -> String? {
    guard let mark = address.firstRange(of: "://") else { return "another path" }
    let authority = address[mark.upperBound...].prefix { !"/?#".contains($0) }
    return String(address[..<mark.upperBound] + (authority.split(separator: "@").last ?? ""))
  }
}
