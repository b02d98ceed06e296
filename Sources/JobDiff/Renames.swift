import ConfigValue
import JobModel

/// Guesses which jobs that are only in the specs are live under another name.
struct Renames {
  private let schema: JobSchema
  /// How many live jobs are compared with one spec: those that have the most values in common with it.
  private static let candidateCount = 3
  /// Values that more live jobs than this have in common say nothing about any of them.
  private static let commonness = 50

  init(schema: JobSchema) {
    self.schema = schema
  }

  /// The live job that each spec may have been called before, by the spec's name: nearly everything in both is the same. No
  /// live job is given twice. Ties go by name.
  func guess(new: [JobDocument], gone: [JobDocument]) -> [ExactText: String] {
    guard !new.isEmpty, !gone.isEmpty else { return [:] }
    let index = Self.index(gone)
    var pairs: [(differences: Int, new: ExactText, gone: ExactText)] = []
    for job in new {
      let marks = Self.marks(of: job)
      for candidate in Self.candidates(for: marks, in: index, of: gone) {
        let differences = differences(job, candidate)
        guard marks.count >= 3 + differences, differences * 4 <= marks.count - differences else { continue }
        pairs.append((differences, job.key, candidate.key))
      }
    }
    pairs.sort { ($0.differences, $0.new, $0.gone) < ($1.differences, $1.new, $1.gone) }
    var names: [ExactText: String] = [:]
    var taken: Set<ExactText> = []
    for pair in pairs where names[pair.new] == nil && taken.insert(pair.gone).inserted {
      names[pair.new] = pair.gone.text
    }
    return names
  }

  private func differences(_ job: JobDocument, _ live: JobDocument) -> Int {
    guard let spec = schema.job["spec"], case .object(let shape) = spec.shape else { return 0 }
    let outcome = Comparison(job, with: nil).trial {
      $0.compareObjects(Declaration(job.value["spec"]), live.value["spec"], nil, shape)
    }
    return outcome.steps + outcome.changes.count { $0.counts || $0.operation != .unmanagedField }
  }

  // MARK: What jobs have in common

  /// The live jobs, by position, that have each mark.
  private static func index(_ jobs: [JobDocument]) -> [ExactText: [Int]] {
    var index: [ExactText: [Int]] = [:]
    for (position, job) in jobs.enumerated() {
      for mark in marks(of: job) { index[mark, default: []].append(position) }
    }
    return index
  }

  private static func candidates(for marks: Set<ExactText>, in index: [ExactText: [Int]], of jobs: [JobDocument])
    -> [JobDocument]
  {
    var counts: [Int: Int] = [:]
    for mark in marks {
      guard let positions = index[mark], positions.count <= commonness else { continue }
      for position in positions { counts[position, default: 0] += 1 }
    }
    let best = counts.sorted { ($1.value, jobs[$0.key].key) < ($0.value, jobs[$1.key].key) }
    return best.prefix(candidateCount).map { jobs[$0.key] }
  }

  /// The scalars of a job's spec with the names on the way to them.
  private static func marks(of job: JobDocument) -> Set<ExactText> {
    var marks: Set<ExactText> = []
    func walk(_ value: Value, _ path: String) {
      switch value.kind {
      case .map: for member in value.members { walk(member.value, path + "." + member.name) }
      case .list: for element in value.elements { walk(element, path + "[]") }
      case .null: return
      case .boolean, .integer, .decimal, .string: marks.insert(ExactText(path + "=" + value.text))
      }
    }
    if let spec = job.value["spec"] { walk(spec, "") }
    return marks
  }
}
