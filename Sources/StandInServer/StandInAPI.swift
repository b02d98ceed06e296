package import HTTPTypes
import Synchronization

/// The control plane's jobs API without a network: what it answers to a request, by its published rules.
///
/// Under `/v0` there are `GET /jobs`, `GET /jobs/NAME` and `POST /oauth/token`. The jobs may change in the meantime.
package final class StandInAPI: Sendable {
  /// More bytes than any request for a token takes. What is longer is refused.
  static let largestBody = 1 << 16

  package let jobs: JobStore
  private let configuration: StandInConfiguration
  private let clock: any Clock<Duration>
  private let log: (@Sendable ([UInt8]) -> Void)?
  private let faults: FaultSchedule
  private let tokens = IssuedTokens()
  private let churns = ChurnSchedule()
  private let journal = Mutex<[AnsweredRequest]>([])

  /// - Parameters:
  ///   - clock: what late answers wait by.
  ///   - log: is given one line of JSON about every request when its answer is known, without its end and without any key,
  ///     secret or token.
  package init(
    jobs: JobStore, configuration: StandInConfiguration = StandInConfiguration(),
    clock: any Clock<Duration> = ContinuousClock(), log: (@Sendable ([UInt8]) -> Void)? = nil
  ) {
    self.jobs = jobs
    self.configuration = configuration
    self.clock = clock
    self.log = log
    faults = FaultSchedule(configuration.faults)
  }

  /// What was asked so far, in the order of the answers; nothing when the configuration does not keep it.
  package var requests: [AnsweredRequest] { journal.withLock { $0 } }

  /// The answer to a request, after what befalls it. A task that is cancelled waits no longer.
  ///
  /// - Parameter request: its path with the query; its scheme and authority count for redirects alone.
  package func answer(to request: HTTPRequest, body: [UInt8] = []) async -> StandInAnswer {
    var befallen: [Fault] = []
    var answer: StandInAnswer
    do throws(Refusal) {
      let accepted = try accept(request, body)
      befallen = faults.faults(of: accepted.target)
      let effects = befallen.map(\.effect)
      answer = await Self.late(by: effects.compactMap(\.delay), of: clock) {
        do throws(Refusal) {
          return try accepted.answer(effects).after(effects, on: request)
        } catch {
          return StandInAnswer(error).after(effects, on: request)
        }
      }
    } catch {
      answer = StandInAnswer(error)
    }
    let answered = AnsweredRequest(
      time: configuration.now(), request: request, body: body, answer: answer, faults: befallen)
    record(answered)
    return answer
  }

  /// An answer that is held back for all of `delays` together from now on: making it takes a part of that time, as it takes a part
  /// of the time that a server needs.
  private static func late<Time: Clock>(
    by delays: [Duration], of clock: Time, _ answer: () -> StandInAnswer
  ) async -> StandInAnswer where Time.Duration == Duration {
    var end = clock.now
    let answer = answer()
    for delay in delays {
      end = end.advanced(by: delay)
      try? await clock.sleep(until: end, tolerance: nil)
    }
    return answer
  }

  private func record(_ request: AnsweredRequest) {
    if configuration.keepsRequests { journal.withLock { $0.append(request) } }
    guard let log else { return }
    let secrets = [configuration.apiKey, configuration.client.secret] + tokens.all
    log(request.logLine(without: secrets.filter { !$0.isEmpty }))
  }

  private func accept(_ request: HTTPRequest, _ body: [UInt8]) throws(Refusal) -> AcceptedRequest {
    let sides = (request.path ?? "").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let parameters = QueryParameters(sides.count > 1 ? String(sides[1]) : "")
    let route = try Route(path: String(sides[0]))
    guard request.method == route.method else { throw .methodNotAllowed(only: route.method) }
    guard body.count <= Self.largestBody else { throw .bodyTooLarge }
    let access = Access(configuration: configuration, tokens: tokens)
    switch route {
    case .token:
      let client = try access.client(request.headerFields, body)
      return TokenEndpoint(configuration: configuration, tokens: tokens).token(for: client)
    case .list, .job:
      let version = try APIVersion(request.headerFields)
      try access.authorize(request.headerFields, parameters)
      let endpoint = JobsEndpoint(store: jobs, configuration: configuration, churns: churns)
      guard case .job(let name) = route else { return try endpoint.listing(parameters, version) }
      return endpoint.job(name, parameters)
    }
  }
}

/// A request that passed all checks.
struct AcceptedRequest {
  /// What faults call it.
  let target: Fault.Scope
  /// What is said to it, given what befalls it.
  let answer: ([Fault.Effect]) throws(Refusal) -> StandInAnswer
}

/// What there is to ask for.
private enum Route {
  case list
  case job(String)
  case token

  init(path: String) throws(Refusal) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map {
      QueryParameters.decoded($0.utf8, plusIsSpace: false)
    }
    switch (Array(parts.prefix(3)), parts.count) {
    case (["", "v0", "jobs"], 3): self = .list
    case (["", "v0", "jobs"], 4): self = parts[3].isEmpty ? .list : .job(parts[3])
    case (["", "v0", "oauth"], 4) where parts[3] == "token": self = .token
    default:
      throw .notFound("There is nothing at this path; the stand-in serves /v0/jobs, /v0/jobs/NAME and /v0/oauth/token")
    }
  }

  var method: HTTPRequest.Method {
    switch self {
    case .list, .job: .get
    case .token: .post
    }
  }
}
