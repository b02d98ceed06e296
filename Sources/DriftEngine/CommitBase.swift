import ConfigValue
import Diagnostics
import JobModel
import PlanReport
import YAMLReader

/// Reads a base out of a repository: the specs as they were where the branch that is checked out left a revision.
struct CommitBase {
  private let name: String
  private let repository: GitRepository
  private let selection: SpecSelection
  private let wanted: Set<ExactText>
  private let files: any FileSystem

  /// - Parameters:
  ///   - name: the revision.
  ///   - wanted: the names of the jobs that the specs have now.
  init(
    _ name: String, in repository: GitRepository, _ selection: SpecSelection, _ wanted: Set<ExactText>,
    _ files: any FileSystem
  ) {
    self.name = name
    self.repository = repository
    self.selection = selection
    self.wanted = wanted
    self.files = files
  }

  func load(into texts: ReadTexts) async throws(BaseSpecs.Unusable) -> BaseSpecs {
    if selection.paths.contains("-") {
      throw BaseSpecs.Unusable(
        "Standard input has no other version at '\(name)'", help: "give '--base' a directory of specs, or name files")
    }
    do throws(GitRepository.Failure) {
      let named = try await repository.commit(name)
      let commit = try await repository.mergeBase(with: named)
      if commit != named, await repository.isShallow() { throw .unprovenMergeBase }
      let places = try specPlaces()
      let variables = try await variableFiles()
      let commitFiles = try await self.files(of: commit, at: places + variables.known)
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
      throw Self.explained(error, of: name, in: files)
    }
  }

  // MARK: Places

  /// The spec paths from the top of the work tree, links followed: each in this repository, and in none of its own below it.
  private func specPlaces() throws(GitRepository.Failure) -> [String] {
    var places: [String] = []
    for path in selection.paths {
      let absolute = (try? files.resolved(path)) ?? files.absolute(path)
      guard let place = AbsolutePath.relative(absolute, to: repository.topLevel),
        files.workTreeTop(around: absolute) == repository.topLevel
      else { throw .outside(path) }
      places.append(place)
    }
    return places
  }

  /// The files of variables, without links.
  private struct VariableFiles {
    var all: [String] = []
    /// Those that the repository has, from the top of the work tree: in the base they are what they were there.
    var known: [String] = []
    /// Those that it does not know: there is one version of them.
    var unknown: Set<String> = []
  }

  private func variableFiles() async throws(GitRepository.Failure) -> VariableFiles {
    var found = VariableFiles()
    found.all = selection.variables.files.filter { $0 != "-" }.map { path in (try? files.resolved(path)) ?? path }
    let inside = found.all.compactMap { AbsolutePath.relative($0, to: repository.topLevel) }
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
    of commit: String, at places: [String]
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
      let texts = blobs.filter { $0.kind != .repository }
      for (blob, contents) in try await repository.read(texts, within: selection.limits) {
        found[blob.path] = (blob, contents)
      }
      open = Set(
        blobs.filter { $0.kind == .link }.compactMap { link in
          let target = String(decoding: found[link.path]?.contents ?? [], as: UTF8.self)
          let path = target.hasPrefix("/") ? target : top + "/" + link.path + "/../" + target
          return AbsolutePath.relative(AbsolutePath.normal(path), to: top)
        }
      ).subtracting(asked)
    }
    return CommitFiles(found.values.sorted { $0.blob.path < $1.blob.path }, at: top, over: files)
  }

  private func hasSpecs(_ directory: String) -> Bool {
    !SpecFiles(under: [directory], atMost: 1, in: files).found.isEmpty
  }

  // MARK: Failures

  /// Why git could not give the base called `name`, and what helps.
  static func explained(
    _ failure: GitRepository.Failure, of name: String, in files: any FileSystem
  ) -> BaseSpecs.Unusable {
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
          help: "write './\(name)' when that is meant; \(fetching(name))")
      }
      return BaseSpecs.Unusable(
        "There is no '\(name)' here: no directory, no file, no git revision", help: fetching(name))
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
  private static func fetching(_ name: String) -> String {
    guard name.hasPrefix("origin/") else { return "check the name, or fetch it with 'git fetch origin'" }
    let branch = name.dropFirst("origin/".count)
    return "fetch it first, such as with 'git fetch origin \(branch):refs/remotes/origin/\(branch)'"
  }
}

extension GitRepository.Failure {
  /// Whether there is nothing here that could know a revision: no git, or no repository as far as anybody can see.
  func isWithoutRepository(in files: any FileSystem) -> Bool {
    switch self {
    case .git(.notInstalled): true
    case .notARepository: files.workTreeTop(around: files.workingDirectory) == nil
    default: false
    }
  }
}
