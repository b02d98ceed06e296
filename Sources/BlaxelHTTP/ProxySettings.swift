package import BlaxelAPI

/// Which proxy leads where: what the variables of the environment say, as curl reads them.
///
/// HTTPS_PROXY is for addresses with https, HTTP_PROXY for those with http, ALL_PROXY for both where the other is missing. The
/// same names in small letters count where those in capitals are missing. NO_PROXY names the hosts that are asked directly; so is this
/// machine, unless the proxy runs on it, too.
package struct ProxySettings: Hashable, Sendable {
  private struct Setting: Hashable {
    let variable: String
    let text: String
  }

  private let encrypted: Setting?
  private let open: Setting?
  private let exceptions: ProxyExceptions

  /// - Parameter variables: the environment; empty ones count as missing.
  package init(variables: [String: String] = [:]) {
    func setting(_ names: String...) -> Setting? {
      for name in names {
        if let text = variables[name], !text.isEmpty { return Setting(variable: name, text: text) }
      }
      return nil
    }
    let all = setting("ALL_PROXY", "all_proxy")
    encrypted = setting("HTTPS_PROXY", "https_proxy") ?? all
    // A program that a web server starts finds the header field 'Proxy' of whoever asks there (httpoxy.org).
    open = (variables["REQUEST_METHOD"] == nil ? setting("HTTP_PROXY", "http_proxy") : setting("http_proxy")) ?? all
    exceptions = ProxyExceptions(parsing: setting("NO_PROXY", "no_proxy")?.text ?? "")
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
    guard let setting = endpoint.isEncrypted ? encrypted : open, !exceptions.cover(endpoint) else { return nil }
    let proxy = try Self.proxy(setting)
    // On another machine it leads to that one, not to this, and the key would travel there in the open.
    return endpoint.isLoopback && !Endpoint.isLoopback(proxy.host) ? nil : proxy
  }

  /// Fails for a proxy that cannot be used, whether it is needed or not.
  package func check(isEncrypted: Bool) throws(TransportFailure) {
    if let setting = isEncrypted ? encrypted : open { _ = try Self.proxy(setting) }
  }

  private static func proxy(_ setting: Setting) throws(TransportFailure) -> Proxy {
    do throws(Proxy.Unusable) {
      return try Proxy(parsing: setting.text)
    } catch {
      throw .unusableSetting("The proxy in \(setting.variable)", reason: error.reason)
    }
  }

  /// A variable that has a say in which proxy leads somewhere.
  package struct Choice: Sendable {
    package let variable: String
    /// Nil when what the variable holds is the address of no proxy.
    package let proxy: Proxy?
  }

  /// The proxy for addresses with https, or for those with http, whatever the exceptions; nil when there is none.
  package func choice(isEncrypted: Bool) -> Choice? {
    (isEncrypted ? encrypted : open).map { Choice(variable: $0.variable, proxy: try? Proxy(parsing: $0.text)) }
  }

  /// What opens the proxies, as it is written and as it is sent.
  package var secrets: Set<String> {
    let texts = [encrypted, open].compactMap { $0?.text }
    let written = texts.compactMap { text -> [String]? in
      let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
      guard let end = rest.lastIndex(of: "@") else { return nil }
      let login = String(rest[..<end])
      return [login] + login.split(separator: ":", maxSplits: 1).dropFirst().map(String.init)
    }
    let sent = texts.compactMap { try? Proxy(parsing: $0).login }.flatMap {
      ["\($0.user):\($0.password)", $0.password]
    }
    return Set(written.joined() + sent).subtracting([""])
  }
}
