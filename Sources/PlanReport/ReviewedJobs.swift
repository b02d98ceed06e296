import JobDiff

/// The jobs of a plan by what a reviewer has to think of them. One job may stand in several groups, with other fields in each.
struct ReviewedJobs {
  /// The differences of a job that belong together.
  struct Entry {
    /// The position in the report.
    let position: Int
    let job: ReportedJob
    /// Empty when it is about the job as a whole.
    let changes: [ReportedChange]
  }

  /// What was changed here and live, to different ends.
  private(set) var conflicts: [Entry] = []
  /// Jobs whose spec this change removed; without a base, those that are deleted.
  private(set) var removed: [Entry] = []
  /// Jobs that applying deletes although this change did nothing about them.
  private(set) var deleted: [Entry] = []
  /// What this change does; without a base, all that applying does.
  private(set) var changed: [Entry] = []
  /// What was changed live since the base.
  private(set) var drifted: [Entry] = []
  /// What the specs and the live jobs came to agree on.
  private(set) var adopted: [Entry] = []
  /// Without a base: differences of jobs that do not count.
  private(set) var uncounted: [Entry] = []
  private(set) var liveOnly: [Entry] = []

  init(_ jobs: [ReportedJob]) {
    for (position, job) in jobs.enumerated() {
      if job.changes.isEmpty {
        place(Entry(position: position, job: job, changes: []))
      } else {
        place(position, job)
      }
    }
  }

  private mutating func place(_ entry: Entry) {
    switch (entry.job.action, entry.job.origin) {
    case (_, .conflict?): conflicts.append(entry)
    case (.delete, .drift?): deleted.append(entry)
    case (.delete, _), (.liveOnly, .change?): removed.append(entry)
    case (.liveOnly, _): liveOnly.append(entry)
    case (.create, .drift?): drifted.append(entry)
    case (.create, _), (.update, _): changed.append(entry)
    case (.unchanged, nil): break
    case (.unchanged, .some): adopted.append(entry)
    }
  }

  private mutating func place(_ position: Int, _ job: ReportedJob) {
    func entry(_ isMeant: (Origin?) -> Bool) -> [Entry] {
      let changes = job.changes.filter { isMeant($0.origin) }
      return changes.isEmpty ? [] : [Entry(position: position, job: job, changes: changes)]
    }
    conflicts += entry { $0 == .conflict }
    changed += entry { $0 == .change || ($0 == nil && job.action != .unchanged) }
    drifted += entry { $0 == .drift }
    adopted += entry { $0 == .adopt }
    uncounted += entry { $0 == nil && job.action == .unchanged }
  }
}
