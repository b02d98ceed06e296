package import Diagnostics
import HTTPTypes

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
        .apiUnreachable, "\(origin) ended the connection in the middle of an answer",
        help: endpoint.isEncrypted ? "try again; \(check)" : "does the port speak https? if not, try again; \(check)")
    case .tooLarge: self.init(.apiMalformed, "\(origin) sent more than a page of jobs can hold", help: check)
    case .unreadable(let reason):
      self.init(.apiMalformed, "\(origin) sent an answer that cannot be read: \(reason)", help: check)
    case .proxy(let address, let failure): self.init(failure, of: address, before: origin)
    case .unusableSetting(let setting, let reason):
      self.init(
        .invalidConnection, "\(setting) cannot be used: \(reason)", help: "correct it; nothing was sent to the API")
    case .other(let reason): self.init(.apiUnreachable, "\(origin) cannot be reached: \(reason)", help: check)
    }
  }

  /// An answer with a status other than 200.
  init(_ answer: HTTPAnswer, workspace: String, endpoint: Endpoint, credentials: Credentials) {
    let status = answer.response.status.code
    let said = Self.said(by: answer)
    if answer.isWebPage, status != 401, status != 403, status < 500 {
      self = .malformed("", answer)
      return
    }
    switch status {
    case 400 where answer.errorMessage?.contains("API version") ?? false:
      self.init(
        .apiError, "The API does not know the version that is asked for (400)\(said)",
        help: "a newer jobdrift may ask for another one; check that the address is Blaxel's API")
    case 401: self = .refused(credentials, answer)
    case 403:
      self.init(
        .apiForbidden, "Workspace '\(workspace)' may not be read with \(credentials.name) (403)\(said)",
        help: "check the workspace's name, and that what opens the API belongs to it and has a role that may read jobs"
          + Self.doubt(about: answer))
    case 404:
      self.init(
        .apiNotFound, "There is no list of jobs for workspace '\(workspace)' at \(endpoint.origin) (404)\(said)",
        help: "check the workspace's name, and that the address ends with /v0")
    case 407:
      self.init(
        .apiError, "A proxy on the way to \(endpoint.origin) wants credentials (407)",
        help: "write them into the proxy's address, as in http://user:password@host:port")
    case 300...399: self = .redirected(answer)
    case 429:
      self.init(
        .apiError, "The API asks to slow down (429)\(said)",
        help: "try again \(answer.retryAfter.map { "in \(Self.text($0))" } ?? "in a minute")")
    case 500...599:
      self.init(
        .apiError, "The API failed (\(status))\(said)",
        help: answer.retryAfter.map { "try again in \(Self.text($0))" }
          ?? "try again; see Blaxel's status page when it lasts")
    default:
      self.init(.apiError, "The API answered with \(status)\(said)", help: "check the address and the workspace's name")
    }
  }

  /// The API does not take what is to open it.
  static func refused(_ credentials: Credentials, _ answer: HTTPAnswer) -> APIError {
    APIError(
      .apiRejectedKey, "The API refused \(credentials.name) (\(answer.response.status.code))\(said(by: answer))",
      help: credentials.source.remedy + doubt(about: answer))
  }

  /// The address has nothing that gives tokens.
  static func noTokens(at endpoint: Endpoint) -> APIError {
    APIError(
      .apiNotFound, "There is nothing at \(endpoint.origin) that gives tokens for client credentials (404)",
      help: "check that the address ends with /v0")
  }

  /// A refusal to give back what is masked.
  static func mayNotReveal(_ name: String, _ answer: HTTPAnswer) -> APIError {
    APIError(
      .apiForbidden, "The key may not see the variables of job '\(name)' (403)\(said(by: answer))",
      help: "revealing them needs the role of a workspace administrator; compare without --reveal-env otherwise"
        + doubt(about: answer))
  }

  /// What the help adds to a refusal that is no JSON object, and so perhaps not the API's own.
  private static func doubt(about answer: HTTPAnswer) -> String {
    answer.isObject ? "" : "; a proxy or firewall on the way may have refused it, too"
  }

  /// A list that cannot be that of one moment.
  static func inconsistent(_ what: String) -> APIError {
    APIError(.incompleteListing, what, help: "try again; nothing was compared")
  }

  /// Whether reading the list again may help.
  var isInconsistency: Bool { finding.code == .incompleteListing }

  /// Not everything came in the time that there was for it.
  static func outOfTime(after limit: Duration, _ endpoint: Endpoint) -> APIError {
    APIError(
      .apiTimeLimit, "\(endpoint.origin) did not give all jobs within \(text(limit))",
      help: "allow more with --timeout, or try again")
  }

  /// A page or job that cannot be read.
  static func malformed(_ what: String, _ answer: HTTPAnswer) -> APIError {
    let status = answer.response.status.code
    guard answer.isWebPage else {
      return APIError(
        .apiMalformed, "The API's answer is \(what)\(request(of: answer))",
        help: "check the address; report it to Blaxel's support when it is right")
    }
    return APIError(
      .apiMalformed,
      "The API's answer is a web page, not JSON\(status == 200 ? "" : " (\(status))"): a captive portal or proxy?",
      help: "check that the address is the API's, with /v0, and that no proxy or login page stands before it")
  }

  /// What an answer says, and what identifies it, behind the summary of an error.
  private static func said(by answer: HTTPAnswer) -> String {
    (answer.errorMessage.map { ": \($0)" } ?? "") + request(of: answer)
  }

  private static func request(of answer: HTTPAnswer) -> String {
    answer.requestID.map { " [request \($0)]" } ?? ""
  }

  /// In whole minutes or seconds, rounded up.
  private static func text(_ duration: Duration) -> String {
    let seconds = duration.components.seconds + (duration.components.attoseconds > 0 ? 1 : 0)
    let (count, unit) = seconds >= 60 && seconds % 60 == 0 ? (seconds / 60, "minute") : (seconds, "second")
    return "\(count) \(unit)\(count == 1 ? "" : "s")"
  }
}
