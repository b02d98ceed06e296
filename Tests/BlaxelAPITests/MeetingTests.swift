import ConfigValue
import JobModel
import TestSupport
import Testing

@testable import BlaxelAPI

/// Whether two walks from both ends have seen everything between them.
@Suite struct MeetingTests {
  /// A walk over pages of names; `isExhausted` says whether the last one ends the list.
  private static func walk(
    _ order: ListingWalk.Order, _ pages: [[String]], isExhausted: Bool = false
  ) throws -> ListingWalk {
    var walk = ListingWalk(order)
    for (number, names) in pages.enumerated() {
      let isLast = number + 1 == pages.count
      try walk.take(
        try ListingPage(
          HTTPAnswer(json: [
            "data": .list(names.map { ["metadata": ["name": .string($0)]] }),
            "meta": [
              "hasMore": .boolean(!isLast || !isExhausted),
              "nextCursor": .string(isLast && isExhausted ? "" : "c\(number)"),
            ],
          ])))
    }
    return walk
  }

  private static func meeting(
    _ forward: [[String]], _ backward: [[String]], ends: (forward: Bool, backward: Bool) = (false, false)
  ) throws -> String {
    let meeting = Meeting(
      try walk(.ascending, forward, isExhausted: ends.forward),
      try walk(.descending, backward, isExhausted: ends.backward))
    switch meeting {
    case .apart: return "apart"
    case .disagreement: return "disagreement"
    case .whole(let jobs): return jobs.map(\.name).joined()
    }
  }

  @Test func `Walks that share a job have seen all`() throws {
    #expect(try Self.meeting([["a", "b"], ["c"]], [["e", "d"], ["c"]]) == "abcde")
    #expect(try Self.meeting([["a", "b", "c"]], [["e", "d", "c", "b"]]) == "abcde")
    #expect(try Self.meeting([["a", "b"]], [["b", "a"]], ends: (true, true)) == "ab")
    #expect(try Self.meeting([[]], [[]], ends: (true, true)) == "")
  }

  @Test func `Walks that do not share one may have missed what lies between`() throws {
    #expect(try Self.meeting([["a", "b"]], [["e", "d"]]) == "apart")
    #expect(try Self.meeting([["a", "b"]], [["d", "c"]]) == "apart")
  }

  @Test func `Lists in another order than was asked for prove nothing`() throws {
    // The same page from both ends: the order is ignored, whatever it is.
    #expect(try Self.meeting([["b", "a"]], [["b", "a"]]) == "disagreement")
    #expect(try Self.meeting([["a", "b"]], [["a", "b"]]) == "disagreement")
    #expect(try Self.meeting([["a"]], [["a"]]) == "disagreement")
    #expect(try Self.meeting([["a", "b"], ["d", "c"]], [["c", "b"]]) == "disagreement")
  }

  @Test func `What one walk has and the other must have had is a disagreement`() throws {
    // 'c' came or went between the walks.
    #expect(try Self.meeting([["a", "b", "c", "d"]], [["e", "d", "b"]]) == "disagreement")
    #expect(try Self.meeting([["a", "b", "d"]], [["e", "d", "c", "b"]]) == "disagreement")
    // One is at its end and never saw where the other one is.
    #expect(try Self.meeting([["a", "b"]], [["e", "d"]], ends: (true, false)) == "disagreement")
    #expect(try Self.meeting([["a", "b"]], [["e", "d"]], ends: (false, true)) == "disagreement")
    // More is said to come behind the last of all.
    #expect(try Self.meeting([["a", "b"]], [["b", "a"]], ends: (false, true)) == "disagreement")
    #expect(try Self.meeting([["a", "b"]], [["b"], ["a"]], ends: (true, false)) == "disagreement")
    #expect(try Self.meeting([["a"]], [[]]) == "disagreement")
  }

  @Test func `A name or a cursor that comes twice ends a walk`() throws {
    #expect(throws: APIError.self) { try Self.walk(.ascending, [["a", "b"], ["b"]]) }
    var walk = try Self.walk(.ascending, [["a"]])
    let again = try ListingPage(
      HTTPAnswer(json: ["data": [], "meta": ["hasMore": true, "nextCursor": "c0"]]))
    #expect(throws: APIError.self) { try walk.take(again) }
  }

  @Test(arguments: [
    #""total": 9223372036854775807"#, #""total": -9223372036854775808"#, #""total": 1e300"#, #""total": "7""#,
    #""total": 1.5"#, #""total": -1"#, #""total": 99999999999999999999"#, #""hasMore": "true""#, #""hasMore": 1"#,
    #""totalIsPartial": "no""#, #""nextCursor": 7"#,
  ])
  func `What a page says about the list must be what it should be`(member: String) {
    #expect(throws: APIError.self) {
      try ListingPage(HTTPAnswer(text: #"{"data": [], "meta": {\#(member)}}"#))
    }
  }

  @Test(arguments: [("40", 40 as Int?), ("40.0", 40), ("4e1", 40), ("null", nil), ("0", 0)])
  func `A number of jobs counts however it is written`(total: String, count: Int?) throws {
    let page = try ListingPage(HTTPAnswer(text: #"{"data": [], "meta": {"total": \#(total)}}"#))
    #expect(page.meta.total == count)
  }

  @Test(arguments: ["{}", #"{"data": null}"#, "[]", #"{"data": [], "meta": {}}"#, #"{"meta": {"total": 9}}"#])
  func `A page behind another one must say that it is the last`(body: String) throws {
    var walk = try Self.walk(.ascending, [["a"]])
    let page = try ListingPage(HTTPAnswer(text: body))
    #expect(throws: APIError.self) { try walk.take(page) }
  }

  @Test(arguments: [50, 200])
  func `A full page that says nothing may not be the last`(count: Int) throws {
    let rows = PlainValue.list((0..<count).map { ["metadata": ["name": .string("job-\($0)")]] })
    var walk = ListingWalk(.ascending)
    let page = try ListingPage(HTTPAnswer(json: ["data": rows]))
    #expect(throws: APIError.self) { try walk.take(page) }
    var other = ListingWalk(.ascending)
    try other.take(try ListingPage(HTTPAnswer(json: rows)))
    #expect(other.isExhausted)
  }

  @Test func `A cursor behind the last page is a contradiction`() {
    #expect(throws: APIError.self) {
      try ListingPage(HTTPAnswer(text: #"{"data": [], "meta": {"hasMore": false, "nextCursor": "x"}}"#))
    }
  }

  @Test(arguments: [
    (#"{"data": [], "meta": {"hasMore": true, "nextCursor": "x", "total": 9}}"#, "x" as String?),
    (#"{"data": [], "meta": {"hasMore": false, "nextCursor": ""}}"#, nil),
    (#"{"meta": {"nextCursor": "x"}, "data": []}"#, nil),
    (#"{"data": [{"a": "\"meta\": {\"nextCursor\": \"y\"}"}], "meta": {"nextCursor": "x"} }  "#, "x"),
    (#"{"data": [{"meta": {"nextCursor": "y"}}]}"#, nil), ("[]", nil), ("", nil), (#""meta""#, nil),
    (#"{"meta": {"#, nil), (#"}"meta"{"#, nil),
  ])
  func `The end of a page tells where the next one begins, or nothing`(body: String, cursor: String?) {
    #expect(PageMeta(endOf: HTTPAnswer(text: body))?.nextCursor == cursor)
  }
}
