package import BlaxelAPI

/// Which proxy leads where: what the variables of the environment say, as curl reads them.
///
/// HTTPS_PROXY is for addresses with https, HTTP_PROXY for those with http, ALL_PROXY for both where the other is missing. The
/// same names in small letters count where those in capitals are missing. NO_PROXY names the hosts that are asked directly; so is this
/// machine, unless the proxy runs on it, too.
package struct ProxySettings: Hashable, Sendable {
  /// A variable that names a proxy.
  package struct Choice: Hashable, Sendable {
    package let variable: String
    fileprivate let text: String
    /// `unusableSetting`, which names the variable and repeats nothing of it, when it holds the address of no proxy.
    package let proxy: Result<Proxy, TransportFailure>

    fileprivate init(variable: String, text: String) {
      self.variable = variable
      self.text = text
      proxy = Result { () throws(Proxy.Unusable) in try Proxy(parsing: text) }.mapError {
        .unusableSetting("The proxy in \(variable)", reason: $0.reason)
      }
    }
  }

  /// The one for addresses with https, whatever the exceptions; nil when they are asked directly.
  package let encrypted: Choice?
  /// The one for addresses with http, likewise.
  package let open: Choice?
  private let exceptions: ProxyExceptions

  /// - Parameter variables: the environment; empty ones count as missing.
  package init(variables: [String: String] = [:]) {
    func text(of name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
    func choice(_ names: String...) -> Choice? {
      names.lazy.compactMap { name in text(of: name).map { Choice(variable: name, text: $0) } }.first
    }
    let all = choice("ALL_PROXY", "all_proxy")
    encrypted = choice("HTTPS_PROXY", "https_proxy") ?? all
    // A program that a web server starts finds the header field 'Proxy' of whoever asks there (httpoxy.org).
    open = (variables["REQUEST_METHOD"] == nil ? choice("HTTP_PROXY", "http_proxy") : choice("http_proxy")) ?? all
    exceptions = ProxyExceptions(parsing: text(of: "NO_PROXY") ?? text(of: "no_proxy") ?? "")
  }

  /// The names of all variables that are read.
  package static let variables: Set<String> = [
    "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy",
    "REQUEST_METHOD",
  ]

  /// The proxy that leads to an endpoint; nil when it is asked directly.
  ///
  /// - Throws: `unusableSetting`, which names the variable and repeats nothing of it, when that is the address of no proxy.
  package func proxy(for endpoint: Endpoint) throws(TransportFailure) -> Proxy? {
    guard let choice = endpoint.isEncrypted ? encrypted : open, !exceptions.cover(endpoint) else { return nil }
    let proxy = try choice.proxy.get()
    // On another machine it leads to that one, not to this, and the key would travel there in the open.
    return endpoint.isLoopback && !Endpoint.isLoopback(proxy.host) ? nil : proxy
  }

  /// What opens the proxies, as it is written and as it is sent.
  package var secrets: Set<String> {
    let choices = [encrypted, open].compactMap(\.self)
    let written = choices.map(\.text).compactMap { text -> [String]? in
      let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
      guard let end = rest.lastIndex(of: "@") else { return nil }
      let login = String(rest[..<end])
      return [login] + login.split(separator: ":", maxSplits: 1).dropFirst().map(String.init)
    }
    let sent = choices.compactMap { try? $0.proxy.get().login }.flatMap { ["\($0.user):\($0.password)", $0.password] }
    return Set(written.joined() + sent).subtracting([""])
  }
}
