import BlaxelAPI
import BlaxelHTTP
import Foundation
import HTTPTypes

/// Requests over the transport.
enum Sending {
  /// What one transport is answered, asked for the list of jobs `count` times in turn.
  ///
  /// - Parameter configure: says how the network is reached.
  static func answers(
    from url: String, count: Int = 1, limit: Duration = .seconds(20), body: [UInt8] = [],
    _ configure: (inout TransportOptions) -> Void = { _ in }
  ) async -> [Result<HTTPAnswer, TransportFailure>] {
    var options = TransportOptions(now: { Int(Date().timeIntervalSince1970) })
    configure(&options)
    let transport = AsyncHTTPClientTransport(userAgent: "jobdrift-tests", options: options)
    let parts = url.split(separator: "/").map(String.init)
    var request = HTTPRequest(
      method: body.isEmpty ? .get : .post, scheme: String(parts[0].dropLast()), authority: parts[1], path: "/v0/jobs")
    request.headerFields[.authorization] = "Bearer test-key"
    for (name, value) in [("X-Blaxel-Workspace", "acme"), ("Blaxel-Version", "2026-04-28")] {
      if let name = HTTPField.Name(name) { request.headerFields[name] = value }
    }
    var results: [Result<HTTPAnswer, TransportFailure>] = []
    for _ in 0..<count {
      do throws(TransportFailure) {
        results.append(.success(try await transport.send(request, body: body, within: limit)))
      } catch {
        results.append(.failure(error))
      }
    }
    await transport.shutdown()
    return results
  }

  /// What one request fails with; nil when it does not.
  static func failure(from url: String, _ configure: (inout TransportOptions) -> Void = { _ in }) async
    -> TransportFailure?
  {
    guard case .failure(let failure) = await answers(from: url, configure)[0] else { return nil }
    return failure
  }
}
