package import ConfigValue
import Diagnostics
import FoundationEssentials
import JobModel
import Synchronization

/// Why jobs cannot be served: one line that names the file and the rule.
package struct UnusableJobs: Error, Sendable, CustomStringConvertible {
  package let description: String
}

/// The jobs of the one workspace that is served, under distinct names. They may change while they are served.
///
/// Every field is answered as it stands in the file: unknown ones too, in the same order, numbers in the same spelling.
package final class JobStore: Sendable {
  private struct Contents {
    var stored = StoredJobs()
    var synthetic: SyntheticJobs?

    var collections: [any OrderedJobs] { [stored] + [synthetic].compactMap { $0 } }

    mutating func prepare(_ order: JobOrder) {
      stored.prepare(order)
      synthetic?.prepare(order)
    }
  }

  private let contents: Mutex<Contents>

  /// Reads every file of the directory at `path`; see `JobDirectory`.
  package static func load(directory path: String) throws(UnusableJobs) -> JobStore {
    try load(JobDirectory(at: path))
  }

  /// Reads every file of a directory; one without any is a workspace without jobs.
  package static func load(_ directory: JobDirectory) throws(UnusableJobs) -> JobStore {
    let store = JobStore(synthetic: nil)
    for name in directory.files {
      let path = directory.path.hasSuffix("/") ? directory.path + name : directory.path + "/" + name
      guard let contents = FileManager.default.contents(atPath: path) else {
        throw UnusableJobs(description: "File '\(path)' cannot be read")
      }
      try store.add(SourceFile(path: path, contents: Array(contents)))
    }
    return store
  }

  /// Made-up jobs, which take no memory until they are asked for; the same for the same seed and workspace.
  package static func synthetic(
    count: Int, seed: UInt64 = 0, workspace: String = "acme"
  ) throws(UnusableJobs) -> JobStore {
    guard (0...SyntheticJobs.mostJobs).contains(count) else {
      throw UnusableJobs(description: "There are from 0 to \(SyntheticJobs.mostJobs) synthetic jobs")
    }
    return JobStore(synthetic: SyntheticJobs(count: count, seed: seed, workspace: workspace))
  }

  /// Reads one job, or an array of them.
  package convenience init(json: [UInt8]) throws(UnusableJobs) {
    self.init(synthetic: nil)
    try add(SourceFile(path: "<jobs>", contents: json))
  }

  /// Takes jobs made in memory.
  package convenience init(jobs: [PlainValue]) throws(UnusableJobs) {
    try self.init(json: Self.json(.list(jobs)))
  }

  private init(synthetic: SyntheticJobs?) {
    contents = Mutex(Contents(synthetic: synthetic))
  }

  package var count: Int { contents.withLock { $0.collections.map(\.count).reduce(0, +) } }

  // MARK: Changes

  /// Adds a job under a name that is free.
  package func create(_ job: PlainValue) throws(UnusableJobs) {
    try add(SourceFile(path: "<job>", contents: Self.json(job)))
  }

  /// Puts a job in the place of the one that has its name.
  package func update(_ job: PlainValue) throws(UnusableJobs) {
    let file = SourceFile(path: "<job>", contents: Self.json(job))
    for (job, _) in try Self.located(in: file) {
      let wasThere = contents.withLock { contents in
        guard contents.stored.job(named: job.name) != nil else { return false }
        contents.stored.put(job)
        return true
      }
      guard wasThere else { throw UnusableJobs(description: "Job '\(job.name)' is not there to be updated") }
    }
  }

  /// Takes a job away; says whether it was there. Synthetic jobs stay.
  @discardableResult
  package func delete(_ name: String) -> Bool {
    contents.withLock { $0.stored.remove(name) }
  }

  // MARK: Questions

  /// The job called `name`.
  subscript(_ name: String) -> StoredJob? {
    contents.withLock { $0.stored.job(named: name) ?? $0.synthetic?.job(named: name) }
  }

  /// At most `limit` of the jobs that `isWanted` wants, in order, from `start` on.
  func slice(
    in order: JobOrder, from start: ListStart, limit: Int, where isWanted: (StoredJob) -> Bool = { _ in true }
  ) -> JobSlice {
    contents.withLock { contents in
      contents.prepare(order)
      return JobSlice(of: contents.collections, in: order, from: start, limit: limit, where: isWanted)
    }
  }

  // MARK: Reading

  private static func json(_ value: PlainValue) -> [UInt8] {
    var json = JSONWriter(pretty: false)
    json.value(value)
    return json.finish()
  }

  private func add(_ file: SourceFile) throws(UnusableJobs) {
    for (job, range) in try Self.located(in: file) {
      let isNew = contents.withLock { contents in
        guard contents.stored.job(named: job.name) == nil, contents.synthetic?.job(named: job.name) == nil else {
          return false
        }
        contents.stored.put(job)
        return true
      }
      guard isNew else { throw Self.failure("There already is a job '\(job.name)'", in: file, at: range) }
    }
  }

  /// The jobs of a file, and where their names stand.
  private static func located(in file: SourceFile) throws(UnusableJobs) -> [(job: StoredJob, name: SourceRange)] {
    let value: Value
    do {
      value = try JSONReader.read(file.bytes, as: .none, names: JobSchema.blaxel.names)
    } catch {
      throw failure(error.finding.summary, in: file, at: error.finding.range)
    }
    var jobs: [(job: StoredJob, name: SourceRange)] = []
    for element in value.kind == .list ? Array(value.elements) : [value] {
      guard let job = JobDocument(element) else {
        throw failure("A job is an object with a 'metadata.name'", in: file, at: element.range)
      }
      jobs.append((StoredJob(job, in: file.bytes), job.nameRange))
    }
    return jobs
  }

  private static func failure(_ summary: String, in file: SourceFile, at range: SourceRange?) -> UnusableJobs {
    let position = LineIndex(file.bytes).position(of: range?.bounds.lowerBound ?? 0)
    return UnusableJobs(description: "\(file.path):\(position.line):\(position.column): \(summary)")
  }
}
