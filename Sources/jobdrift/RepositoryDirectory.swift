import DriftEngine

/// Where a directory is in its repository.
struct RepositoryDirectory {
  /// The path from the top of the repository: empty for the top itself, else with a slash at its end.
  let path: String

  /// Of the working directory of the process.
  static var current: RepositoryDirectory {
    let files = LocalFileSystem()
    return RepositoryDirectory(
      of: files.workingDirectory, workspace: ProcessEnvironment["GITHUB_WORKSPACE"], in: files)
  }

  /// The top is the nearest directory with something called `.git` in it; where there is none, as in a container that got only
  /// the files, what the runner calls its workspace.
  ///
  /// - Parameters:
  ///   - directory: an absolute path without links.
  ///   - workspace: the runner's workspace, if there is one.
  init(of directory: String, workspace: String?, in files: some FileSystem) {
    let top = files.workTreeTop(around: directory) ?? workspace.flatMap { try? files.resolved($0) }
    let parts = directory.split(separator: "/")
    let topParts = top?.split(separator: "/") ?? parts
    path = parts.starts(with: topParts) ? parts.dropFirst(topParts.count).map { $0 + "/" }.joined() : ""
  }
}
