import JobModel

/// Says for people what was compared with what.
struct TextScope<Kind: TextKind> {
  private let scope: Scope
  private let mostPlaces: Int

  /// - Parameter mostPlaces: how many places of specs are named; others are counted.
  init(_ scope: Scope, mostPlaces: Int = .max) {
    self.scope = scope
    self.mostPlaces = mostPlaces
  }

  /// The parts of the line above a plan; those are left out that are not known.
  var parts: [SafeText<Kind>] { [workspace, specs, live, selection, base].compactMap(\.self) }

  var workspace: SafeText<Kind>? { scope.workspace.map { "workspace \($0)" } }

  /// Where the specs are.
  var places: SafeText<Kind> {
    let names = scope.specPaths.prefix(mostPlaces).map { $0 == "-" ? "standard input" : "\($0)" as SafeText<Kind> }
    let rest = scope.specPaths.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  var specs: SafeText<Kind>? {
    scope.desiredJobs.map { "\($0, of: "spec") in \(places)" }
  }

  var live: SafeText<Kind>? {
    guard let count = scope.liveJobs else { return nil }
    let completeness: SafeText<Kind>? =
      switch scope.completeness {
      case .complete?: "complete"
      case .unproven?: "from a file, completeness unproven"
      case .incomplete?: "incomplete"
      case nil: nil
      }
    let remarks = [completeness, scope.takenAt.map { "taken \($0.description)" }].compactMap(\.self)
    return "\(count, of: "live job")\(remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")"
  }

  /// Which jobs the plan leaves out.
  var selection: SafeText<Kind>? {
    scope.selection.isEmpty ? nil : "only \(scope.selection.map { "\($0)" as SafeText<Kind> }.joined(separator: " "))"
  }

  /// The base, and which commit of it was read.
  var base: SafeText<Kind>? {
    guard let base = scope.base else { return nil }
    let commit = base.commit.map { String($0.prefix(8)) }
    let remarks: [SafeText<Kind>] =
      (commit.map { ["\($0)"] } ?? []) + (base.isMergeBase ? ["where this branch left it"] : [])
    return "base \(base.name)\(remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")"
  }
}
