/// Something that goes wrong on demand, with requests that would otherwise be answered.
///
///     page=2:status=503
///     page=2:429-once
///     job=etl-nightly:slow=50ms
///     token:500:times=1
package struct Fault: Hashable, Sendable {
  /// The requests it is about.
  package enum Scope: Hashable, Sendable {
    /// All pages and single jobs.
    case everything
    /// A page of a listing, from 1.
    case page(Int)
    /// The request for the one job of this name.
    case job(String)
    /// Requests for tokens.
    case token
  }

  /// What happens to them.
  package enum Effect: Hashable, Sendable {
    /// An error in the API's shape; `retryAfter` is the header's value in seconds.
    case status(Int, retryAfter: Int?)
    /// A redirect (302) to this address; nil is the same server under another name, which is another origin.
    case redirect(String?)
    /// An HTML page with status 200, as captive portals and proxies answer.
    case html
    /// The announced length, half of the body, and the end of the connection.
    case cutBody
    /// The announced length, half of the body, and then nothing for as long as the client waits.
    case stallBody
    /// No answer, for as long as the client waits.
    case hang
    /// The answer as it is when the request comes, so many milliseconds later.
    case delay(milliseconds: Int)
    /// The answer, packed, with white space behind it that is a thousand times as large when it is unpacked.
    case gzipBomb
    /// The page's next cursor leads to the page itself.
    case repeatCursor
    /// The cursor of the page is refused as one that has expired.
    case staleCursor
    /// Cursors count the jobs before the page instead of naming the last one, so that jobs that come or go move others.
    case offsetCursors
    /// Instead of the page the first one's jobs, under a new cursor; the page itself comes next.
    case duplicatePage
    /// Before the page, jobs called `…-churn-…` come and go, the same ones for the same seed.
    case churn(seed: UInt64)
    /// The page lacks the job of this name.
    case omit(String)
    /// The page says that it is the last.
    case endEarly
    /// The page says that there are so many jobs in all.
    case total(Int)
    /// The page does not say how many jobs there are.
    case noTotal
    /// The page says that there are fewer jobs than there are, and that it did not count all.
    case partialTotal
    /// `data` is null.
    case nullData
    /// There is no `data`.
    case noData
    /// All jobs in one bare array, as before 2026-04-28.
    case bareArray
    /// The jobs as if no sort were asked for.
    case sortIgnored
    /// `name:desc` is taken for `name:asc`.
    case descIgnored
  }

  package let scope: Scope
  package let effect: Effect
  /// How many requests it befalls, from the first on; nil is all of them.
  package let times: Int?

  package init(_ effect: Effect, on scope: Scope = .everything, times: Int? = nil) {
    self.scope = scope
    self.effect = effect
    self.times = times
  }

  /// Whether it is about a request for `target`, which is not `everything`.
  func isAbout(_ target: Scope) -> Bool {
    switch target {
    case .everything: return false
    case .page(let number):
      guard scope == target || scope == .everything else { return false }
      return number >= effect.firstPage && (scope == target || effect != .duplicatePage || number == 2)
    case .job: return scope == target || scope == .everything && !effect.isAboutPages
    case .token: return scope == target
    }
  }
}

extension Fault.Effect {
  /// Whether it means nothing to other requests than those for pages.
  var isAboutPages: Bool {
    switch self {
    case .status, .redirect, .html, .cutBody, .stallBody, .hang, .delay, .gzipBomb: false
    case .repeatCursor, .staleCursor, .offsetCursors, .duplicatePage, .churn, .omit, .endEarly, .total, .noTotal,
      .partialTotal, .nullData, .noData, .bareArray, .sortIgnored, .descIgnored:
      true
    }
  }

  /// By how much it makes an answer late; nil when it does not.
  var delay: Duration? {
    if case .delay(let milliseconds) = self { .milliseconds(milliseconds) } else { nil }
  }

  /// The first page that it can befall.
  var firstPage: Int {
    self == .staleCursor || self == .duplicatePage ? 2 : 1
  }
}
