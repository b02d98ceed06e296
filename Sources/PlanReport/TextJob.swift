import ConfigValue
import Diagnostics
import JobDiff
import JobModel

/// Says for people what is to be said of a job as a whole.
struct TextJob<Kind: TextKind> {
  private let job: ReportedJob
  private let scope: Scope

  init(_ job: ReportedJob, in scope: Scope) {
    self.job = job
    self.scope = scope
  }

  /// Where the job's document is: in the specs, or else in the base; nil when it is in neither.
  var place: SafeText<Kind>? {
    if let source = job.source { return "\(source.file):\(source.start.line)" }
    guard let source = job.baseSource, let base = scope.base else { return nil }
    return "\(source.file):\(source.start.line) in \(base.name)"
  }

  /// What applying does, or does not do, with the whole job; nil for one whose fields say it.
  var remark: SafeText<Kind>? {
    switch job.action {
    case .update: nil
    case .create: "\(creation)\(job.formerName.map { ", renamed from? \($0)" } ?? "")"
    case .delete:
      switch job.origin {
      case .change?: "spec removed by this change; applying deletes the job"
      case .conflict?: "spec removed by this change, and changed live; applying deletes the job"
      case .drift?: "live only, not in specs, which own it; applying deletes the job, not this change"
      case .adopt?, nil: "live only, not in specs, which own it"
      }
    case .liveOnly:
      switch job.origin {
      case .change?: "spec removed by this change; the job stays (ownership: \(scope.ownership))"
      case .conflict?: "spec removed by this change, and changed live; the job stays (ownership: \(scope.ownership))"
      case .drift?, .adopt?, nil: "live only, not in specs"
      }
    case .unchanged: unchanged
    }
  }

  private var creation: SafeText<Kind> {
    switch job.origin {
    case .drift?: "not live any more; the spec is as it was"
    case .conflict?: "changed here, and not live any more"
    case .change?, .adopt?, nil: "new job"
    }
  }

  private var unchanged: SafeText<Kind> {
    if job.source == nil { return "spec removed by this change; no longer live either" }
    if job.changes.isEmpty, job.origin == .adopt { return "new in the specs, and already live" }
    return job.origin == .adopt ? "nothing to apply" : "nothing that counts"
  }

  /// Who changed the live job last, and when; nil when the API says neither.
  var lastUpdate: SafeText<Kind>? {
    guard let live = job.live, live.updatedBy != nil || live.updatedAt != nil else { return nil }
    let day = live.updatedAt.map { String($0.prefix { $0 != "T" }) }
    let words = [live.updatedBy, day].compactMap { $0.map { "\($0)" as SafeText<Kind> } } + [age].compactMap(\.self)
    return "last update \(words.joined(separator: " "))"
  }

  /// How long ago that was, in the largest unit that fits.
  private var age: SafeText<Kind>? {
    guard let now = scope.now, let moment = job.live?.updatedAt.flatMap(Timestamp.init(parsing:)) else { return nil }
    let seconds = now.seconds - moment.seconds
    switch seconds {
    case ..<0: return nil
    case ..<3600: return "(\(seconds / 60) min ago)"
    case ..<86_400: return "(\(seconds / 3600) h ago)"
    default: return "(\(seconds / 86_400) d ago)"
    }
  }
}
