package import DriftEngine

/// Where the API key of a test is.
package enum KeySource: Sendable {
  case none
  /// In `BL_API_KEY`.
  case text(String)
  /// In a file.
  case file(String)
}

extension APISettings {
  /// A key, and an address given with a flag.
  package init(key: KeySource, address: String = "https://api.example.com/v0", allowsOpenHTTP: Bool = false) {
    switch key {
    case .none: self.init(address: address)
    case .text(let text): self.init(address: address, variables: [.apiKey: text])
    case .file(let path): self.init(address: address, keyFile: path)
    }
    self.allowsOpenHTTP = allowsOpenHTTP
  }
}
