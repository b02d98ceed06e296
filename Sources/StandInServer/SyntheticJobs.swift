import JobModel

/// So many made-up jobs, none of which is held: each is written when it is asked for.
///
/// Pages by name cost what the page costs. An order by time costs four bytes a job, and a sort the first time.
struct SyntheticJobs: OrderedJobs {
  /// As many as the digits in their names can count.
  static let mostJobs = 9_999_999

  let count: Int
  private let seed: UInt64
  private let workspace: String
  /// The numbers of the jobs, in the orders by time asked for so far.
  private var numbers: [JobOrder: [UInt32]] = [:]

  /// - Parameter count: at most `mostJobs`.
  init(count: Int, seed: UInt64, workspace: String) {
    self.count = count
    self.seed = seed
    self.workspace = workspace
  }

  mutating func prepare(_ order: JobOrder) {
    guard !order.isByName, numbers[order] == nil else { return }
    let isNewestFirst = order == .newestFirst
    let times = (0..<count).map { SyntheticJob.secondOfCreation(of: $0, seed: seed) }
    // Names rise with the numbers, so that the number decides between equal times.
    numbers[order] = (0..<UInt32(count)).sorted { first, second in
      let (one, other) = (times[Int(first)], times[Int(second)])
      return one == other ? first < second : (one < other) != isNewestFirst
    }
  }

  func place(at position: Int, in order: JobOrder) -> JobPlace {
    synthetic(number(at: position, in: order)).place
  }

  func job(at position: Int, in order: JobOrder) -> StoredJob {
    StoredJob(synthetic(number(at: position, in: order)))
  }

  func job(named name: String) -> StoredJob? {
    guard let number = SyntheticJob.number(in: name), number < count else { return nil }
    let job = StoredJob(synthetic(number))
    return job.name == name ? job : nil
  }

  private func number(at position: Int, in order: JobOrder) -> Int {
    switch order {
    case .byName: position
    case .byNameBackwards: count - 1 - position
    case .oldestFirst, .newestFirst: numbers[order].map { Int($0[position]) } ?? position
    }
  }

  private func synthetic(_ number: Int) -> SyntheticJob {
    SyntheticJob(number: number, seed: seed, workspace: workspace)
  }
}
