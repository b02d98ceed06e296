import ConfigValue

/// Which jobs a listing asks for, and in what order.
struct ListQuery: Sendable {
  enum Sort: String, CaseIterable, Sendable {
    case newestFirst = "createdAt:desc"
    case oldestFirst = "createdAt:asc"
    case byName = "name:asc"
    case byNameBackwards = "name:desc"

    var isByName: Bool { self == .byName || self == .byNameBackwards }
  }

  static let limits = 1...200
  static let defaultLimit = 50

  /// The states that the official clients know; `status=` with any other is an error.
  static let statuses: Set = [
    "ARCHIVED", "ARCHIVING", "BUILDING", "BUILT", "DEACTIVATED", "DEACTIVATING", "DELETING", "DEPLOYED", "DEPLOYING",
    "FAILED", "TERMINATED", "UNARCHIVING", "UPLOADING",
  ]

  private(set) var limit = Self.defaultLimit
  private(set) var sort = Sort.newestFirst
  /// Trimmed and lowercased; empty when shorter than the two characters that make a filter.
  private(set) var searchText = ""
  private(set) var wantedStatuses: Set<String> = []
  private(set) var externalId: String?
  /// Whether the last page is asked for instead of the first.
  private(set) var startsAtEnd = false
  private(set) var cursor: String?

  init(_ parameters: QueryParameters) throws(Refusal) {
    cursor = parameters.nonEmpty("cursor")
    externalId = parameters.nonEmpty("externalId")
    if let text = parameters.nonEmpty("limit") {
      guard let number = Int(text), number >= Self.limits.lowerBound else {
        throw .badRequest("'limit' is an integer from 1; above 200 it counts as 200")
      }
      limit = min(number, Self.limits.upperBound)
    }
    if let text = parameters.nonEmpty("sort") {
      guard let sort = Sort(rawValue: text) else {
        throw .badRequest("'sort' is one of " + Sort.allCases.map(\.rawValue).joined(separator: ", "))
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

  /// The jobs of `store` that are asked for, all pages together, in order.
  ///
  /// Equal times go by name, so that the order is total.
  func matches(in store: JobStore) -> [StoredJob] {
    store.jobs.filter(isWanted).sorted { first, second in
      switch sort {
      case .byName: first.name < second.name
      case .byNameBackwards: second.name < first.name
      case .oldestFirst: Self.isOlder(first, second) ?? (first.name < second.name)
      case .newestFirst: Self.isOlder(second, first) ?? (first.name < second.name)
      }
    }
  }

  private func isWanted(_ job: StoredJob) -> Bool {
    if !wantedStatuses.isEmpty, !wantedStatuses.contains(job.status) { return false }
    if let externalId, job.externalId != externalId { return false }
    return searchText.isEmpty || job.searchTexts.contains { $0.contains(searchText) }
  }

  /// Nil when both are of the same time, or of none.
  private static func isOlder(_ first: StoredJob, _ second: StoredJob) -> Bool? {
    switch (first.createdAt, second.createdAt) {
    case (nil, nil): nil
    case (nil, _): true
    case (_, nil): false
    case (let first?, let second?): first == second ? nil : first < second
    }
  }
}
