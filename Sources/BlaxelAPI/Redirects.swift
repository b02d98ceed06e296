import HTTPTypes

/// Redirects that stay with the server they came from. Any other would take the key along.
enum Redirect {
  /// How many are followed in a row.
  static let most = 5

  private static let statuses: Set = [301, 302, 303, 307, 308]

  /// With these, a request is repeated as it is, whatever its method (RFC 9110 §15.4.8, §15.4.9).
  private static let repeating: Set = [307, 308]

  static func isRedirect(_ answer: HTTPAnswer) -> Bool { statuses.contains(answer.response.status.code) }

  /// The request that an answer redirects to (RFC 9110 §10.2.2, §15.4), nil when it is no redirect. The body goes along.
  ///
  /// - Throws: `api-redirect` when it redirects to another scheme, host or port, or to nowhere; when it wants another method; and
  ///   when it leaves out a parameter of the query, without which another list would come.
  static func target(
    of answer: HTTPAnswer, to request: HTTPRequest, within endpoint: Endpoint, hiding secrets: SecretRegister
  ) throws(APIError) -> HTTPRequest? {
    guard isRedirect(answer) else { return nil }
    guard let reference = reference(in: answer), isWithin(endpoint, reference) else {
      throw .redirected(answer.masked(by: secrets))
    }
    guard request.method == .get || repeating.contains(answer.response.status.code) else {
      throw .redirected(answer, "redirects \(request.method.rawValue) requests in a way that loses what they send")
    }
    var next = request
    let path = path(of: reference, from: request.path ?? "/")
    guard QueryParameters(of: path).keep(QueryParameters(of: request.path ?? "/")) else {
      throw .redirected(answer, "redirects without what was asked for")
    }
    next.path = path
    return next
  }

  /// The parts of a reference (RFC 3986 §4.1), without its fragment, which is not sent.
  private struct Reference {
    var scheme: Substring?
    var authority: Substring?
    var path: Substring
    var query: Substring?
  }

  private static func reference(in answer: HTTPAnswer) -> Reference? {
    let values = answer.response.headerFields[values: .location]
    guard values.count == 1, values[0].utf8.allSatisfy(isReferenceByte) else { return nil }
    var rest = values[0].prefix { $0 != "#" }
    let query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...] }
    rest = rest.prefix { $0 != "?" }
    var scheme: Substring?
    if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") {
      scheme = rest[..<colon]
      rest = rest[rest.index(after: colon)...]
    }
    guard rest.hasPrefix("//") else {
      // 'https:jobs' is of no host; some programs read one into it.
      return scheme == nil ? Reference(path: rest, query: query) : nil
    }
    let authority = rest.dropFirst(2).prefix { $0 != "/" }
    return Reference(scheme: scheme, authority: authority, path: rest.dropFirst(2 + authority.count), query: query)
  }

  /// Whether a byte may stand in a reference. Backslashes may not: some programs take them for slashes, and so for a host.
  private static func isReferenceByte(_ byte: UInt8) -> Bool {
    VisibleASCII.contains(byte) && !"\\\"<>^`{|}".utf8.contains(byte)
  }

  private static func isWithin(_ endpoint: Endpoint, _ reference: Reference) -> Bool {
    guard let authority = reference.authority else { return true }
    let scheme = reference.scheme.map(String.init) ?? endpoint.scheme
    guard let other = try? Endpoint(parsing: "\(scheme)://\(authority)", allowsOpenHTTP: true) else { return false }
    return other.hasOrigin(of: endpoint)
  }

  /// Path and query of the target (RFC 3986 §5.2.2).
  private static func path(of reference: Reference, from base: String) -> String {
    let basePath = base.prefix { $0 != "?" }
    var query = reference.query.map(String.init)
    let path: String
    if reference.authority != nil || reference.path.hasPrefix("/") {
      path = withoutDots(reference.path)
    } else if reference.path.isEmpty {
      path = String(basePath)
      if query == nil, basePath.endIndex < base.endIndex { query = String(base[basePath.endIndex...].dropFirst()) }
    } else {
      let directory = basePath.lastIndex(of: "/").map { basePath[...$0] } ?? "/"
      path = withoutDots(directory + reference.path)
    }
    return path + (query.map { "?" + $0 } ?? "")
  }

  /// A path without '.' and '..' (RFC 3986 §5.2.4); '/' when nothing is left.
  private static func withoutDots(_ path: Substring) -> String {
    var segments: [Substring] = []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(path.hasPrefix("/") ? 1 : 0)
    for (position, part) in parts.enumerated() {
      let isLast = position == parts.count - 1
      switch part {
      case ".": if isLast { segments.append("") }
      case "..":
        if !segments.isEmpty { segments.removeLast() }
        if isLast { segments.append("") }
      default: segments.append(part)
      }
    }
    return "/" + segments.joined(separator: "/")
  }
}
