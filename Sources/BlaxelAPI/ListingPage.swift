import ConfigValue
import Diagnostics
import JobModel

/// One page of the list of jobs.
struct ListingPage {
  let jobs: [Value]
  /// Where the next page begins; nil on the last one.
  let nextCursor: String?

  /// Reads a page: `{data, meta}`, or the bare array of versions before 2026-04-28, which holds all jobs.
  init(_ answer: HTTPAnswer) throws(APIError) {
    let value = try answer.json()
    if value.kind == .list {
      jobs = Array(value.elements)
      nextCursor = nil
    } else {
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
      jobs = data.map { Array($0.elements) } ?? []
      nextCursor = try Self.nextCursor(meta, answer)
    }
    for job in jobs where JobDocument(job) == nil {
      throw .malformed("a list with something that is not a job", answer)
    }
  }

  /// `hasMore` and the cursor must agree: either alone would end the listing early, or never.
  private static func nextCursor(_ meta: Value?, _ answer: HTTPAnswer) throws(APIError) -> String? {
    guard let meta, !meta.isNull else { return nil }
    guard meta.kind == .map else { throw .malformed("a list whose 'meta' is not an object", answer) }
    let cursor = meta["nextCursor"]
    guard cursor == nil || cursor?.isNull == true || cursor?.kind == .string else {
      throw .malformed("a list whose 'nextCursor' is not a text", answer)
    }
    let text = cursor?.string.flatMap { $0.isEmpty ? nil : $0 }
    switch meta["hasMore"]?.boolean {
    case true? where text == nil:
      throw APIError(
        .incompleteListing, "The API says that there are more jobs, and not where",
        help: "try again; nothing was compared")
    case false?: return nil
    case true?, nil: return text
    }
  }
}
