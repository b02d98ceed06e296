/// Where in an order a page begins.
enum ListStart: Hashable, Sendable {
  case beginning
  /// After this place, whether or not there still is a job.
  case after(JobPlace)
  /// After so many of the jobs that are asked for, whichever they are by now.
  case position(Int)
  /// So that the page is the last.
  case tail
}

/// Neighbouring jobs of an order.
struct JobSlice: Sendable {
  let jobs: [StoredJob]
  /// Whether there are more after them.
  let hasMore: Bool
  /// How many jobs there are, wanted or not.
  let total: Int

  /// Takes at most `limit` of the jobs that `isWanted` wants; the collections are prepared for the order.
  init(
    of collections: [any OrderedJobs], in order: JobOrder, from start: ListStart, limit: Int,
    where isWanted: (StoredJob) -> Bool
  ) {
    total = collections.map(\.count).reduce(0, +)
    guard start != .tail else {
      var walk = JobWalk(endOf: collections, in: order)
      var jobs: [StoredJob] = []
      while jobs.count < limit, let job = walk.previous() {
        if isWanted(job) { jobs.append(job) }
      }
      self.jobs = jobs.reversed()
      hasMore = false
      return
    }
    var walk = JobWalk(collections, in: order, after: start.place)
    var skipped = start.skipped
    var jobs: [StoredJob] = []
    var hasMore = false
    while !hasMore, let job = walk.next() {
      guard isWanted(job) else { continue }
      if skipped > 0 {
        skipped -= 1
      } else if jobs.count == limit {
        hasMore = true
      } else {
        jobs.append(job)
      }
    }
    self.jobs = jobs
    self.hasMore = hasMore
  }
}

extension ListStart {
  fileprivate var place: JobPlace? {
    if case .after(let place) = self { place } else { nil }
  }

  fileprivate var skipped: Int {
    if case .position(let count) = self { count } else { 0 }
  }
}
