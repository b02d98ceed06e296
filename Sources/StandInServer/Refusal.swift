import ConfigValue
import HTTPTypes

/// An answer other than 200, in the control plane's shape: `{"error": …, "code": …, "message": …}`.
///
/// Only the answers to unknown versions are published word for word; of the others, the shape and the status.
struct Refusal: Error {
  let status: Int
  /// What went wrong, in a word or two.
  let error: String
  let message: String
  /// Whether `code` repeats the status; the published answer to unknown versions has none.
  var hasCode = true
  /// What `Allow` names.
  var allowedMethod: String?
  /// What `WWW-Authenticate` asks for.
  var scheme: String?

  var body: [UInt8] {
    var json = JSONWriter(pretty: false)
    json.object { json in
      if hasCode {
        json.key("code")
        json.integer(status)
      }
      json.key("error")
      json.string(error)
      json.key("message")
      json.string(message)
    }
    return json.finish()
  }

  static func badRequest(_ message: String) -> Refusal {
    Refusal(status: 400, error: "Bad request", message: message)
  }

  static let unusableCursor = Refusal(
    status: 400, error: "Invalid cursor",
    message: "The cursor is malformed, expired, or was issued for another workspace, filter, sort, q or status")

  static func unknownVersion(_ version: String) -> Refusal {
    Refusal(
      status: 400, error: "invalid_api_version",
      message: "Unknown API version \"\(version)\". Valid versions: "
        + APIVersion.allCases.map(\.rawValue).joined(separator: ", "),
      hasCode: false)
  }

  static func unauthorized(_ message: String) -> Refusal {
    Refusal(status: 401, error: "Unauthorized", message: message, scheme: "Bearer")
  }

  /// RFC 6749 §5.2: the credentials of a client, not of a user, are wrong.
  static func unknownClient(_ message: String) -> Refusal {
    Refusal(status: 401, error: "Unauthorized", message: message, scheme: "Basic")
  }

  static func forbidden(_ message: String) -> Refusal {
    Refusal(status: 403, error: "Forbidden", message: message)
  }

  static func notFound(_ message: String) -> Refusal {
    Refusal(status: 404, error: "Not found", message: message)
  }

  static func methodNotAllowed(only method: HTTPRequest.Method) -> Refusal {
    Refusal(
      status: 405, error: "Method not allowed", message: "The stand-in only answers \(method.rawValue) here",
      allowedMethod: method.rawValue)
  }

  static let bodyTooLarge = Refusal(
    status: 413, error: "Content too large", message: "The body is longer than anything the stand-in reads")

  /// The answer of a `status=` fault.
  static func fault(_ status: Int) -> Refusal {
    Refusal(status: status, error: "Fault on demand", message: "The stand-in was told to answer with \(status)")
  }
}

/// The versions of the API, which the header `Blaxel-Version` chooses from.
enum APIVersion: String, CaseIterable {
  /// Lists are bare arrays. Also meant when the header is absent.
  case bareLists = "2026-04-16"
  /// Lists are pages with cursors.
  case pagedLists = "2026-04-28"
  /// As before; what is new concerns images.
  case current = "2026-09-22"

  init(_ fields: HTTPFields) throws(Refusal) {
    guard let text = fields.first("Blaxel-Version") else {
      self = .bareLists
      return
    }
    guard let version = APIVersion(rawValue: text) else { throw .unknownVersion(text) }
    self = version
  }
}
