package import ConfigValue
package import JobModel

/// The live jobs of a workspace, found by name; those that are on their way out are not live any more.
package struct LiveJobs: Sendable {
  /// In the order they were given in.
  package let jobs: [JobDocument]
  /// Those that are on their way out.
  package let leaving: [JobDocument]
  private let positions: [ExactText: Int]

  /// Of jobs with one name, the first counts.
  package init(_ jobs: [JobDocument]) {
    let leaving = jobs.filter(\.isLeaving)
    self.leaving = leaving
    // Nearly always, all are there to stay.
    self.jobs = leaving.isEmpty ? jobs : jobs.filter { !$0.isLeaving }
    var positions = [ExactText: Int](minimumCapacity: self.jobs.count)
    for (position, job) in self.jobs.enumerated() where positions[job.key] == nil { positions[job.key] = position }
    self.positions = positions
  }

  /// Where the job of that name stands in `jobs`; nil when there is none.
  package func position(of name: ExactText) -> Int? {
    positions[name]
  }

  /// The job of that name.
  package subscript(name: ExactText) -> JobDocument? {
    positions[name].map { jobs[$0] }
  }

  /// All but those at `positions`, in the order of `jobs`.
  package func others(than positions: [Int]) -> [JobDocument] {
    var isOther = [Bool](repeating: true, count: jobs.count)
    for position in positions { isOther[position] = false }
    return zip(jobs, isOther).filter(\.1).map(\.0)
  }
}
