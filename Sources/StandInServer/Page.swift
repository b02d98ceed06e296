import ConfigValue

/// One page of a listing.
struct Page {
  /// From 1.
  let number: Int
  let jobs: ArraySlice<StoredJob>
  let hasMore: Bool
  /// How many jobs the workspace has, whatever is filtered.
  let total: Int
  /// Empty on the last page.
  let nextCursor: String
  /// A cursor that leads to this page.
  let ownCursor: String

  /// The page as `{"data": […], "meta": {…}}`, after what befalls it.
  func body(after effects: [Fault.Effect] = []) -> [UInt8] {
    var hasMore = hasMore
    var total = total
    var nextCursor = nextCursor
    for effect in effects {
      switch effect {
      case .repeatCursor: (hasMore, nextCursor) = (true, ownCursor)
      case .endEarly: (hasMore, nextCursor) = (false, "")
      case .total(let number): total = number
      case .status, .redirect, .html, .cutBody, .delay, .omit: continue
      }
    }
    var meta = JSONWriter(pretty: false)
    meta.object { json in
      json.key("hasMore")
      json.boolean(hasMore)
      json.key("nextCursor")
      json.string(nextCursor)
      json.key("total")
      json.integer(total)
    }
    let jobs = jobs.filter { !effects.contains(.omit($0.name)) }
    return Array("{\"data\":".utf8) + Self.array(jobs) + Array(",\"meta\":".utf8) + meta.finish() + [UInt8(ascii: "}")]
  }

  /// The masked jobs as a JSON array.
  static func array(_ jobs: [StoredJob]) -> [UInt8] {
    [UInt8(ascii: "[")] + jobs.map(\.maskedBytes).joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }
}
