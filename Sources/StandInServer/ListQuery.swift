import ConfigValue

/// Which jobs a listing asks for, and in what order.
struct ListQuery: Sendable {
  static let defaultLimit = 50

  /// The states that the official clients know; `status=` with any other is an error.
  static let statuses: Set = [
    "ARCHIVED", "ARCHIVING", "BUILDING", "BUILT", "DEACTIVATED", "DEACTIVATING", "DELETING", "DEPLOYED", "DEPLOYING",
    "FAILED", "TERMINATED", "UNARCHIVING", "UPLOADING",
  ]

  private(set) var limit: Int
  private(set) var sort = JobOrder.newestFirst
  /// Trimmed and lowercased; empty when shorter than the two characters that make a filter.
  private(set) var searchText = ""
  private(set) var wantedStatuses: Set<String> = []
  private(set) var externalId: String?
  /// Whether the last page is asked for instead of the first.
  private(set) var startsAtEnd = false
  private(set) var cursor: String?

  /// - Parameter maximum: the most jobs that a page holds, at least 1.
  init(_ parameters: QueryParameters, maximum: Int) throws(Refusal) {
    limit = min(Self.defaultLimit, maximum)
    cursor = parameters.nonEmpty("cursor")
    externalId = parameters.nonEmpty("externalId")
    if let text = parameters.nonEmpty("limit") {
      guard let number = Int(text), number >= 1 else {
        throw .badRequest("'limit' is an integer from 1; above \(maximum) it counts as \(maximum)")
      }
      limit = min(number, maximum)
    }
    if let text = parameters.nonEmpty("sort") {
      guard let sort = JobOrder(rawValue: text) else {
        throw .badRequest("'sort' is one of " + JobOrder.allCases.map(\.rawValue).joined(separator: ", "))
      }
      self.sort = sort
    }
    if let text = parameters["q"] {
      guard text.unicodeScalars.count <= 200 else { throw .badRequest("'q' has at most 200 characters") }
      let trimmed = text.lowercased().drop(while: \.isWhitespace)
      let length = trimmed.lastIndex { !$0.isWhitespace }
      searchText = length.map { String(trimmed[...$0]) } ?? ""
      if searchText.count < 2 { searchText = "" }
    }
    if let text = parameters.nonEmpty("status") {
      wantedStatuses = Set(text.split(separator: ",").map { $0.filter { $0 != " " }.uppercased() })
      guard wantedStatuses.isSubset(of: Self.statuses) else {
        throw .badRequest("'status' is a comma-separated list of " + Self.statuses.sorted().joined(separator: ", "))
      }
    }
    if let text = parameters.nonEmpty("anchor") {
      guard text == "end", !sort.isByName, cursor == nil else {
        throw .badRequest("'anchor' is 'end', goes with sorts by createdAt, and not with a cursor")
      }
      startsAtEnd = true
    }
  }

  /// What a cursor is bound to: everything that says which jobs are listed in which order.
  ///
  /// The limit may change on the way.
  var binding: String {
    [sort.rawValue, searchText, wantedStatuses.sorted().joined(separator: ","), externalId ?? ""]
      .joined(separator: "\u{0}")
  }

  /// Whether the filters let `job` through.
  func wants(_ job: StoredJob) -> Bool {
    if !wantedStatuses.isEmpty, !wantedStatuses.contains(job.status) { return false }
    if let externalId, job.externalId != externalId { return false }
    return searchText.isEmpty || job.searchTexts.contains { $0.contains(searchText) }
  }
}
