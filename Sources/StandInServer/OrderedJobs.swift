import ConfigValue

/// Jobs under distinct names, which can be taken from any place of any order.
protocol OrderedJobs: Sendable {
  var count: Int { get }

  /// Makes ready for an order; must come before anything is asked about it. The first time may cost a sort.
  mutating func prepare(_ order: JobOrder)

  /// Positions count from 0 and are less than `count`.
  func place(at position: Int, in order: JobOrder) -> JobPlace
  func job(at position: Int, in order: JobOrder) -> StoredJob
  func job(named name: String) -> StoredJob?
}

extension OrderedJobs {
  /// How many jobs stand before `place` or at it. Costs a binary search.
  func position(after place: JobPlace, in order: JobOrder) -> Int {
    firstPosition(below: count) { order.precedes(place, self.place(at: $0, in: order)) }
  }
}

/// The first number from 0 on for which `holds`, which holds for all after it, too; `count` when there is none below that.
///
/// Asks as often as a binary search does.
func firstPosition(below count: Int, where holds: (Int) -> Bool) -> Int {
  var bounds = 0..<count
  while !bounds.isEmpty {
    let middle = bounds.lowerBound + bounds.count / 2
    bounds = holds(middle) ? bounds.lowerBound..<middle : middle + 1..<bounds.upperBound
  }
  return bounds.lowerBound
}

/// Goes through the jobs of several collections in one order, from any place on, forwards or backwards.
///
/// The collections must be prepared for the order and have no name in common.
struct JobWalk {
  private let collections: [any OrderedJobs]
  private let order: JobOrder
  private var positions: [Int]

  /// Stands before the first job, or after `place`, whether or not there still is a job.
  init(_ collections: [any OrderedJobs], in order: JobOrder, after place: JobPlace?) {
    self.collections = collections
    self.order = order
    positions = collections.map { jobs in place.map { jobs.position(after: $0, in: order) } ?? 0 }
  }

  /// Stands after the last job.
  init(endOf collections: [any OrderedJobs], in order: JobOrder) {
    self.collections = collections
    self.order = order
    positions = collections.map(\.count)
  }

  /// The next job; nil after the last.
  mutating func next() -> StoredJob? {
    let candidates = collections.indices.filter { positions[$0] < collections[$0].count }
    let first = candidates.min { order.precedes(place($0, positions[$0]), place($1, positions[$1])) }
    guard let first else { return nil }
    positions[first] += 1
    return collections[first].job(at: positions[first] - 1, in: order)
  }

  /// The job before the next one; nil before the first.
  mutating func previous() -> StoredJob? {
    let candidates = collections.indices.filter { positions[$0] > 0 }
    let last = candidates.max { order.precedes(place($0, positions[$0] - 1), place($1, positions[$1] - 1)) }
    guard let last else { return nil }
    positions[last] -= 1
    return collections[last].job(at: positions[last], in: order)
  }

  private func place(_ collection: Int, _ position: Int) -> JobPlace {
    collections[collection].place(at: position, in: order)
  }
}
