import FoundationEssentials
import Synchronization

/// The texts that must not appear in what is written while a run goes on: noted when they are read or received, never forgotten.
package final class SecretRegister: Sendable {
  private let noted = Mutex<Set<String>>([])

  package init() {}

  /// Notes secrets, and the forms in which they travel.
  package func insert(_ secrets: some Sequence<String>) {
    let forms = secrets.filter { !$0.isEmpty }.flatMap(Self.forms)
    noted.withLock { $0.formUnion(forms) }
  }

  /// All that was noted.
  package var texts: Set<String> { noted.withLock { $0 } }

  /// The text with `***` for each occurrence of a secret.
  package func masking(_ text: String) -> String {
    // The longest first, since one may hold another.
    texts.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }.reduce(text) { $0.replacing($1, with: "***") }
  }

  /// A secret as it is and in base64 with both alphabets (RFC 4648 §4, §5), and what it holds when it is itself in base64, as
  /// client credentials are.
  private static func forms(of secret: String) -> [String] {
    let encoded = Data(secret.utf8).base64EncodedString()
    let safe = encoded.replacing("+", with: "-").replacing("/", with: "_")
    var forms = [secret] + [encoded, safe].flatMap { [$0, $0.replacing("=", with: "")] }
    if let data = Data(base64Encoded: secret), let pair = String(data: data, encoding: .utf8), pair.contains(":") {
      forms += [pair] + pair.split(separator: ":", maxSplits: 1).dropFirst().map(String.init)
    }
    return forms
  }
}
