import ConfigValue
package import HTTPTypes
import JobModel

/// A request, and what became of it.
package struct AnsweredRequest: Sendable {
  /// How somebody said who asks, whether or not it was believed.
  package enum Authentication: String, Sendable {
    case none
    /// With an API key or a token.
    case bearer
    case clientCredentials = "client-credentials"
  }

  /// Seconds since 1970, of the answer.
  package let time: Int
  /// With all header fields, keys among them.
  package let request: HTTPRequest
  package let body: [UInt8]
  package let answer: StandInAnswer
  /// What befell the answer.
  package let faults: [Fault]

  package var authentication: Authentication { Access.authentication(of: request, body) }

  /// The value of the header field called `name`, in whatever case.
  package func header(_ name: String) -> String? { request.headerFields.first(name) }

  /// The request as one line of JSON without its end. No `secrets` are in it, nor any header field but those for the workspace,
  /// the version and the user agent.
  func logLine(without secrets: [String]) -> [UInt8] {
    func clean(_ text: String?) -> String? {
      text.map { text in
        let decoded = QueryParameters.decoded(text.utf8, plusIsSpace: false)
        return secrets.contains { text.contains($0) || decoded.contains($0) } ? "(withheld)" : text
      }
    }
    var json = JSONWriter(pretty: false)
    json.object { json in
      json.member("time", Timestamp(seconds: time).description)
      json.member("method", request.method.rawValue)
      json.member("path", clean(request.path))
      json.member("workspace", clean(header("X-Blaxel-Workspace")))
      json.member("version", clean(header("Blaxel-Version")))
      json.member("userAgent", clean(header("User-Agent")))
      json.member("authentication", authentication.rawValue)
      // Who waits for an answer in vain learns of no status.
      json.member("status", answer.delivery == .never ? nil : answer.status)
      json.member("bytes", answer.deliveredBytes)
      json.key("faults")
      json.array { json in for fault in faults { json.string(fault.description) } }
    }
    return json.finish()
  }
}

extension HTTPFields {
  /// The first value of the field called `name`, in whatever case.
  func first(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { self[values: $0].first }
  }
}
