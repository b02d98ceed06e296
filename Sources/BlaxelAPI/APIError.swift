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
    case .untrusted(let distrust): self.init(distrust, of: origin)
    case .timedOut: self.init(.apiTimeLimit, "\(origin) did not answer in time", help: "try again; \(check)")
    case .cutShort:
      self.init(
        .apiUnreachable, "\(origin) ended the connection in the middle of an answer", help: "try again; \(check)")
    case .tooLarge: self.init(.apiMalformed, "\(origin) sent more than a page of jobs can hold", help: check)
    case .proxy(let address, let failure): self.init(failure, of: address, before: origin)
    case .unusableSetting(let setting, let reason):
      self.init(
        .invalidConnection, "\(setting) cannot be used: \(reason)", help: "correct it; nothing was sent to the API")
    case .other(let reason): self.init(.apiUnreachable, "\(origin) cannot be reached: \(reason)", help: check)
    }
  }

  /// An answer with a status other than 200.
  init(_ answer: HTTPAnswer, workspace: String, endpoint: Endpoint) {
    let status = answer.response.status.code
    let said = Self.message(in: answer.body).map { ": \($0)" } ?? ""
    switch status {
    case 401:
      self.init(
        .apiRejectedKey, "The API refused the key (401)\(said)",
        help: "check BL_API_KEY or --api-key-file; keys are made in the workspace's settings")
    case 403:
      self.init(
        .apiForbidden, "The key may not read workspace '\(workspace)' (403)\(said)",
        help: "check the name given with -w or BL_WORKSPACE, and that the key belongs to it")
    case 404:
      self.init(
        .apiNotFound, "There is no list of jobs for workspace '\(workspace)' at \(endpoint.origin) (404)\(said)",
        help: "check the workspace's name, and that the address ends with /v0")
    case 300...399:
      let target = answer.response.headerFields[.location].flatMap(Self.origin) ?? "another address"
      guard !Redirect.isWithin(endpoint, answer) else {
        self.init(
          .apiRedirect, "The API redirects more than \(Redirect.most) times in a row (\(status))",
          help: "check the address given with --api-url or BL_API_URL")
        return
      }
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
