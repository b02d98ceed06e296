import Testing

@testable import StandInServer

@Suite("How faults are written", .serialized)
struct FaultParsingTests {
  @Test(
    "a text becomes the fault it describes",
    arguments: [
      ("status=503", Fault(.status(503, retryAfter: nil))),
      ("page=2:status=503", Fault(.status(503, retryAfter: nil), on: .page(2))),
      ("retry-after=0:status=429:times=3", Fault(.status(429, retryAfter: 0), times: 3)),
      ("repeat-cursor:page=2", Fault(.repeatCursor, on: .page(2))),
      ("cut-body", Fault(.cutBody)), ("html:times=1", Fault(.html, times: 1)),
      ("job=etl:html", Fault(.html, on: .job("etl"))), ("omit=etl=1", Fault(.omit("etl=1"))),
      ("delay=0ms", Fault(.delay(milliseconds: 0))), ("end-early", Fault(.endEarly)), ("total=0", Fault(.total(0))),
      ("page=1:redirect=https://a:1/b:times=2", Fault(.redirect("https://a:1/b:times=2"), on: .page(1))),
    ])
  func parsed(text: String, fault: Fault) throws {
    #expect(try Fault(parsing: text) == fault)
  }

  @Test(
    "a text that is no fault is refused with the part that is wrong",
    arguments: [
      ("", "''"), ("page=2", "effect"), ("status", "'status'"), ("status=200", "'status'"), ("status=600", "'status'"),
      ("status=99999999999999999999", "'status'"), ("page=0:html", "'page'"), ("page=x:html", "'page'"),
      ("html:times=0", "'times'"), ("html=1", "'html'"), ("html:html", "'html'"), ("html:cut-body", "'cut-body'"),
      ("page=1:job=a:html", "'job'"), ("delay=5", "'delay'"), ("delay=5s", "'delay'"), ("delay=-5ms", "'delay'"),
      ("delay=600001ms", "'delay'"), ("omit=", "'omit'"), ("omit=a b", "'omit'"), ("redirect=", "'redirect'"),
      ("redirect=http://a/\r\nX: y", "'redirect'"), ("html:retry-after=1", "'retry-after'"), ("html:", "''"),
      ("HTML", "'HTML'"), ("explode", "'explode'"),
    ])
  func refused(text: String, part: String) {
    let failure = #expect(throws: InvalidFault.self) { try Fault(parsing: text) }
    #expect(failure?.description.contains(part) == true, "\(failure?.description ?? "none")")
  }

  @Test(arguments: (FaultWord.effects + FaultWord.pageEffects).filter { $0.placeholder.isEmpty }.map(\.name))
  func `A fault that is a name is written as that`(name: String) throws {
    #expect(try Fault(parsing: name).description == name)
  }

  @Test(
    arguments: [
      ("429-once", Fault(.status(429, retryAfter: 1), times: 1)),
      ("503-once", Fault(.status(503, retryAfter: nil), times: 1)),
      ("429-once:retry-after=7", Fault(.status(429, retryAfter: 7), times: 1)),
      ("500", Fault(.status(500, retryAfter: nil))),
      ("page=2:418:times=3", Fault(.status(418, retryAfter: nil), on: .page(2), times: 3)),
      ("loop-cursor", Fault(.repeatCursor)), ("slow=50ms", Fault(.delay(milliseconds: 50))), ("hang", Fault(.hang)),
      ("page=2:stall-body", Fault(.stallBody, on: .page(2))),
      ("stale-cursor:times=1", Fault(.staleCursor, times: 1)), ("redirect", Fault(.redirect(nil))),
      ("times=1:redirect", Fault(.redirect(nil), times: 1)), ("redirect:times=1", Fault(.redirect(nil), times: 1)),
      ("null-data", Fault(.nullData)), ("no-data", Fault(.noData)), ("bare-array", Fault(.bareArray)),
      ("duplicate-page", Fault(.duplicatePage)), ("page=3:duplicate-page", Fault(.duplicatePage, on: .page(3))),
      ("sort-ignored", Fault(.sortIgnored)), ("desc-ignored", Fault(.descIgnored)), ("no-total", Fault(.noTotal)),
      ("partial-total", Fault(.partialTotal)), ("gzip-bomb", Fault(.gzipBomb)), ("churn=7", Fault(.churn(seed: 7))),
      ("offset-cursors", Fault(.offsetCursors)),
      ("token:status=500:times=1", Fault(.status(500, retryAfter: nil), on: .token, times: 1)),
    ])
  func `Short names say what they stand for`(text: String, fault: Fault) throws {
    #expect(try Fault(parsing: text) == fault)
    #expect(try Fault(parsing: fault.description) == fault)
  }

  @Test(
    arguments: [
      ("399", "'399'"), ("600", "'600'"), ("200-once", "'200-once'"), ("503=1", "'503'"),
      ("503-once:times=2", "'times'"),
      ("500:503", "'503'"), ("once", "'once'"), ("-once", "'-once'"), ("slow=5", "'slow'"), ("churn", "'churn'"),
      ("churn=-1", "'churn'"), ("page=1:stale-cursor", "'stale-cursor'"), ("page=1:duplicate-page", "'duplicate-page'"),
      ("job=a:no-total", "'no-total'"), ("token:churn=1", "'churn'"), ("token=1:500", "'token'"),
      ("token:page=1:500", "'page'"),
      ("html:retry-after=1", "'retry-after'"), ("99999999999999999999", "'99999999999999999999'"),
    ])
  func `Short names that make no fault are refused`(text: String, part: String) {
    let failure = #expect(throws: InvalidFault.self) { try Fault(parsing: text) }
    #expect(failure?.description.contains(part) == true, "\(failure?.description ?? "none")")
  }

  @Test(arguments: [
    ("stale-curser", "stale-cursor"), ("no_total", "no-total"), ("dely=5ms", "delay"), ("pag=2:html", "page"),
  ])
  func `An unknown name is refused with the nearest one and with all there are`(text: String, nearest: String) {
    let failure = #expect(throws: InvalidFault.self) { try Fault(parsing: text) }
    let message = failure?.description ?? ""
    #expect(message.contains("did you mean '\(nearest)'?"))
    for word in FaultWord.all { #expect(message.contains(word.name)) }
    #expect(!message.contains("\n"))
  }

  @Test(arguments: FaultWord.all.map(\.name) + ["delay", "repeat-cursor", "CODE-once"])
  func `The help names every part`(name: String) {
    #expect(Fault.grammar.contains(name))
    #expect(Fault.grammar.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
