/// The visible characters of ASCII (RFC 5234 §B.1): all that keys, tokens, names of workspaces and addresses are written with, and
/// that header fields carry as it is.
package enum VisibleASCII {
  static func contains(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

  /// Whether there is nothing else in a text.
  package static func spells(_ text: some StringProtocol) -> Bool { text.utf8.allSatisfy(contains) }
}
