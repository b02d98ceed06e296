import StandInServer
import Testing

@Suite("How faults are written")
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

  @Test(
    "the help names every part",
    arguments: [
      "status=", "retry-after=", "redirect=", "html", "cut-body", "delay=", "repeat-cursor", "omit=", "end-early",
      "total=", "page=", "job=", "times=",
    ])
  func documented(part: String) {
    #expect(Fault.grammar.contains("  " + part) || Fault.grammar.contains("\(part)SECONDS"))
  }
}
