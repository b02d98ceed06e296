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
        VisibleASCII.spells(text)
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

  /// Whether the API itself says that there is no job of the name that was asked for. A proxy's page for a missing address, and a
  /// gateway that knows no such workspace or route, say nothing of the job.
  var isMissingJob: Bool {
    guard response.status.code == 404, let value = errorBody,
      ["error", "message", "code"].contains(where: { value[$0] != nil })
    else { return false }
    return errorCodes(in: value).allSatisfy { !Self.codesOfNoJob.contains($0) }
  }

  private static let codesOfNoJob: Set = ["ROUTE_NOT_FOUND", "WORKSPACE_NOT_FOUND"]

  private var errorBody: Value? {
    guard let value = try? JSONReader.read(body, as: .none, names: JobSchema.blaxel.names), value.kind == .map
    else { return nil }
    return value
  }

  private func errorCodes(in value: Value) -> [String] {
    [value["error"]?["code"]?.string, value["code"]?.string, field("x-blaxel-error-code")].compactMap(\.self)
  }

  /// The message of an error: `message`, or `error` as a text or with a `message`, or OAuth's `error_description`; with the error's
  /// code where that is a word. At most 200 characters.
  var errorMessage: String? {
    guard let value = errorBody else { return nil }
    let error = value["error"]
    let texts = [value["message"], error?["message"], value["error_description"], error].map { $0?.string ?? "" }
    guard let text = texts.first(where: { !$0.isEmpty }) else { return nil }
    let code = errorCodes(in: value).first { code in
      !code.isEmpty && code.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "_") }
    }
    return (text.count > 200 ? text.prefix(200) + "…" : text) + (code.map { " (\($0.prefix(60)))" } ?? "")
  }

  /// The same answer without secrets, nor long parts of them, so that an error can say what is in it: the words may be those of
  /// a request. A body of more than 64 KiB is none that says anything.
  func masked(by secrets: SecretRegister) -> HTTPAnswer {
    var fields = HTTPFields()
    for field in response.headerFields {
      fields.append(HTTPField(name: field.name, value: secrets.maskingParts(of: field.value)))
    }
    let text = body.count > 64 << 10 ? "" : secrets.maskingParts(of: String(decoding: body, as: UTF8.self))
    return HTTPAnswer(response: HTTPResponse(status: response.status, headerFields: fields), body: Array(text.utf8))
  }
}
