package import JobDiff
package import JobModel

/// What a run is asked to do: the flags and settings, none of them acted on yet.
package struct PlanRequest: Sendable {
  package var specs: SpecSelection
  package var live: LiveSource
  /// How old live jobs from a file may be; nil when that does not matter.
  package var ageLimit: AgeLimit?
  /// The workspace the jobs belong to: where the API is asked, only what a flag says, before what `APISettings` know of it.
  package var workspace: String?
  package var ownership: Ownership
  package var failOn: Set<FailureCondition>
  /// Ends with 0 where differences would end with 2.
  package var exitsZero: Bool
  /// Whether values that the API masks are asked for one job at a time, where comparing needs them. Only with the API.
  package var revealsVariables: Bool
  /// The time that ages and next runs are told from; nil leaves them out.
  package var now: Timestamp?
  /// The version of the specs that a change set out from: a directory or file of specs, or what git calls a revision. Nil when
  /// nothing is to be told of how differences came about.
  package var base: String?
  /// What is not to count.
  package var ignored: [IgnoreRule]
  /// Which jobs the run is about.
  package var selection: JobSelection
  /// How the API is asked.
  package var asking: Asking

  package init(
    specs: SpecSelection, live: LiveSource, ageLimit: AgeLimit? = nil, workspace: String? = nil,
    ownership: Ownership = .shared,
    failOn: Set<FailureCondition> = FailureCondition.standard, exitsZero: Bool = false, revealsVariables: Bool = false,
    now: Timestamp? = nil, base: String? = nil,
    ignored: [IgnoreRule] = [], selection: JobSelection = .everything, asking: Asking = Asking()
  ) {
    self.specs = specs
    self.live = live
    self.ageLimit = ageLimit
    self.workspace = workspace
    self.ownership = ownership
    self.failOn = failOn
    self.exitsZero = exitsZero
    self.revealsVariables = revealsVariables
    self.now = now
    self.base = base
    self.ignored = ignored
    self.selection = selection
    self.asking = asking
  }
}

/// How the API is asked for the live jobs.
package struct Asking: Sendable {
  /// What one request may take.
  package var requestLimit: Duration
  /// What all requests may take together, with the pauses between them.
  package var totalLimit: Duration
  /// Whether the list of jobs is only read from its beginning, and not from its end at the same time.
  package var isSequential: Bool
  /// Whether a list counts that has fewer jobs than the API says there are.
  package var assumesComplete: Bool

  package init(
    requestLimit: Duration = .seconds(30), totalLimit: Duration = .seconds(600), isSequential: Bool = false,
    assumesComplete: Bool = false
  ) {
    self.requestLimit = requestLimit
    self.totalLimit = totalLimit
    self.isSequential = isSequential
    self.assumesComplete = assumesComplete
  }
}

/// Where the desired jobs are.
package struct SpecSelection: Sendable {
  /// Files, directories, and `-` for standard input.
  package var paths: [String]
  /// Whether it is all right that there are no jobs in them.
  package var allowsEmpty: Bool
  package var variables: VariableSelection
  /// How much the specs may be together.
  package var limits: SpecLimits

  package init(
    paths: [String], allowsEmpty: Bool = false, variables: VariableSelection = VariableSelection(unresolved: .error),
    limits: SpecLimits = .standard
  ) {
    self.paths = paths
    self.allowsEmpty = allowsEmpty
    self.variables = variables
    self.limits = limits
  }
}

/// Where the live jobs come from.
package enum LiveSource: Sendable {
  /// The API.
  case api(APISettings)
  /// A file of jobs, such as a snapshot; `-` for standard input. A file with exactly as many jobs as a page holds is only taken when the caller
  /// vouches for it.
  case file(String, assumesComplete: Bool)
}

/// What makes a run end with exit status 2.
package enum FailureCondition: String, CaseIterable, Hashable, Sendable {
  /// A job is only in the specs.
  case create
  /// A job's spec differs from the live job.
  case update
  /// The specs own the workspace, and a live job is not in them.
  case delete
  /// A job's spec is silent about live elements that applying may remove.
  case unmanagedField = "unmanaged-field"
  /// A live job is not in the specs.
  case liveOnly = "live-only"
  /// A value could not be compared.
  case unknown
  /// A live job is not serving.
  case unhealthy
  /// With a base: the specs moved, and applying them changes something. Conflicts are such, too.
  case change
  /// With a base: the live jobs moved away from the specs. Conflicts are such, too.
  case drift
  /// With a base: the specs and the live jobs moved, to different values.
  case conflict

  /// Whether it can only hold where there is a base.
  package var needsBase: Bool {
    switch self {
    case .change, .drift, .conflict: true
    case .create, .update, .delete, .unmanagedField, .liveOnly, .unknown, .unhealthy: false
    }
  }

  /// What counts unless something else is asked for.
  package static let standard: Set<FailureCondition> = [.create, .update, .delete, .unmanagedField]
}

extension Ownership: CustomStringConvertible {
  /// As it is written on the command line: `shared`, `exclusive` or `label=NAME=VALUE`.
  package var description: String {
    switch self {
    case .shared: "shared"
    case .exclusive: "exclusive"
    case .label(let name, let value): "label=\(name)=\(value)"
    }
  }
}
