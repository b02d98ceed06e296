package import ConfigValue
package import JobModel

/// The live jobs of a workspace, found by name; those that are on their way out are not live any more.
package struct LiveJobs: Sendable {
  /// In the order they were given in.
  package let jobs: [JobDocument]
  private let positions: [ExactText: Int]

  /// Of jobs with one name, the first counts.
  package init(_ jobs: [JobDocument]) {
    self.jobs = jobs.filter { !$0.isLeaving }
    positions = Dictionary(self.jobs.enumerated().map { ($0.element.key, $0.offset) }) { first, _ in first }
  }

  /// The job of that name.
  package subscript(name: ExactText) -> JobDocument? {
    positions[name].map { jobs[$0] }
  }
}
