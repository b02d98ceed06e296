import DriftEngine

/// Where an output is to go.
///
/// A repository may hold links. One in the place of the file is replaced; one on the way to it would have the file written where
/// nobody asked for it.
struct OutputPlace {
  /// The parts of the absolute path, `.` and `..` resolved by their letters.
  let parts: [String]
  /// The directory of the file, as it was given.
  private let parent: String

  init(_ path: String, in files: some FileSystem) {
    parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let absolute = path.hasPrefix("/") ? path : files.workingDirectory + "/" + path
    parts = absolute.split(separator: "/").reduce(into: []) { parts, part in
      switch part {
      case ".": break
      case "..": _ = parts.popLast()
      default: parts.append(String(part))
      }
    }
  }

  /// Whether the path, by its letters, leads to a place below the working directory, and its links lead out of there.
  ///
  /// - Throws: when a directory on the way cannot be resolved.
  func leavesWorkingDirectory(in files: some FileSystem) throws(FileFailure) -> Bool {
    let root = files.workingDirectory
    let isBelow = parts.indices.contains { count in
      (try? files.resolved("/" + parts.prefix(count).joined(separator: "/"))) == root
    }
    let parent = try files.resolved(self.parent)
    return isBelow && parent != root && !parent.hasPrefix(root == "/" ? root : root + "/")
  }
}
