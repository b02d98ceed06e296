import ConfigValue
import Diagnostics
import JobModel

/// The names of the jobs that specs declare, and where: all that is needed of a job once it was checked.
struct DeclaredNames: Sendable {
  private var places: [(name: ExactText, range: SourceRange)] = []

  var count: Int { places.count }

  mutating func add(_ job: JobDocument) {
    places.append((job.key, job.nameRange))
  }

  mutating func append(_ other: DeclaredNames) {
    places += other.places
  }

  /// The names that are declared.
  var names: Set<ExactText> { Set(places.map(\.name)) }

  /// One finding for each name that more than one job has, with all its places, at the second.
  var duplicates: [Diagnostic] {
    var seen = Set<ExactText>(minimumCapacity: places.count)
    let repeated = Set(places.filter { !seen.insert($0.name).inserted }.map(\.name))
    guard !repeated.isEmpty else { return [] }
    return Dictionary(grouping: places.filter { repeated.contains($0.name) }, by: \.name).map { _, places in
      let ranges = places.map(\.range).sorted { ($0.source, $0.lowerBound) < ($1.source, $1.lowerBound) }
      return Diagnostic(
        .duplicateJob, "Job '\(places[0].name.text)' is declared \(ranges.count) times", at: ranges[1],
        notes: ranges.enumerated().filter { $0.offset != 1 }.map { Diagnostic.Note("also here", at: $0.element) },
        help: "keep one; 'bl apply' would let the last one win")
    }
    .sortedByPosition()
  }
}
