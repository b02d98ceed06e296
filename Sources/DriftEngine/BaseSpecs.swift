import ConfigValue
import Diagnostics
import JobModel
import PlanReport

/// The version of the specs that a change set out from, read as the specs are.
struct BaseSpecs {
  /// The jobs, those of texts that could not be read left out.
  let jobs: [JobDocument]
  /// Jobs of files that are gone, which may have been these specs' or others': whether they are live tells.
  let departed: [JobDocument]
  /// What is to be said about the base.
  let remarks: [Diagnostic]
  /// What is wrong with the base itself, so that the same in the specs is nothing new.
  let findings: [Diagnostic]
  let scope: Scope.Base
  /// The texts of the run, those of the base among them.
  let texts: ReadTexts

  /// Why there is no base.
  struct Unusable: Error {
    let findings: [Diagnostic]

    init(findings: [Diagnostic]) {
      self.findings = findings
    }

    init(_ summary: String, help: String) {
      findings = [Diagnostic(.unusableBase, summary, help: help)]
    }
  }

  /// Reads the base called `name`. A name that could be a revision is one in a repository, whatever else is called so: a change
  /// under review could bring a directory called `origin/main`. Paths are told by a slash at either end, a dot, or the suffix
  /// of a file of specs.
  ///
  /// - Parameters:
  ///   - specs: the specs that are compared.
  ///   - wanted: the names of their jobs, which are looked for where they were before their files moved.
  static func load(
    _ name: String, of specs: SpecSelection, wanted: Set<ExactText>, into texts: ReadTexts, by effects: Effects
  ) async throws(Unusable) -> BaseSpecs {
    let selection = specs.forBase
    let kind = (try? effects.files.resolved(name)).flatMap { try? effects.files.kind(of: $0) }
    if let kind, isPath(name) { return try read(name, kind, selection, into: texts, from: effects.files) }
    let repository: GitRepository
    do throws(GitRepository.Failure) {
      repository = try await GitRepository(effects.git)
    } catch {
      // Git may also refuse a repository, such as one of another owner, and then nobody knows what is a revision.
      if let kind, error.isWithoutRepository(in: effects.files) {
        return try read(name, kind, selection, into: texts, from: effects.files)
      }
      throw CommitBase.explained(error, of: name, in: effects.files)
    }
    if let kind, !isPath(name), (try? await repository.commit(name)) != nil {
      throw Unusable(
        "'\(name)' is a \(kind == .directory ? "directory" : "file") and a git revision",
        help: "write './\(name)' for the one, or a longer name such as 'refs/heads/\(name)' for the other")
    }
    return try await CommitBase(name, in: repository, selection, wanted, effects.files).load(into: texts)
  }

  /// Whether a name is that of a file or directory, if there is one.
  private static func isPath(_ name: String) -> Bool {
    name.hasPrefix("/") || name.hasPrefix(".") || name.hasSuffix("/") || SpecFiles.isSpecName(name)
      || name.hasSuffix(".json")
  }

  /// Reads a directory or file.
  private static func read(
    _ path: String, _ kind: FileKind, _ selection: SpecSelection, into texts: ReadTexts, from files: any FileSystem
  ) throws(Unusable) -> BaseSpecs {
    let shown = SpecFiles.shown(path, in: files.workingDirectory)
    let scope = Scope.Base(kind: kind == .directory ? .directory : .file, name: shown)
    if kind == .regular, let base = try snapshot(path, scope, texts, from: files) { return base }
    var selected = selection
    selected.paths = [path]
    let loader = SpecLoader(selected, workspace: nil, keeping: .jobs, in: files, into: texts)
    return BaseSpecs(loader, MovedJobs.Found(texts: loader.texts), scope, missingVariableFiles: [])
  }

  /// The jobs that a snapshot holds; nil when the file is none.
  private static func snapshot(
    _ path: String, _ scope: Scope.Base, _ texts: ReadTexts, from files: any FileSystem
  ) throws(Unusable) -> BaseSpecs? {
    var texts = texts
    do throws(UnusableLiveFile) {
      guard let file = try LiveFile.snapshot(path, into: &texts, from: files) else { return nil }
      return BaseSpecs(jobs: file.jobs, departed: [], remarks: [], findings: [], scope: scope, texts: texts)
    } catch {
      throw Unusable(findings: error.findings)
    }
  }

  private init(
    jobs: [JobDocument], departed: [JobDocument], remarks: [Diagnostic], findings: [Diagnostic], scope: Scope.Base,
    texts: ReadTexts
  ) {
    self.jobs = jobs
    self.departed = departed
    self.remarks = remarks
    self.findings = findings
    self.scope = scope
    self.texts = texts
  }

  /// The base that a loader read, and what was found elsewhere.
  ///
  /// - Parameter missingVariableFiles: files of variables that the base does not have.
  init(_ loader: SpecLoader, _ elsewhere: MovedJobs.Found, _ scope: Scope.Base, missingVariableFiles: [String]) {
    let jobs = loader.readJobs + elsewhere.moved
    var remarks = Self.remarks(on: loader.findings, loader.texts, scope)
    if jobs.isEmpty, remarks.isEmpty {
      remarks.append(
        Diagnostic(
          .noJobs, "There are no job specs in the base '\(scope.name)'", severity: .warning,
          help: "check '--base'; with nothing there, every spec counts as new"))
    }
    remarks += missingVariableFiles.map { path in
      Diagnostic(
        .invalidBase, "The base '\(scope.name)' has no file '\(path)'", severity: .warning,
        help: "what depends on variables of that file is unknown there, so that it counts as changed")
    }
    self.init(
      jobs: jobs, departed: elsewhere.departed, remarks: remarks, findings: loader.findings, scope: scope,
      texts: elsewhere.texts)
  }

  /// One warning for each file of the base that has errors, and one for all other errors.
  private static func remarks(on findings: [Diagnostic], _ texts: ReadTexts, _ scope: Scope.Base) -> [Diagnostic] {
    let errors = findings.filter { $0.severity == .error }
    let groups = Dictionary(grouping: errors) { $0.range.map { texts.sources[$0.source].path } }
    return groups.sorted { ($0.key ?? "") < ($1.key ?? "") }.map { path, errors in
      let first = errors.first.map { ": " + $0.summary } ?? ""
      let place = path.map { "'\($0)' in the base" } ?? "The base"
      return Diagnostic(
        .invalidBase, "\(place) '\(scope.name)' is not valid\(first)", severity: .warning,
        help:
          "jobs of it that could not be read are taken for new ones, so that their differences count as this change's")
    }
  }
}

extension SpecSelection {
  /// What is read of a base: there may be nothing in it, and a variable without a value does not keep it from being read.
  fileprivate var forBase: SpecSelection {
    var selection = self
    selection.allowsEmpty = true
    if selection.variables.unresolved == .error { selection.variables.unresolved = .unknown }
    return selection
  }
}
