import ConfigValue

/// Jobs that are held as they are answered, and may come and go.
///
/// An order is sorted when it is first asked for, and kept up to date from then on.
struct StoredJobs: OrderedJobs {
  private var jobs: [ExactText: StoredJob] = [:]
  /// Those asked for so far; `byNameBackwards` is `byName` from its end.
  private var places: [JobOrder: [JobPlace]] = [:]

  var count: Int { jobs.count }

  /// Puts a job in, or in the place of the one that has its name.
  mutating func put(_ job: StoredJob) {
    remove(job.name)
    jobs[job.place.name] = job
    forEachOrder { order, places in
      places.insert(job.place, at: Self.position(after: job.place, in: order, among: places))
    }
  }

  /// Takes a job out; says whether there was one.
  @discardableResult
  mutating func remove(_ name: String) -> Bool {
    guard let job = jobs.removeValue(forKey: ExactText(name)) else { return false }
    forEachOrder { order, places in
      places.remove(at: Self.position(after: job.place, in: order, among: places) - 1)
    }
    return true
  }

  mutating func prepare(_ order: JobOrder) {
    let kept = Self.kept(order)
    guard places[kept] == nil else { return }
    places[kept] = jobs.values.map(\.place).sorted { kept.precedes($0, $1) }
  }

  func place(at position: Int, in order: JobOrder) -> JobPlace {
    let sorted = places[Self.kept(order)] ?? []
    return sorted[order == .byNameBackwards ? sorted.count - 1 - position : position]
  }

  func job(at position: Int, in order: JobOrder) -> StoredJob {
    let place = place(at: position, in: order)
    guard let job = jobs[place.name] else { preconditionFailure("an order holds a job that is not among the jobs") }
    return job
  }

  func job(named name: String) -> StoredJob? { jobs[ExactText(name)] }

  private static func kept(_ order: JobOrder) -> JobOrder {
    order == .byNameBackwards ? .byName : order
  }

  /// Changes every order in its place.
  private mutating func forEachOrder(_ change: (JobOrder, inout [JobPlace]) -> Void) {
    for order in JobOrder.allCases {
      guard let index = places.index(forKey: order) else { continue }
      change(order, &places.values[index])
    }
  }

  private static func position(after place: JobPlace, in order: JobOrder, among sorted: [JobPlace]) -> Int {
    firstPosition(below: sorted.count) { order.precedes(place, sorted[$0]) }
  }
}
