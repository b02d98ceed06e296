import BlaxelAPI

/// The hosts that are asked without a proxy: what NO_PROXY says.
struct ProxyExceptions: Hashable, Sendable {
  private enum Rule: Hashable {
    case everything
    /// A host and all below it.
    case domain(String, port: Int?)
    case address(IPAddress, port: Int?)
    case network(IPAddress, bits: Int)
  }

  private let rules: [Rule]

  /// Reads a list with commas or white space between: hosts, which stand for all below them, too (`example.com`, `.example.com`
  /// and `*.example.com` are the same), addresses and networks (`10.0.0.0/8`), each but networks with a port if only that is
  /// meant, and `*` for everything. What is nothing of that excepts nothing.
  init(parsing text: String) {
    rules = text.split { $0 == "," || $0.isWhitespace }.compactMap { Self.rule($0.lowercased()) }
  }

  func cover(_ endpoint: Endpoint) -> Bool {
    var host = endpoint.host
    if host.hasSuffix(".") { host.removeLast() }
    let address = IPAddress(host)
    return rules.contains { rule in
      switch rule {
      case .everything: true
      case .domain(let domain, let port):
        (port ?? endpoint.port) == endpoint.port && address == nil && (host == domain || host.hasSuffix("." + domain))
      case .address(let other, let port): (port ?? endpoint.port) == endpoint.port && address == other
      case .network(let network, let bits): address.map { $0.sharesPrefix(of: bits, with: network) } ?? false
      }
    }
  }

  private static func rule(_ text: String) -> Rule? {
    if text == "*" { return .everything }
    if let slash = text.firstIndex(of: "/") {
      guard let network = IPAddress(String(text[..<slash])), let bits = Int(text[text.index(after: slash)...]),
        (0...network.width).contains(bits)
      else { return nil }
      return .network(network, bits: bits)
    }
    if let address = IPAddress(text) { return .address(address, port: nil) }
    guard let (name, port) = HostAndPort.split(text) else { return nil }
    if let address = IPAddress(name) { return .address(address, port: port) }
    var domain = name[...]
    if domain.hasPrefix("*.") { domain = domain.dropFirst() }
    if domain.hasPrefix(".") { domain = domain.dropFirst() }
    if domain.hasSuffix(".") { domain = domain.dropLast() }
    return domain.isEmpty ? nil : .domain(String(domain), port: port)
  }
}

/// A host with a port behind it, as addresses write them.
enum HostAndPort {
  /// The host without the brackets of an IPv6 address, and the port if there is one; nil when the text is neither.
  static func split(_ text: String) -> (host: String, port: Int?)? {
    var host = text[...]
    var rest: Substring = ""
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      (host, rest) = (text[..<end].dropFirst(), text[text.index(after: end)...])
      guard IPAddress(String(host)) != nil else { return nil }
    } else if let colon = text.firstIndex(of: ":") {
      (host, rest) = (text[..<colon], text[colon...])
    }
    guard !host.isEmpty else { return nil }
    guard !rest.isEmpty else { return (String(host), nil) }
    guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
    return (String(host), Int(port))
  }
}
