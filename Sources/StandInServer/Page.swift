import ConfigValue

/// One page of a listing.
struct Page {
  let slice: JobSlice
  /// Leads to the page after it; empty on the last one.
  let nextCursor: String
  /// Leads to this page.
  let ownCursor: String

  /// The page as `{"data": […], "meta": {…}}`, after what befalls it.
  func body(after effects: [Fault.Effect]) -> [UInt8] {
    var body = Array("{".utf8)
    if effects.contains(.nullData) {
      body += "\"data\":null,".utf8
    } else if !effects.contains(.noData) {
      body += "\"data\":".utf8
      body += Self.array(slice.jobs, without: effects)
      body.append(UInt8(ascii: ","))
    }
    body += "\"meta\":".utf8
    body += meta(after: effects)
    body.append(UInt8(ascii: "}"))
    return body
  }

  private func meta(after effects: [Fault.Effect]) -> [UInt8] {
    var nextCursor = nextCursor
    // How many jobs the workspace has, whatever is filtered.
    var total: Int? = slice.total
    for effect in effects {
      switch effect {
      case .repeatCursor: nextCursor = ownCursor
      case .endEarly: nextCursor = ""
      case .total(let number): total = number
      case .noTotal: total = nil
      case .partialTotal: total = slice.total / 2
      case .status, .redirect, .html, .cutBody, .stallBody, .hang, .delay, .gzipBomb, .staleCursor, .offsetCursors,
        .duplicatePage,
        .churn, .omit, .nullData, .noData, .bareArray, .sortIgnored, .descIgnored:
        continue
      }
    }
    var meta = JSONWriter(pretty: false)
    meta.object { json in
      json.key("hasMore")
      json.boolean(!nextCursor.isEmpty)
      json.member("nextCursor", nextCursor)
      json.member("total", total)
      if effects.contains(.partialTotal) {
        json.key("totalIsPartial")
        json.boolean(true)
      }
    }
    return meta.finish()
  }

  /// The masked jobs as a JSON array.
  static func array(_ jobs: [StoredJob], without effects: [Fault.Effect]) -> [UInt8] {
    var body = Array("[".utf8)
    for job in jobs where !effects.contains(.omit(job.name)) {
      if body.count > 1 { body.append(UInt8(ascii: ",")) }
      body += job.bytes(isRevealed: false)
    }
    body.append(UInt8(ascii: "]"))
    return body
  }
}
