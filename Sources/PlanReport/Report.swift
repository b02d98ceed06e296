package import ConfigValue
package import Diagnostics
package import JobDiff
package import JobModel

/// Everything a report says: positions resolved, secrets gone. The only input of a renderer.
package struct Report: Sendable {
  package let tool: Tool
  package let scope: Scope
  package let verdict: Verdict
  /// The process's exit status.
  package let exitCode: Int32
  package let summary: Summary
  /// By name.
  package let jobs: [ReportedJob]
  /// By file and position.
  package let diagnostics: [ReportedDiagnostic]

  /// The report of the same run when it could not be written where it was meant to go: an error, without jobs.
  package func failed(_ finding: ReportedDiagnostic, exitCode: Int32) -> Report {
    Report(
      tool: tool, scope: scope, verdict: .error, exitCode: exitCode, summary: Summary(Plan(jobs: [])), jobs: [],
      diagnostics: diagnostics + [finding])
  }

  /// Whether all that went wrong is that a report could not be written.
  var isOnlyUnwritten: Bool { verdict == .error && hasErrors(onlyOf: [.outputFailed]) }

  /// Whether all that is not valid is how the API is reached.
  var isOnlyMisconfigured: Bool {
    verdict == .invalid && hasErrors(onlyOf: [.missingWorkspace, .invalidAddress, .invalidLogin])
  }

  private func hasErrors(onlyOf codes: Set<DiagnosticCode>) -> Bool {
    let errors = diagnostics.filter { $0.severity == .error }
    return !errors.isEmpty && errors.allSatisfy { codes.contains($0.code) }
  }

  /// The same report with one finding more.
  package func adding(_ finding: ReportedDiagnostic) -> Report {
    Report(
      tool: tool, scope: scope, verdict: verdict, exitCode: exitCode, summary: summary, jobs: jobs,
      diagnostics: diagnostics + [finding])
  }
}

/// The program that made a report.
package struct Tool: Hashable, Sendable {
  package let name: String
  package let version: String

  package init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

/// What was compared with what. Members are nil when the run ended before they were known.
package struct Scope: Hashable, Sendable {
  package enum LiveSource: String, Sendable {
    case api, snapshot, file
  }

  /// Whether every live job was seen.
  package enum Completeness: Sendable {
    case complete, incomplete
    /// A plain list of jobs says nothing about the jobs it may have left out.
    case unproven
  }

  /// The version of the specs that origins are told from.
  package struct Base: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case directory, commit, file
    }

    package let kind: Kind
    /// As it was given: `origin/main`, or a path.
    package let name: String
    /// The full hash of the commit that was read.
    package let commit: String?
    /// Whether that is not the commit that was named, but the one at which the checked-out branch left it.
    package let isMergeBase: Bool

    package init(kind: Kind, name: String, commit: String? = nil, isMergeBase: Bool = false) {
      self.kind = kind
      self.name = name
      self.commit = commit
      self.isMergeBase = isMergeBase
    }
  }

  package var workspace: String?
  package var liveSource: LiveSource?
  package var completeness: Completeness?
  /// When a snapshot was taken.
  package var takenAt: Timestamp?
  package var pages: Int?
  package var liveJobs: Int?
  package var desiredJobs: Int?
  /// How many files of specs were read, standard input included.
  package var specFiles: Int?
  /// How many live jobs the API gave without masks; nil when that was not asked for.
  package var revealedJobs: Int?
  /// `shared`, `exclusive`, or `label=NAME=VALUE`.
  package var ownership: String
  /// The time of the run, when it was given.
  package var now: Timestamp?
  /// The spec paths as they were given.
  package var specPaths: [String]
  /// What narrows the run to some jobs, as flags; empty when it is about all.
  package var selection: [String] = []
  /// Nil when the specs were compared with live jobs alone.
  package var base: Base?

  package init(ownership: String, specPaths: [String]) {
    self.ownership = ownership
    self.specPaths = specPaths
  }
}

/// What a run found out, whatever exit status was asked for.
package enum Verdict: String, CaseIterable, Sendable {
  case clean
  /// Nothing differs among the values that could be compared; some could not.
  case cleanExceptUnknown = "clean-except-unknown"
  case differences
  case gate
  /// The specs or the configuration are wrong; nothing was compared.
  case invalid
  /// The comparison could not be made.
  case error
  case interrupted

  /// Whether specs and live jobs were compared, so that nothing in a report means that nothing is there.
  package var hasPlan: Bool {
    switch self {
    case .clean, .cleanExceptUnknown, .differences, .gate: true
    case .invalid, .error, .interrupted: false
    }
  }
}

/// A place in a file, as people count: lines and columns from 1, columns in code points, the end exclusive.
package struct Place: Hashable, Sendable {
  package let file: String
  package let start: SourcePosition
  package let end: SourcePosition
}

extension Place {
  /// Where a range stands in its file, of which `index` has the lines.
  package init(_ range: SourceRange, in file: SourceFile, by index: LineIndex) {
    self.file = file.path
    start = index.position(of: range.bounds.lowerBound)
    end = index.position(of: range.bounds.upperBound)
  }
}

/// One job of a plan; like `JobPlan`, a value that is passed on as a reference.
package final class ReportedJob: Sendable {
  package let name: String
  package let action: JobPlan.Action
  package let source: Place?
  package let live: JobPlan.Live?
  /// The live job that a new one may have been called before.
  package let formerName: String?
  package let changes: [ReportedChange]
  package let folds: [Fold]
  /// How the job's differences came about, taken together; nil without a base, or when nothing differs.
  package let origin: Origin?
  /// Where the job stands in the base, in a file of the base.
  package let baseSource: Place?

  init(
    name: String, action: JobPlan.Action, source: Place?, live: JobPlan.Live?, formerName: String?,
    changes: [ReportedChange],
    folds: [Fold], origin: Origin?, baseSource: Place?
  ) {
    self.name = name
    self.action = action
    self.source = source
    self.live = live
    self.formerName = formerName
    self.changes = changes
    self.folds = folds
    self.origin = origin
    self.baseSource = baseSource
  }
}

/// One difference.
package struct ReportedChange: Sendable {
  package let path: FieldPath
  package let pointer: JSONPointer
  package let operation: Change.Operation
  package let counts: Bool
  package let before: ReportedValue?
  package let after: ReportedValue?
  /// What numbers count, such as `MB`.
  package let unit: String?
  /// The member of a list element that the path already names.
  package let keyField: String?
  /// How the list element that holds the value was found on the other side.
  package let match: ElementMatch?
  /// What it means, where nothing of it is held back.
  package let effect: Effect?
  package let source: Place?
  /// How the difference came about; nil without a base.
  package let origin: Origin?
  /// What `before` is.
  package let basis: Change.Basis
  /// Of a conflict, the value that both sides moved away from; nil when the base has none, or something is held back.
  package let baseValue: ReportedValue?

  /// Whether a value, or a part of one, was held back.
  package var isSensitive: Bool {
    (before?.isSensitive ?? false) || (after?.isSensitive ?? false)
  }
}

/// A finding with its place.
package struct ReportedDiagnostic: Sendable {
  package let code: DiagnosticCode
  package let severity: Severity
  package let message: String
  package let place: Place?
  package let notes: [(message: String, place: Place)]
  package let help: String?
  /// Whether the base does not give rise to the same finding. Without a base, all are new.
  package let isNew: Bool
  /// Nil when there is no place, or when the line cannot be shown without risking a secret.
  package let snippet: Snippet?
}

extension ReportedDiagnostic {
  /// A finding about no text, with nothing secret in it.
  package init(_ finding: Diagnostic) {
    self.init(
      code: finding.code, severity: finding.severity, message: finding.summary, place: nil, notes: [],
      help: finding.help, isNew: true, snippet: nil)
  }
}
