import HTTPTypes

extension BlaxelClient {
  /// The version of the API that pages with cursors.
  package static let version = "2026-04-28"

  /// The answer to a GET request for a path below the base address, whatever its status. A fetched token that the API no longer
  /// takes is replaced, once.
  func answer(
    _ segments: [String], query: [(name: String, value: String)] = []
  ) async throws(APIError) -> HTTPAnswer {
    let authorization = try await authorizer.authorization()
    let answer = try await sender.answer(
      to: endpoint.request(segments, query: query, fields: fields(with: authorization)))
    guard answer.response.status.code == 401, let renewed = try await authorizer.renewal(of: authorization) else {
      return answer
    }
    return try await sender.answer(to: endpoint.request(segments, query: query, fields: fields(with: renewed)))
  }

  private func fields(with authorization: Authorization) -> HTTPFields {
    var fields: HTTPFields = [.accept: "application/json"]
    fields.append(authorization.field)
    for (name, value) in [("Blaxel-Version", Self.version), ("X-Blaxel-Workspace", workspace)] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }
}
