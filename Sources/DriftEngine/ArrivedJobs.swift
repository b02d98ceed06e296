import BlaxelAPI
import ConfigValue
import Diagnostics
import JobDiff
import JobModel

/// What can be told of live jobs one by one, before it is known which of them count.
struct ArrivedJobs: Sendable {
  /// A live job, and what was told of it.
  final class Entry: Sendable {
    let job: JobDocument
    let isLeaving: Bool
    /// What is secret in it, and because it says so in the spec of its name, or the spec in it; nil when nothing is.
    let secrets: SecretScan?
    /// The finding about a job of another workspace.
    let foreignness: Diagnostic?
    /// Which of the specs has its name, and what comparing them gave; nil where none has, or it is not live any more.
    let compared: (spec: Int, pair: Planner.ComparedPair)?

    fileprivate init(
      _ job: JobDocument, spec: (position: Int, job: JobDocument)?, knowing secrets: SecretScan, workspace: String,
      by pairs: inout Planner.Pairs
    ) {
      self.job = job
      isLeaving = job.isLeaving
      foreignness = job.foreignness(to: workspace)
      var found = SecretScan(by: .blaxel)
      found.scan(job.value)
      if let spec, !isLeaving {
        if secrets.hasMarks(spec.job.value) || found.hasMarks(job.value) {
          found.scanShared([spec.job.value, job.value])
        }
        compared = (spec.position, pairs.compare(spec.job, with: job))
      } else {
        compared = nil
      }
      self.secrets = found.isEmpty ? nil : found
    }
  }

  private let specs: [JobDocument]
  private let positions: [ExactText: Int]
  /// What is secret in the specs.
  private let secrets: SecretScan
  private let planner: Planner
  private let workspace: String
  private let budget: WorkerBudget
  /// Each holds its job, so that no other one gets its identity.
  private var entries: [Value.Identity: Entry] = [:]

  /// - Parameters:
  ///   - specs: no two of one name.
  ///   - secrets: what is secret in them.
  ///   - planner: one that `comparesPairsAlone`.
  ///   - workspace: the one that was asked for.
  ///   - budget: how many jobs are looked at at the same time. Nothing depends on it.
  init(specs: [JobDocument], secrets: SecretScan, planner: Planner, workspace: String, budget: WorkerBudget) {
    self.specs = specs
    positions = Dictionary(specs.enumerated().map { ($0.element.key, $0.offset) }) { first, _ in first }
    self.secrets = secrets
    self.planner = planner
    self.workspace = workspace
    self.budget = budget
  }

  /// What is told once `pages` came, each looked at as it comes. Of what is cancelled, little more is looked at.
  func taking(_ pages: some AsyncSequence<[JobDocument], Never> & Sendable) async -> ArrivedJobs {
    var all = self
    await all.take(pages)
    return all
  }

  private mutating func take(_ pages: some AsyncSequence<[JobDocument], Never>) async {
    let lookingAt = self
    await withTaskGroup(of: [Entry].self) { group in
      var busy = 0
      for await page in pages {
        while busy >= budget.count, let done = await group.next() {
          keep(done)
          busy -= 1
        }
        busy += 1
        // Nothing that the API waits for is to stand behind it.
        group.addTask(priority: .utility) { await lookingAt.entries(for: page, atMost: .untilCancelled) }
      }
      for await done in group { keep(done) }
    }
  }

  /// What is told of all `jobs`, in their order; of those that did not come as a part of a page, too. Being cancelled changes
  /// nothing: a job that is left out would pass for one that is not live.
  mutating func entries(of jobs: [JobDocument]) async -> [Entry] {
    let known = jobs.map { entries[$0.value.identity] }
    guard known.contains(where: { $0 == nil }) else { return known.compactMap(\.self) }
    let missing = zip(jobs, known).filter { $0.1 == nil }.map(\.0)
    let lookingAt = self
    await withTaskGroup(of: [Entry].self) { group in
      for start in stride(from: 0, to: missing.count, by: Self.rowLength) {
        if start / Self.rowLength >= budget.count, let done = await group.next() { keep(done) }
        let row = Array(missing[start..<min(start + Self.rowLength, missing.count)])
        group.addTask { await lookingAt.entries(for: row, atMost: .all) }
      }
      for await done in group { keep(done) }
    }
    return jobs.map { job in
      guard let entry = entries[job.value.identity] else { preconditionFailure("all jobs were looked at") }
      return entry
    }
  }

  /// How many jobs are looked at one after the other.
  private static let rowLength = ListingOptions.largestPage

  private mutating func keep(_ done: [Entry]) {
    for entry in done { entries[entry.job.value.identity] = entry }
  }

  /// How many jobs are looked at before others have their turn, which may be all that waits where there is one processor.
  private static let turnLength = 16

  private enum Extent {
    case all
    /// Those that were reached when nobody needs them any more.
    case untilCancelled
  }

  private func entries(for jobs: [JobDocument], atMost extent: Extent) async -> [Entry] {
    var pairs = Planner.Pairs(planner)
    var done: [Entry] = []
    done.reserveCapacity(jobs.count)
    for job in jobs {
      if done.count.isMultiple(of: Self.turnLength) {
        await Task.yield()
        if extent == .untilCancelled, Task.isCancelled { return done }
      }
      let spec = positions[job.key].map { (position: $0, job: specs[$0]) }
      done.append(Entry(job, spec: spec, knowing: secrets, workspace: workspace, by: &pairs))
    }
    return done
  }
}
