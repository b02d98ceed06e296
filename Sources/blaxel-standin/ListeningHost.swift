/// The address or name that is listened on.
struct ListeningHost: Sendable {
  let name: String

  /// Whether nobody on another machine can ask.
  var isLoopback: Bool {
    if name == "localhost" || name == "::1" { return true }
    return name.hasPrefix("127.") && name.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
  }

  /// What this machine asks at: the loopback address where every address is listened on.
  var own: ListeningHost {
    switch name {
    case "0.0.0.0": ListeningHost(name: "127.0.0.1")
    case "::": ListeningHost(name: "::1")
    default: self
    }
  }

  /// As it stands in an address.
  var written: String { name.contains(":") ? "[\(name)]" : name }
}
