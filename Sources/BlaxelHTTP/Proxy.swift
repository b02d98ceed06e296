import BlaxelAPI

/// A server that connections go through.
package struct Proxy: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Sendable {
    /// Passes on requests over http, and connects to servers with CONNECT (RFC 9110 §9.3.6).
    case http
    /// Version 5, which looks up the names of hosts itself (RFC 1928).
    case socks
  }

  /// What opens a proxy.
  struct Login: Hashable, Sendable {
    let user: String
    let password: String
  }

  package let kind: Kind
  /// Without brackets.
  package let host: String
  package let port: Int
  let login: Login?

  /// Reads `http://user:password@host:port`, where everything but the host may be missing: the scheme is http otherwise, the port
  /// 80, or 1080 of `socks5` and `socks5h`. User and password are percent-encoded (RFC 3986 §2.1).
  init(parsing text: String) throws(Unusable) {
    guard VisibleASCII.spells(text) else {
      throw Unusable(reason: "it holds characters that addresses do not have")
    }
    let mark = text.firstRange(of: "://")
    switch mark.map({ text[..<$0.lowerBound].lowercased() }) ?? "http" {
    case "http": kind = .http
    case "socks5", "socks5h": kind = .socks
    case "https": throw Unusable(reason: "proxies are reached by http or socks5, not by https")
    default: throw Unusable(reason: "it begins with neither http:// nor socks5://")
    }
    var rest = mark.map { text[$0.upperBound...] } ?? text[...]
    if rest.hasSuffix("/") { rest.removeLast() }
    guard !rest.contains(where: { "/?#".contains($0) }) else {
      throw Unusable(reason: "it has a path, a query or a fragment")
    }
    let at = rest.lastIndex(of: "@")
    login = try at.map { end throws(Unusable) in try Self.login(rest[..<end]) }
    guard kind == .http || login == nil else {
      throw Unusable(reason: "a user and a password are not supported with socks5")
    }
    let place = at.map { rest[rest.index(after: $0)...] } ?? rest
    guard let (host, port) = HostAndPort.split(String(place)) else {
      throw Unusable(reason: "it names no host, or a port that is none")
    }
    self.host = host
    self.port = port ?? (kind == .http ? 80 : 1080)
  }

  /// Why a text is no proxy.
  struct Unusable: Error {
    /// In a few words, without a full stop, and without any of the text.
    let reason: String
  }

  /// Host and port, and never what opens it.
  package var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  private static func login(_ text: Substring) throws(Unusable) -> Login {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let user = decoded(parts[0]), let password = decoded(parts.count > 1 ? parts[1] : "") else {
      throw Unusable(reason: "its user or password is not percent-encoded text")
    }
    // Basic authentication ends the user at the first colon (RFC 7617 §2).
    guard !user.contains(":") else { throw Unusable(reason: "its user holds a colon") }
    return Login(user: user, password: password)
  }

  /// The text that is percent-encoded; nil when it is none, or holds control characters, which end header fields.
  private static func decoded(_ text: Substring) -> String? {
    let (bytes, isWellFormed) = PercentEncoding.decoded(text.utf8)
    guard isWellFormed, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
