import ConfigValue
import Diagnostics
import JobModel

/// A JSON web token (RFC 7519), as far as it says of itself what it is. Nobody verifies it here: the API does.
enum WebToken {
  /// The latest time that is taken for one, in seconds: the year 9999.
  private static let lastSecond = 253_402_300_799.0

  /// When the token ends, by its `exp` (§4.1.4); nil for a text that does not say so.
  static func expiry(of token: String) -> Timestamp? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let payload = Base64.bytes(String(parts[1])),
      let claims = try? JSONReader.read(payload, as: .none, names: JobSchema.blaxel.names),
      let exp = claims["exp"], exp.number != nil, let seconds = Double(exp.text), (0...lastSecond).contains(seconds)
    else { return nil }
    return Timestamp(seconds: Int(seconds))
  }
}
