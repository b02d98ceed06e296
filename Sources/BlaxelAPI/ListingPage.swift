import ConfigValue
import Diagnostics
import JobModel

/// One page of the list of jobs.
struct ListingPage: Sendable {
  let jobs: [JobDocument]
  let meta: PageMeta
  /// Whether it is an array of all jobs, as before there were pages.
  let isArray: Bool

  /// Reads a page: `{data, meta}`, or the bare array of versions before 2026-04-28, which holds all jobs.
  init(_ answer: HTTPAnswer) throws(APIError) {
    let value = try answer.json()
    let rows: [Value]
    if value.kind == .list {
      rows = Array(value.elements)
      meta = PageMeta()
      isArray = true
    } else {
      isArray = false
      guard value.kind == .map, value["error"] == nil else { throw .malformed("not a list of jobs", answer) }
      let data = value["data"]
      guard data == nil || data?.isNull == true || data?.kind == .list || data?.kind == .map && data?.count == 0 else {
        throw .malformed("not a list of jobs", answer)
      }
      let meta = value["meta"]
      // An object with neither is not an empty workspace, but somebody else's answer.
      guard data != nil || meta?.kind == .map || value.count == 0 else {
        throw .malformed("not a list of jobs", answer)
      }
      rows = data.map { Array($0.elements) } ?? []
      self.meta = try PageMeta(meta, answer)
    }
    jobs = rows.compactMap { JobDocument($0) }
    guard jobs.count == rows.count else { throw .malformed("a list with something that is not a job", answer) }
  }
}

/// What a page says about the whole list.
struct PageMeta: Hashable, Sendable {
  /// Where the next page begins; nil on the last one.
  private(set) var nextCursor: String?
  /// How many jobs there are in all; nil where the API does not say, or has not counted them all.
  private(set) var total: Int?
  /// Whether the page says whether others come behind it.
  private(set) var isSpoken = false

  /// More jobs than any workspace has.
  private static let mostJobs = 10_000_000

  init() {}

  /// `hasMore` and the cursor must agree, and be what they should be: either alone, or misread, would end the listing early.
  init(_ meta: Value?, _ answer: HTTPAnswer) throws(APIError) {
    guard let meta, !meta.isNull else { return }
    guard meta.kind == .map else { throw .malformed("a list whose 'meta' is not an object", answer) }
    let cursor = meta["nextCursor"]
    guard cursor == nil || cursor?.isNull == true || cursor?.kind == .string else {
      throw .malformed("a list whose 'nextCursor' is not a text", answer)
    }
    if try Self.flag("totalIsPartial", in: meta, answer) != true { total = try Self.total(in: meta, answer) }
    let text = cursor?.string.flatMap { $0.isEmpty ? nil : $0 }
    let hasMore = try Self.flag("hasMore", in: meta, answer)
    isSpoken = hasMore != nil || cursor?.kind == .string
    switch (hasMore, text) {
    case (true?, nil): throw .inconsistent("The API says that there are more jobs, and not where")
    case (false?, .some): throw .inconsistent("The API says that there are no more jobs, and where they begin")
    case (_, let text): nextCursor = text
    }
  }

  private static func flag(_ name: String, in meta: Value, _ answer: HTTPAnswer) throws(APIError) -> Bool? {
    guard let value = meta[name], !value.isNull else { return nil }
    guard let flag = value.boolean else { throw .malformed("a list whose '\(name)' is neither true nor false", answer) }
    return flag
  }

  private static func total(in meta: Value, _ answer: HTTPAnswer) throws(APIError) -> Int? {
    guard let value = meta["total"], !value.isNull else { return nil }
    guard let total = value.number?.integer, (0...mostJobs).contains(total) else {
      throw .malformed("a list whose 'total' is no number of jobs", answer)
    }
    return total
  }

  /// What the end of a page probably says, without reading the rest: for asking for the next page early. Nil when it cannot be
  /// told; and only `ListingPage` is to be believed.
  init?(endOf answer: HTTPAnswer) {
    let end = answer.body.suffix(4096)
    let mark = Array("\"meta\"".utf8)
    guard let name = end.indices.last(where: { end[$0...].starts(with: mark) }),
      let start = end[name...].firstIndex(of: UInt8(ascii: "{")), let last = end.lastIndex(of: UInt8(ascii: "}")),
      start < last,
      let meta = try? JSONReader.read(Array(end[start..<last]), as: .none, names: JobSchema.blaxel.names),
      let read = try? PageMeta(meta, answer)
    else { return nil }
    self = read
  }
}
