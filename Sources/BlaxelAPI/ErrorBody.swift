import ConfigValue
import Diagnostics
import HTTPTypes
import JobModel

/// What an answer says about an error, whoever wrote it: the control plane, the gateway before it, or OAuth.
extension HTTPAnswer {
  /// What identifies the request at the other end, for a report to Blaxel's support. Visible ASCII, at most 100 characters.
  package var requestID: String? {
    for name in ["x-request-id", "x-cf-request-id", "x-amz-cf-id", "cf-ray"] {
      guard let text = field(name), !text.isEmpty, text.utf8.count <= 100,
        text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
      else { continue }
      return text
    }
    return nil
  }

  /// Whether the body is a web page, as captive portals and proxies answer.
  var isWebPage: Bool { firstMark == UInt8(ascii: "<") }

  /// Whether the body begins as a JSON object does.
  var isObject: Bool { firstMark == UInt8(ascii: "{") }

  /// The first byte of the body that is no white space.
  private var firstMark: UInt8? { body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } }

  /// The message of an error: `message`, or `error` as a text or with a `message`, or OAuth's `error_description`; with the error's
  /// code where that is a word. At most 200 characters.
  var errorMessage: String? {
    guard let value = try? JSONReader.read(body, as: .none, names: JobSchema.blaxel.names), value.kind == .map
    else { return nil }
    let error = value["error"]
    let texts = [value["message"], error?["message"], value["error_description"], error].map { $0?.string ?? "" }
    guard let text = texts.first(where: { !$0.isEmpty }) else { return nil }
    let codes = [error?["code"]?.string, value["code"]?.string, field("x-blaxel-error-code")].compactMap(\.self)
    let code = codes.first { $0.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x5F } && !$0.isEmpty }
    return (text.count > 200 ? text.prefix(200) + "…" : text) + (code.map { " (\($0.prefix(60)))" } ?? "")
  }
}
