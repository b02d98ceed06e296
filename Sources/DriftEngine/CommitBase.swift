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
  private let files: any FileSystem
  private let git: any Git

  /// - Parameter wanted: the names of the jobs that the specs have now.
  init(_ name: String, _ selection: SpecSelection, _ wanted: Set<ExactText>, _ effects: Effects) {
    self.name = name
    self.selection = selection
    self.wanted = wanted
    files = effects.files
    git = effects.git
  }

  func load(into texts: ReadTexts) async throws(BaseSpecs.Unusable) -> BaseSpecs {
    if selection.paths.contains("-") {
      throw BaseSpecs.Unusable(
        "Standard input has no other version at '\(name)'", help: "give '--base' a directory of specs, or name files")
    }
    do throws(GitRepository.Failure) {
      let repository = try await GitRepository(git)
      let named = try await repository.commit(name)
      let commit = try await repository.mergeBase(with: named)
      if commit != named, await repository.isShallow() { throw .unprovenMergeBase }
      let places = try specPlaces(in: repository)
      let variables = try await variableFiles(in: repository)
      let commitFiles = try await self.files(of: commit, at: places + variables.known, repository)
        .falling(back: variables.unknown)
      var here = selection
      here.paths = places.map { repository.topLevel + "/" + $0 }.filter(commitFiles.has)
      here.variables.files = variables.all.filter { commitFiles.has($0) || variables.unknown.contains($0) }
      let loader = SpecLoader(here, workspace: nil, keeping: .jobs, in: commitFiles, into: texts)
      let moved = MovedJobs(repository, commit, selection: here, places, in: files, over: commitFiles)
      let jobs = try await moved.load(wanted: wanted, besides: loader)
      return BaseSpecs(
        loader, jobs, Scope.Base(kind: .commit, name: name, commit: commit, isMergeBase: commit != named),
        missingVariableFiles: variables.all.filter { !here.variables.files.contains($0) }
          .map { SpecFiles.shown($0, in: files.workingDirectory) })
    } catch {
      throw explained(error)
    }
  }

  // MARK: Places

  /// The spec paths from the top of the work tree, links followed: each in this repository, and in none of its own below it.
  private func specPlaces(in repository: GitRepository) throws(GitRepository.Failure) -> [String] {
    var places: [String] = []
    for path in selection.paths {
      let absolute = (try? files.resolved(path)) ?? CommitFiles.normal(files.workingDirectory + "/" + path)
      guard let place = Self.path(absolute, below: repository.topLevel), !isForeign(absolute, repository.topLevel)
      else {
        throw .outside(path)
      }
      places.append(place)
    }
    return places
  }

  /// Whether a directory between the top of the work tree and the path, or the path itself, is the top of another repository.
  private func isForeign(_ path: String, _ top: String) -> Bool {
    var directory = path
    while directory != top, directory.count > top.count {
      if (try? files.kind(of: directory + "/.git")) != nil { return true }
      directory = directory.lastIndex(of: "/").map { String(directory[..<$0]) } ?? top
    }
    return false
  }

  /// The path from the top of the work tree; empty for the top itself, nil for what lies elsewhere.
  static func path(_ absolute: String, below top: String) -> String? {
    if absolute == top { return "" }
    let prefix = top == "/" ? top : top + "/"
    return absolute.hasPrefix(prefix) ? String(absolute.dropFirst(prefix.count)) : nil
  }

  /// The files of variables, without links.
  private struct VariableFiles {
    var all: [String] = []
    /// Those that the repository has, from the top of the work tree: in the base they are what they were there.
    var known: [String] = []
    /// Those that it does not know: there is one version of them.
    var unknown: Set<String> = []
  }

  private func variableFiles(in repository: GitRepository) async throws(GitRepository.Failure) -> VariableFiles {
    var found = VariableFiles()
    found.all = selection.variables.files.filter { $0 != "-" }.map { path in (try? files.resolved(path)) ?? path }
    let inside = found.all.compactMap { Self.path($0, below: repository.topLevel) }
    let tracked = try await repository.tracked(inside.map { repository.topLevel + "/" + $0 })
    found.known = inside.filter(tracked.contains)
    let known = Set(found.known.map { repository.topLevel + "/" + $0 })
    found.unknown = Set(found.all).subtracting(known)
    return found
  }

  // MARK: Files

  /// How often links to other parts of the repository are followed.
  private static let linkRounds = 4

  /// The spec files of a commit at `places`, and what links in them lead to.
  private func files(
    of commit: String, at places: [String], _ repository: GitRepository
  ) async throws(GitRepository.Failure) -> CommitFiles {
    let top = repository.topLevel
    let leftOut = try await repository.leftOut()
    var found: [String: (blob: GitRepository.Blob, contents: [UInt8]?)] = [:]
    var asked: Set<String> = []
    var open = Set(places)
    for _ in 0..<Self.linkRounds where !open.isEmpty {
      asked.formUnion(open)
      let blobs = try await repository.blobs(of: commit, at: open.sorted()).filter { blob in
        found[blob.path] == nil && !leftOut.contains(blob.path)
          && (blob.kind != .file || SpecFiles.isSpecName(blob.path) || asked.contains(blob.path))
      }
      if let foreign = blobs.first(where: { $0.kind == .repository && hasSpecs(top + "/" + $0.path) }) {
        throw .outside(foreign.path)
      }
      for (blob, contents) in try await self.contents(of: blobs, repository) { found[blob.path] = (blob, contents) }
      open = Set(
        blobs.filter { $0.kind == .link }.compactMap { link in
          let target = String(decoding: found[link.path]?.contents ?? [], as: UTF8.self)
          let parent = top + "/" + link.path + "/.."
          return Self.path(CommitFiles.normal(target.hasPrefix("/") ? target : parent + "/" + target), below: top)
        }
      ).subtracting(asked)
    }
    return CommitFiles(found.values.sorted { $0.blob.path < $1.blob.path }, at: top, over: files)
  }

  private func hasSpecs(_ directory: String) -> Bool {
    !SpecFiles(under: [directory], atMost: 1, in: files).found.isEmpty
  }

  /// The contents of files and links, those that are not too large.
  private func contents(
    of blobs: [GitRepository.Blob], _ repository: GitRepository
  ) async throws(GitRepository.Failure) -> [(blob: GitRepository.Blob, contents: [UInt8]?)] {
    try await repository.read(blobs.filter { $0.kind != .repository }, within: selection.limits)
  }

  // MARK: Failures

  private func explained(_ failure: GitRepository.Failure) -> BaseSpecs.Unusable {
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
      if (try? files.kind(of: name)) != nil {
        return BaseSpecs.Unusable(
          "'\(name)' is no git revision here; there is something of that name in the work tree",
          help: "write './\(name)' when that is meant; \(fetching)")
      }
      return BaseSpecs.Unusable("There is no '\(name)' here: no directory, no file, no git revision", help: fetching)
    case .nothingInCommon(isShallow: true), .unprovenMergeBase:
      return BaseSpecs.Unusable(
        "This clone is shallow: its history does not show for certain where the branch left '\(name)'",
        help: "run 'git fetch --unshallow origin', or check out with 'fetch-depth: 0'")
    case .nothingInCommon(isShallow: false):
      return BaseSpecs.Unusable(
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
        "'\(path)' is outside of this repository, or in one of its own, so that it has no other version at '\(name)'",
        help: "run in the repository of the specs, or give '--base' a directory of specs")
    }
  }

  /// How a revision that is not here may be got.
  private var fetching: String {
    guard name.hasPrefix("origin/") else { return "check the name, or fetch it with 'git fetch origin'" }
    let branch = name.dropFirst("origin/".count)
    return "fetch it first, such as with 'git fetch origin \(branch):refs/remotes/origin/\(branch)'"
  }
}
