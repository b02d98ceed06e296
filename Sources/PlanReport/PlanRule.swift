import Diagnostics
import JobDiff

/// What a difference between specs and live jobs is an instance of, where differences are listed one by one.
///
/// Names are stable: what is kept about a difference under its name, such as that somebody dismissed it, stays with it.
enum PlanRule: String, CaseIterable, Sendable {
  case jobCreated = "job-created"
  case jobDeleted = "job-deleted"
  case jobOnlyLive = "job-only-live"
  case jobConflict = "job-conflict"
  case jobAdopted = "job-adopted"
  case fieldDiffers = "field-differs"
  case fieldUnmanaged = "field-unmanaged"
  case fieldConflict = "field-conflict"
  case fieldAdopted = "field-adopted"
  case fieldNotCounted = "field-not-counted"

  /// The rule of a job as a whole; nil when its fields say all there is to say.
  init?(_ job: ReportedJob) {
    switch (job.action, job.origin) {
    case (.create, .conflict?), (.delete, .conflict?), (.liveOnly, .conflict?): self = .jobConflict
    case (.create, _): self = .jobCreated
    case (.delete, _): self = .jobDeleted
    case (.liveOnly, _): self = .jobOnlyLive
    case (.unchanged, .adopt?) where job.changes.isEmpty: self = .jobAdopted
    case (.unchanged, _), (.update, _): return nil
    }
  }

  init(_ change: ReportedChange) {
    switch (change.origin, change.operation) {
    case (.adopt?, _): self = .fieldAdopted
    case _ where !change.counts: self = .fieldNotCounted
    case (.conflict?, _): self = .fieldConflict
    case (_, .unmanagedField): self = .fieldUnmanaged
    case (_, .add), (_, .remove), (_, .change), (_, .reorder): self = .fieldDiffers
    }
  }

  /// How much an instance matters. A conflict is an error, because applying undoes what somebody did.
  var severity: Severity {
    switch self {
    case .jobConflict, .fieldConflict: .error
    case .jobCreated, .jobDeleted, .fieldDiffers, .fieldUnmanaged: .warning
    case .jobOnlyLive, .jobAdopted, .fieldAdopted, .fieldNotCounted: .note
    }
  }

  /// In a few words, without a full stop.
  var title: String {
    switch self {
    case .jobCreated: "A job is in the specs and not live"
    case .jobDeleted: "A job is live and not in the specs that own it"
    case .jobOnlyLive: "A job is live and not in the specs"
    case .jobConflict: "A job was changed in the specs and live"
    case .jobAdopted: "A job was brought into the specs, or out of them, as it is live"
    case .fieldDiffers: "A field of a live job is not what its spec says"
    case .fieldUnmanaged: "A spec is silent about what applying it may remove"
    case .fieldConflict: "A field was changed in the specs and live"
    case .fieldAdopted: "A field was changed in the specs to what is live"
    case .fieldNotCounted: "A field is only live, and its spec is silent about it"
    }
  }

  /// What it means and what can be done about it.
  var help: String {
    switch self {
    case .jobCreated: "Applying the specs creates the job. When it was deleted on purpose, delete its spec."
    case .jobDeleted:
      """
      The specs own all jobs of the workspace, so that a live job without a spec is one to delete. When it is \
      meant to stay, write a spec for it.
      """
    case .jobOnlyLive:
      """
      Nothing happens to the job when the specs are applied. Write a spec for it, or delete it where nobody needs \
      it.
      """
    case .jobConflict:
      """
      Since the specs that this change set out from, both the spec of the job and the live job were changed, to \
      different ends. Applying undoes what was done live. Bring that into the specs, or make sure that it may go.
      """
    case .jobAdopted: "The change makes the specs agree with the live jobs. Nothing is left to apply."
    case .fieldDiffers:
      """
      Applying the specs changes the live job to what its spec says. When the live value is the right one, write \
      it into the spec.
      """
    case .fieldUnmanaged:
      """
      The spec has no such list, and the live job has elements in it. Applying sends the whole job, and may remove \
      them. Declare them in the spec, or declare an empty list.
      """
    case .fieldConflict:
      """
      Since the specs that this change set out from, both the spec and the live job were changed, to different \
      values. Applying overwrites what was done live. Bring that into the spec, or make sure that it may go.
      """
    case .fieldAdopted: "The change makes the spec agree with the live job. Nothing is left to apply."
    case .fieldNotCounted:
      """
      No default of the field is documented, so that a silent spec may leave it as it is. Write it into the spec \
      to have it compared.
      """
    }
  }
}
