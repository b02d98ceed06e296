import ConfigValue
import JobModel

/// What was seen of the list of jobs from one of its ends.
struct ListingWalk: Sendable {
  /// The order in which the API is asked to list jobs.
  enum Order: String, Sendable {
    case ascending = "name:asc"
    case descending = "name:desc"
  }

  /// How many jobs a full page has: as many as are asked for, or as the API gives who asks for no number.
  private static let pageSizes: Set = [ListingOptions.largestPage, 50]

  let order: Order
  /// As they came, no name twice.
  private(set) var jobs: [JobDocument] = []
  private(set) var pages = 0
  /// Where the next page begins; nil before the first page and after the last one.
  private(set) var cursor: String?
  /// How many jobs there are, as each page said that says so.
  private(set) var totals: [Int] = []
  /// Whether the names came in the order of their bytes, so that every job between two of them was seen.
  private(set) var isOrdered = true
  private var names: Set<ExactText> = []
  private var cursors: Set<ExactText> = []

  init(_ order: Order) {
    self.order = order
  }

  /// Whether the list came to its end.
  var isExhausted: Bool { pages > 0 && cursor == nil }

  func contains(_ job: JobDocument) -> Bool { names.contains(job.key) }

  /// Adds the next page: with no name and no cursor that was there before.
  mutating func take(_ page: ListingPage) throws(APIError) {
    pages += 1
    // An answer of somebody else's must not end a list that has more.
    guard page.meta.isSpoken || pages == 1 && (page.isArray || !Self.pageSizes.contains(page.jobs.count)) else {
      throw .inconsistent("A page of the API's list of jobs does not say whether others come behind it")
    }
    for job in page.jobs {
      guard names.insert(job.key).inserted else {
        throw .inconsistent("The API listed a job twice, so that the list changed while it was read")
      }
      if let last = jobs.last, order == .ascending ? job.key < last.key : job.key > last.key { isOrdered = false }
      jobs.append(job)
    }
    if let total = page.meta.total { totals.append(total) }
    cursor = page.meta.nextCursor
    guard let cursor else { return }
    guard cursors.insert(ExactText(cursor)).inserted else {
      throw .inconsistent("The API gave the same cursor twice, after page \(pages)")
    }
  }
}

extension ListingWalk {
  /// Adds the next page; false when it cannot be one, and the walk is of no use any more.
  mutating func takes(_ page: ListingPage) -> Bool {
    do throws(APIError) {
      try take(page)
      return true
    } catch {
      return false
    }
  }
}

/// Whether two walks from both ends have seen everything between them.
enum Meeting {
  /// Not yet.
  case apart
  /// All jobs, in ascending order.
  case whole([JobDocument])
  /// They do not see the same list: it is not ordered as was asked, or it changes where they meet.
  case disagreement

  /// Both walks have pages, in the order of the bytes of names: they have seen all when they overlap, and see the same there.
  init(_ forward: ListingWalk, _ backward: ListingWalk) {
    guard forward.isOrdered, backward.isOrdered else {
      self = .disagreement
      return
    }
    guard let end = forward.jobs.last?.key, let start = backward.jobs.last?.key,
      let first = forward.jobs.first?.key, let last = backward.jobs.first?.key
    else {
      // An empty page that is not the last proves nothing.
      self =
        forward.isExhausted && backward.isExhausted && forward.jobs.isEmpty && backward.jobs.isEmpty
        ? .whole([]) : .disagreement
      return
    }
    // What is still to come lies behind everything seen from the other end.
    guard forward.isExhausted || end < last, backward.isExhausted || first < start else {
      self = .disagreement
      return
    }
    guard start < end || start == end else {
      self = forward.isExhausted || backward.isExhausted ? .disagreement : .apart
      return
    }
    let before = forward.jobs.prefix { $0.key < start }
    let rest = backward.jobs.reversed()
    let overlap = forward.jobs.dropFirst(before.count)
    guard overlap.map(\.key) == rest.prefix(overlap.count).map(\.key),
      rest.dropFirst(overlap.count).first.map({ $0.key > end }) ?? true
    else {
      self = .disagreement
      return
    }
    self = .whole(Array(before) + overlap + rest.dropFirst(overlap.count))
  }
}
