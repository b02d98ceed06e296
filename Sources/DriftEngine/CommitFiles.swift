/// The files of a commit, in the place of those of the work tree.
struct CommitFiles: FileSystem {
  private enum Node {
    case file([UInt8])
    case link(String)
    /// A file whose contents were not asked for, since it is too large.
    case large
  }

  let workingDirectory: String
  private let topLevel: String
  private let disk: any FileSystem
  /// Paths that are read from the disk where the commit does not have them.
  private var fallbacks: Set<String> = []
  /// By absolute path.
  private var nodes: [String: Node] = [:]
  private var directories: [String: Set<String>] = [:]

  /// - Parameters:
  ///   - contents: what is in each of the blobs; nil for one that was not read.
  ///   - topLevel: the absolute path of the work tree's top.
  init(
    _ blobs: [(blob: GitRepository.Blob, contents: [UInt8]?)], at topLevel: String, over disk: any FileSystem
  ) {
    workingDirectory = disk.workingDirectory
    self.topLevel = topLevel
    self.disk = disk
    directories[topLevel] = []
    add(blobs)
  }

  private mutating func add(_ blobs: [(blob: GitRepository.Blob, contents: [UInt8]?)]) {
    for (blob, contents) in blobs {
      let path = AbsolutePath.normal(topLevel + "/" + blob.path)
      switch (blob.kind, contents) {
      case (.repository, _): continue
      case (_, nil): nodes[path] = .large
      case (.file, let contents?): nodes[path] = .file(contents)
      case (.link, let target?): nodes[path] = .link(String(decoding: target, as: UTF8.self))
      }
      var child = path
      while child != topLevel {
        let parent = AbsolutePath.parent(of: child)
        let name = String(child.suffix(child.count - (parent == "/" ? 1 : parent.count + 1)))
        guard directories[parent, default: []].insert(name).inserted else { break }
        child = parent
      }
    }
  }

  /// The same files, and more of the commit.
  func adding(_ blobs: [(blob: GitRepository.Blob, contents: [UInt8]?)]) -> CommitFiles {
    var files = self
    files.add(blobs)
    return files
  }

  /// The same files, and those at absolute `paths` as they are on the disk.
  func falling(back paths: Set<String>) -> CommitFiles {
    var files = self
    files.fallbacks = paths
    return files
  }

  /// Whether something stands at `path` in the commit, links followed.
  func has(_ path: String) -> Bool {
    guard let resolved = try? resolved(path) else { return false }
    return nodes[resolved] != nil || directories[resolved] != nil
  }

  func kind(of path: String) throws(FileFailure) -> FileKind {
    let path = absolute(path)
    switch nodes[path] {
    case .file?, .large?: return .regular
    case .link?: return .link
    case nil:
      if directories[path] != nil { return .directory }
      guard isOnDisk(path) else { throw FileFailure("it does not exist") }
      return try disk.kind(of: path)
    }
  }

  func resolved(_ path: String) throws(FileFailure) -> String {
    var path = absolute(path)
    if isOnDisk(path) { return try disk.resolved(path) }
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let (link, target, rest) = firstLink(in: path) else {
        guard nodes[path] != nil || directories[path] != nil else { throw FileFailure("it does not exist") }
        return path
      }
      path = AbsolutePath.normal((target.hasPrefix("/") ? target : link + "/../" + target) + rest)
      guard AbsolutePath.contains(path, root: topLevel) else { return path }
    }
    throw FileFailure("its links lead in a circle")
  }

  func names(in directory: String) throws(FileFailure) -> [String] {
    guard let names = directories[absolute(directory)] else { throw FileFailure("it does not exist") }
    return Array(names)
  }

  func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    let place = absolute(path)
    switch nodes[place] {
    case .file(let contents)?:
      guard contents.count <= limit else { throw .tooLarge(limit) }
      return contents
    case .large?: throw .tooLarge(limit)
    case .link?: throw FileFailure("it is not a regular file")
    case nil:
      guard isOnDisk(place) else { throw FileFailure("it does not exist") }
      return try disk.contents(of: place, limit: limit)
    }
  }

  func standardInput(limit: Int) throws(FileFailure) -> [UInt8] {
    throw FileFailure("a commit has no standard input")
  }

  // MARK: Paths

  private func isOnDisk(_ path: String) -> Bool {
    fallbacks.contains(path) && nodes[path] == nil
  }

  /// The first link on the way to a path, what it leads to, and what of the path comes behind it.
  private func firstLink(in path: String) -> (link: String, target: String, rest: String)? {
    var place = ""
    let parts = path.split(separator: "/")
    for (position, part) in parts.enumerated() {
      place += "/" + part
      if case .link(let target)? = nodes[place] {
        let rest = parts.dropFirst(position + 1).map { "/" + $0 }.joined()
        return (place, target, rest)
      }
    }
    return nil
  }
}
