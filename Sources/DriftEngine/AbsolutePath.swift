/// Absolute paths by their letters: no link is looked at.
enum AbsolutePath {
  /// The path without `.` and `..` parts.
  static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Whether a path is `root` or lies below it.
  static func contains(_ path: String, root: String) -> Bool {
    relative(path, to: root) != nil
  }

  /// The path from `root` on, empty for `root` itself; nil for one that lies elsewhere.
  static func relative(_ path: String, to root: String) -> String? {
    if path == root { return "" }
    let prefix = root == "/" ? root : root + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
  }

  /// The directory that holds what a path leads to.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// The path, and every directory around it, the innermost first.
  static func andDirectories(around path: String) -> [String] {
    var paths = [path]
    while let last = paths.last, last != "/" { paths.append(parent(of: last)) }
    return paths
  }
}

extension FileSystem {
  /// The absolute path without `.` and `..` parts, links as they are.
  package func absolute(_ path: String) -> String {
    AbsolutePath.normal(path.hasPrefix("/") ? path : workingDirectory + "/" + path)
  }

  /// Whether a path below the working directory leads out of it by a link, on the way or at its end. Who named the path meant
  /// the working directory, by whatever path it was reached; a change under review may have brought the link.
  package func leadsOut(_ path: String) -> Bool {
    guard let resolved = try? resolved(path), !AbsolutePath.contains(resolved, root: workingDirectory) else {
      return false
    }
    return AbsolutePath.andDirectories(around: absolute(path)).contains { (try? self.resolved($0)) == workingDirectory }
  }

  /// The innermost directory at or around an absolute path that has something called `.git` in it, as the top of a work tree has.
  package func workTreeTop(around path: String) -> String? {
    AbsolutePath.andDirectories(around: path).first { (try? kind(of: ($0 == "/" ? "" : $0) + "/.git")) != nil }
  }
}
