/// What happens between the client and the API, for whoever watches. Holds no header and no key.
package enum APIEvent: Hashable, Sendable {
  /// A request goes out: its method, its path with the query, and which attempt it is, from 1.
  case asked(method: String, path: String, attempt: Int)
  /// It was answered.
  case answered(path: String, status: Int, bytes: Int, requestID: String?)
  /// It was not, for this reason.
  case failed(path: String, TransportFailure)
  /// It will be sent again after a pause.
  case pausing(path: String, Duration)
  /// So many jobs are listed so far, of so many that the API says there are.
  case listed(jobs: Int, total: Int?)
}
