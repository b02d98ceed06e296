import HTTPTypes

/// The base address of the API, with its version path: `https://api.blaxel.ai/v0`.
package struct Endpoint: Hashable, Sendable {
  let scheme: String
  private let authority: String
  /// In small letters; an IPv6 address without its brackets.
  package let host: String
  /// The one given, or that of the scheme.
  package let port: Int
  /// Without a slash at the end.
  private let path: String

  /// Reads an address: `https`, or `http` for this machine alone, since the key travels with each request; without
  /// credentials, query and fragment.
  ///
  /// - Parameter allowsOpenHTTP: whether `http` is taken for other machines, too.
  package init(parsing text: String, allowsOpenHTTP: Bool = false) throws(InvalidEndpoint) {
    guard VisibleASCII.spells(text) else {
      throw InvalidEndpoint(reason: "it holds characters that addresses do not have")
    }
    guard let mark = text.firstRange(of: "://") else {
      throw InvalidEndpoint(reason: "it does not begin with https://")
    }
    scheme = text[..<mark.lowerBound].lowercased()
    let rest = text[mark.upperBound...]
    authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
    guard !rest.contains("?"), !rest.contains("#") else {
      throw InvalidEndpoint(reason: "it has a query or a fragment")
    }
    guard !authority.contains("@") else { throw InvalidEndpoint(reason: "it holds credentials") }
    let (host, port) = Self.split(authority)
    guard !host.isEmpty, port.map({ UInt16($0) ?? 0 > 0 }) ?? true else {
      throw InvalidEndpoint(reason: "it names no host")
    }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    self.port = port.flatMap { Int($0) } ?? (scheme == "http" ? 80 : 443)
    switch scheme {
    case "https": break
    case "http" where allowsOpenHTTP || Self.isLoopback(self.host): break
    case "http": throw InvalidEndpoint(reason: "the key would travel in the open; use https")
    default: throw InvalidEndpoint(reason: "it does not begin with https://")
    }
    var path = rest.dropFirst(authority.count)
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
  }

  /// Whether what is sent there is encrypted on its way.
  package var isEncrypted: Bool { scheme == "https" }

  /// Whether what is sent there can be read on its way: it is not encrypted, and leaves this machine.
  package var isOpen: Bool { !isEncrypted && !isLoopback }

  /// Whether it is on this machine.
  package var isLoopback: Bool { Self.isLoopback(host) }

  /// Whether both are the same scheme, host and port (RFC 6454 §4).
  func hasOrigin(of other: Endpoint) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  /// The address without its path, for messages.
  package var origin: String { "\(scheme)://\(authority)" }

  /// The whole address, without a slash at the end.
  package var address: String { origin + path }

  /// A request for a path below the base address. Segments and query values are percent-encoded (RFC 3986 §2.3), so
  /// that a name stays one segment whatever it holds.
  func request(
    _ segments: [String], query: [(name: String, value: String)] = [], method: HTTPRequest.Method = .get,
    fields: HTTPFields
  ) -> HTTPRequest {
    var target = path + segments.map { "/" + Self.encoded($0) }.joined()
    if !query.isEmpty {
      target += "?" + query.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }.joined(separator: "&")
    }
    return HTTPRequest(method: method, scheme: scheme, authority: authority, path: target, headerFields: fields)
  }

  /// A text as one segment of a path, or one value of a query.
  private static func encoded(_ text: String) -> String {
    // A segment of dots alone would be resolved away.
    text == "." || text == ".." ? text.replacing(".", with: "%2E") : PercentEncoding.encoded(text)
  }

  private static func split(_ authority: String) -> (host: String, port: String?) {
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      let rest = authority[authority.index(after: end)...]
      return (String(authority[...end]), rest.isEmpty ? nil : rest.hasPrefix(":") ? String(rest.dropFirst()) : "")
    }
    let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (parts[0], parts.count == 2 ? parts[1] : nil)
  }

  /// Whether a host, without brackets or with them, is this machine.
  package static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// Why an address cannot be used.
package struct InvalidEndpoint: Error, Sendable {
  /// In a few words, without a full stop.
  package let reason: String
}
