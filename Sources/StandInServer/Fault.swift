/// Something that goes wrong on demand, with requests that would otherwise be answered.
///
///     page=2:status=503
///     page=2:status=429:retry-after=1:times=1
///     job=etl-nightly:delay=50ms
///     page=2:omit=etl-nightly
package struct Fault: Hashable, Sendable {
  /// The requests it is about.
  package enum Scope: Hashable, Sendable {
    case everything
    /// A page of a listing, from 1.
    case page(Int)
    /// The request for the one job of this name.
    case job(String)
  }

  /// What happens to them.
  package enum Effect: Hashable, Sendable {
    /// An error in the API's shape; `retryAfter` is the header's value in seconds.
    case status(Int, retryAfter: Int?)
    /// A redirect (302) to this address.
    case redirect(String)
    /// An HTML page with status 200, as captive portals and proxies answer.
    case html
    /// The announced length, half of the body, and the end of the connection.
    case cutBody
    /// The answer, so many milliseconds later.
    case delay(milliseconds: Int)
    /// The page's next cursor leads to the page itself.
    case repeatCursor
    /// The page lacks the job of this name.
    case omit(String)
    /// The page says that it is the last.
    case endEarly
    /// The page says that there are so many jobs in all.
    case total(Int)
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
}

extension Fault {
  /// The grammar of `init(parsing:)`, for people.
  package static let grammar = """
    A fault is parts joined by colons, in any order: one effect and, where wanted,
    whom it befalls and how often.

      status=CODE      an error of this status, 400 to 599;
                       retry-after=SECONDS adds the header
      redirect=URL     a redirect to URL, which is the rest of the text
      html             an HTML page with status 200
      cut-body         a body, and a connection, that end in the middle
      delay=NUMBERms   the answer, later (at most 600000ms)
      repeat-cursor    a page whose next cursor leads to itself
      omit=NAME        a page without the job NAME
      end-early        a page that says it is the last
      total=NUMBER     a page that says there are NUMBER jobs in all

      page=NUMBER      only this page of listings, from 1
      job=NAME         only the request for the one job NAME
      times=NUMBER     only the first NUMBER requests it would befall

    Without page and job every request is meant. Faults befall requests that pass
    authentication, and add up. Examples:

      page=2:status=503
      status=429:retry-after=1:times=1
      job=etl-nightly:delay=50ms
    """
}
