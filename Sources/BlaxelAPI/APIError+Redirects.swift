import Diagnostics
import HTTPTypes

extension APIError {
  private static let help = "check the address given with --api-url or BL_API_URL"

  /// A redirect that is not followed, since it leads elsewhere or as `reason` says.
  static func redirected(_ answer: HTTPAnswer, _ reason: String? = nil) -> APIError {
    let status = answer.response.status.code
    if let reason { return APIError(.apiRedirect, "The API \(reason) (\(status)), which is not followed", help: help) }
    return APIError(
      .apiRedirect, "The API redirects to \(target(of: answer)) (\(status)), which is not followed with the key",
      help: "give the right address with --api-url or BL_API_URL")
  }

  /// A redirect after as many as are followed.
  static func redirectedTooOften(_ answer: HTTPAnswer) -> APIError {
    APIError(
      .apiRedirect,
      "The API redirects more than \(Redirect.most) times in a row (\(answer.response.status.code))", help: help)
  }

  /// Scheme and host of the place that is redirected to: all that a message shows of it.
  private static func target(of answer: HTTPAnswer) -> String {
    guard let location = answer.response.headerFields[.location] else { return "no address" }
    let unusable = "an address that cannot be followed"
    guard let mark = location.firstRange(of: "//") else { return unusable }
    let scheme = location[..<mark.lowerBound].lowercased()
    let authority = location[mark.upperBound...].prefix { !"/?#".contains($0) }
    guard ["", "http:", "https:"].contains(scheme), let host = authority.split(separator: "@").last,
      host.utf8.allSatisfy(isHostByte)
    else { return unusable }
    return (scheme.isEmpty ? "" : scheme + "//") + host
  }

  /// Whether a byte may stand in a host with a port behind it (RFC 3986 §3.2.2; no percent-encoding).
  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "-._:[]".utf8.contains(byte)
    }
  }
}
