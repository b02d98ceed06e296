import ConfigValue
import Diagnostics
import JobModel
import PlanReport
import YAMLReader

/// Reads a base out of a repository: the specs as they were where the branch that is checked out left a revision.
struct CommitBase {
  private let name: String
  private let selection: SpecSelection
  private let wanted: Set<ExactText>
  private let effects: Effects

  /// - Parameter wanted: the names of jobs that are looked for in other files, too, when those are gone or different now.
  init(_ name: String, _ selection: SpecSelection, _ wanted: Set<ExactText>, _ effects: Effects) {
    self.name = name
    self.selection = selection
    self.wanted = wanted
    self.effects = effects
  }

  func load(into texts: ReadTexts) async throws(BaseSpecs.Unusable) -> BaseSpecs {
    if selection.paths.contains("-") {
      throw BaseSpecs.Unusable(
        "Standard input has no other version at '\(name)'", help: "give '--base' a directory of specs, or name files")
    }
    do throws(GitRepository.Failure) {
      let repository = try await GitRepository(effects.git)
      let named = try await repository.commit(name)
      let commit = try await repository.mergeBase(with: named)
      let scope = Scope.Base(kind: .commit, name: name, commit: commit, isMergeBase: commit != named)
      let paths = selection.paths.map { place(of: $0) }
      if let outside = zip(selection.paths, paths).first(where: { Self.path($1, below: repository.topLevel) == nil }) {
        throw GitRepository.Failure.outside(outside.0)
      }
      let files = try await files(of: commit, at: paths, repository)
      var here = selection
      here.paths = selection.paths.filter(files.has)
      var loaders = [SpecLoader(here, workspace: nil, keeping: .jobs, in: files, into: texts)]
      let missing = wanted.subtracting(loaders[0].jobs.map(\.key))
      if !missing.isEmpty, let moved = try await moved(missing, since: commit, repository, loaders[0], paths) {
        loaders.append(moved)
      }
      return BaseSpecs(loaders, scope)
    } catch {
      throw await explained(error)
    }
  }

  /// The absolute path of a spec path, links outside of the repository followed.
  private func place(of path: String) -> String {
    (try? effects.files.resolved(path)) ?? path
  }

  /// The path from the top of the work tree; empty for the top itself, nil for what lies elsewhere.
  private static func path(_ absolute: String, below top: String) -> String? {
    if absolute == top { return "" }
    let prefix = top == "/" ? top : top + "/"
    return absolute.hasPrefix(prefix) ? String(absolute.dropFirst(prefix.count)) : nil
  }

  // MARK: Files

  /// How often links to other parts of the repository are followed.
  private static let linkRounds = 4

  /// The spec files of a commit at absolute `paths`, and what links in them lead to.
  private func files(
    of commit: String, at paths: [String], _ repository: GitRepository
  ) async throws(GitRepository.Failure) -> CommitFiles {
    let variableFiles = Set(selection.variables.files.filter { $0 != "-" }.map { place(of: $0) })
    let top = repository.topLevel
    var found: [String: (blob: GitRepository.Blob, contents: [UInt8]?)] = [:]
    var asked: Set<String> = []
    var open = Set((paths + variableFiles).compactMap { Self.path($0, below: top) })
    for _ in 0..<Self.linkRounds where !open.isEmpty {
      asked.formUnion(open)
      let blobs = try await repository.blobs(of: commit, at: open.sorted()).filter { blob in
        found[blob.path] == nil
          && (blob.kind == .link || SpecFiles.isSpecName(blob.path) || asked.contains(blob.path))
      }
      try checkAmount(of: blobs)
      let small = blobs.filter { $0.size <= YAMLBudgets.standard.bytes }
      for (blob, contents) in zip(small, try await repository.contents(of: small)) {
        found[blob.path] = (blob, contents)
      }
      for blob in blobs where found[blob.path] == nil { found[blob.path] = (blob, nil) }
      open = Set(
        blobs.filter { $0.kind == .link }.compactMap { link in
          let target = String(decoding: found[link.path]?.contents ?? [], as: UTF8.self)
          let parent = top + "/" + link.path + "/.."
          return Self.path(CommitFiles.normal(target.hasPrefix("/") ? target : parent + "/" + target), below: top)
        }
      ).subtracting(asked)
    }
    return CommitFiles(
      found.values.sorted { $0.blob.path < $1.blob.path }, at: top, fallbacks: variableFiles, over: effects.files)
  }

  private func checkAmount(of blobs: [GitRepository.Blob]) throws(GitRepository.Failure) {
    guard blobs.count <= selection.limits.files, blobs.reduce(0, { $0 + $1.size }) <= selection.limits.bytes else {
      throw .tooLarge
    }
  }

  // MARK: Moved jobs

  /// How many other files are looked into for jobs that moved.
  private static let mostMoved = 2000

  /// Loads the jobs of those names from files of the commit that are gone or different now. Nil when there are none.
  private func moved(
    _ names: Set<ExactText>, since commit: String, _ repository: GitRepository, _ loaded: SpecLoader, _ paths: [String]
  ) async throws(GitRepository.Failure) -> SpecLoader? {
    let top = repository.topLevel
    let places = paths.compactMap { Self.path($0, below: top) }
    let changed = try await repository.changedPaths(since: commit).filter { path in
      SpecFiles.isSpecName(path) && !places.contains { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }
    }
    guard !changed.isEmpty, changed.count <= Self.mostMoved else { return nil }
    let blobs = try await repository.blobs(of: commit, at: changed).filter { blob in
      blob.kind == .file && blob.size <= YAMLBudgets.standard.bytes
    }
    try checkAmount(of: blobs)
    let contents = try await repository.contents(of: blobs)
    let variableFiles = selection.variables.files.filter { $0 != "-" }.map { place(of: $0) }
    let files = CommitFiles(
      zip(blobs, contents).map { ($0, $1) }, at: top, fallbacks: Set(variableFiles), over: effects.files)
    var elsewhere = selection
    elsewhere.paths = blobs.map { top + "/" + $0.path }
    var loader = SpecLoader(elsewhere, workspace: nil, keeping: .jobs, in: files, into: loaded.texts)
    loader.keep(only: names)
    return loader
  }

  // MARK: Failures

  private func explained(_ failure: GitRepository.Failure) async -> BaseSpecs.Unusable {
    switch failure {
    case .git(.notInstalled):
      return BaseSpecs.Unusable(
        "'\(name)' is no directory and no file, and git, which could know it, is not installed",
        help: "install git, or give '--base' a directory of specs")
    case .git(.failed(let reason)):
      return BaseSpecs.Unusable(
        "Git could not be asked about '\(name)': \(reason)", help: "run 'git status' to see why")
    case .notARepository(let words):
      let reason = words.isEmpty ? "" : " (\(words))"
      return BaseSpecs.Unusable(
        "'\(name)' is no directory and no file, and this is no git repository that could know it\(reason)",
        help: "check the name, or run in the repository; 'git status' says what git thinks of it")
    case .noSuchRevision:
      return BaseSpecs.Unusable("There is no '\(name)' here: no directory, no file, no git revision", help: fetching)
    case .nothingInCommon(let isShallow):
      return isShallow
        ? BaseSpecs.Unusable(
          "This clone is shallow: its history does not reach back to where the branch left '\(name)'",
          help: "run 'git fetch --unshallow origin', or check out with 'fetch-depth: 0'")
        : BaseSpecs.Unusable(
          "What is checked out and '\(name)' have no commit in common",
          help: "check the name, or give '--base' a directory of specs")
    case .missingObjects:
      return BaseSpecs.Unusable(
        "The specs at '\(name)' are not all in this clone",
        help: "run 'git fetch origin' with the full history and all files")
    case .tooLarge, .git(.tooMuch):
      return BaseSpecs.Unusable(
        "There is too much at '\(name)' to read", help: "name the directories of the specs alone, or a part of them")
    case .outside(let path):
      return BaseSpecs.Unusable(
        "'\(path)' is outside of the repository, so that it has no other version at '\(name)'",
        help: "give '--base' a directory of specs, or name specs in the repository")
    }
  }

  /// How a revision that is not here may be got.
  private var fetching: String {
    guard name.hasPrefix("origin/") else { return "check the name, or fetch it with 'git fetch origin'" }
    let branch = name.dropFirst("origin/".count)
    return "fetch it first, such as with 'git fetch origin \(branch):refs/remotes/origin/\(branch)'"
  }
}
