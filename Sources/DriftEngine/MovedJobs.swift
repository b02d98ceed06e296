import ConfigValue
import Diagnostics
import JobModel

/// Finds jobs of a commit in files that specs no longer are read from: moved to other files, or gone with theirs.
struct MovedJobs {
  /// What was found, and what was read for it.
  struct Found {
    /// Jobs that the specs have now, as they were elsewhere.
    var moved: [JobDocument] = []
    /// Jobs whose files are gone, and that no spec that is read has: removed, if these specs answered for them.
    var departed: [JobDocument] = []
    /// Those of the run, and those that were read for this.
    var texts: ReadTexts
  }

  private let repository: GitRepository
  private let commit: String
  private let selection: SpecSelection
  private let places: [String]
  private let disk: any FileSystem
  private let commitFiles: CommitFiles

  /// - Parameters:
  ///   - places: where specs are read from, from the top of the work tree.
  ///   - disk: the files as they are now.
  ///   - commitFiles: the files of the commit that were read already.
  init(
    _ repository: GitRepository, _ commit: String, selection: SpecSelection, _ places: [String],
    in disk: any FileSystem, over commitFiles: CommitFiles
  ) {
    self.repository = repository
    self.commit = commit
    self.selection = selection
    self.places = places
    self.disk = disk
    self.commitFiles = commitFiles
  }

  /// - Parameters:
  ///   - wanted: the names of the jobs that the specs have now.
  ///   - loaded: what was found where the specs are.
  func load(
    wanted: Set<ExactText>, besides loaded: SpecLoader
  ) async throws(GitRepository.Failure) -> Found {
    let top = repository.topLevel
    let changed = try await repository.changedPaths(since: commit).filter { path in
      SpecFiles.isSpecName(path) && !places.contains { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }
    }
    guard !changed.isEmpty else { return Found(texts: loaded.texts) }
    let blobs = try await repository.blobs(of: commit, at: changed.sorted()).filter { $0.kind == .file }
    let files = commitFiles.adding(try await repository.read(blobs, within: selection.limits))
    var elsewhere = selection
    elsewhere.paths = blobs.map { top + "/" + $0.path }
    let loader = SpecLoader(elsewhere, workspace: nil, keeping: .jobs, in: files, into: loaded.texts)
    // A job that its file still has was copied, not moved.
    elsewhere.paths = elsewhere.paths.filter { (try? disk.kind(of: $0)) != nil }
    let present = Set(elsewhere.paths.map { SpecFiles.shown($0, in: disk.workingDirectory) })
    let staying = Set(SpecLoader(elsewhere, workspace: nil, keeping: .jobs, in: disk).jobs.map(\.key))
    let known = Set(loaded.jobs.map(\.key)).union(staying)
    var found = Found(texts: loader.texts)
    for job in loader.readJobs where !known.contains(job.key) {
      if wanted.contains(job.key) {
        found.moved.append(job)
      } else if !present.contains(loader.texts.sources[job.nameRange.source].path) {
        found.departed.append(job)
      }
    }
    return found
  }
}
