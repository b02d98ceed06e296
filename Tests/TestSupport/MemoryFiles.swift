package import DriftEngine

/// A file system that exists only in a test. Its working directory is `/here`; relative paths start there.
package struct MemoryFiles: FileSystem {
  /// What stands at a path.
  package enum Node: Sendable {
    case file([UInt8])
    /// A link to another path.
    case link(String)
    /// A pipe, a device or a socket.
    case other
    /// A file or directory that its owner does not let others read.
    case locked
  }

  package let workingDirectory = "/here"
  private var nodes: [String: Node] = [:]
  private let input: [UInt8]

  /// - Parameters:
  ///   - nodes: by path; the directories above each are there too.
  ///   - input: what comes in through standard input.
  package init(_ nodes: [String: Node], input: String = "") {
    self.input = Array(input.utf8)
    for (path, node) in nodes { self.nodes[Self.absolute(path)] = node }
  }

  /// Plain files by path.
  package init(texts: [String: String], input: String = "") {
    self.init(texts.mapValues { .file(Array($0.utf8)) }, input: input)
  }

  private static func absolute(_ path: String) -> String {
    var parts: [Substring] = []
    for part in (path.hasPrefix("/") ? path : "/here/" + path).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  private func isDirectory(_ path: String) -> Bool {
    path == "/" || path == workingDirectory || nodes.keys.contains { $0.hasPrefix(path + "/") }
  }

  package func kind(of path: String) throws(FileFailure) -> FileKind {
    let path = Self.absolute(path)
    switch nodes[path] {
    case .file?, .locked?: return .regular
    case .link?: return .link
    case .other?: return .other
    case nil:
      guard isDirectory(path) else { throw FileFailure("no such file or directory", isMissing: true) }
      return .directory
    }
  }

  package func resolved(_ path: String) throws(FileFailure) -> String {
    var path = Self.absolute(path)
    for _ in 0..<8 {
      guard case .link(let target)? = nodes[path] else {
        _ = try kind(of: path)
        return path
      }
      let parent = path.split(separator: "/").dropLast().joined(separator: "/")
      path = Self.absolute(target.hasPrefix("/") ? target : "/" + parent + "/" + target)
    }
    throw FileFailure("too many levels of symbolic links")
  }

  package func names(in directory: String) throws(FileFailure) -> [String] {
    let directory = Self.absolute(directory)
    let prefix = directory == "/" ? "/" : directory + "/"
    return Set(
      nodes.keys.filter { $0.hasPrefix(prefix) }.compactMap { $0.dropFirst(prefix.count).split(separator: "/").first }
    )
    .map(String.init)
  }

  package func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    switch nodes[Self.absolute(path)] {
    case .file(let bytes)?:
      guard bytes.count <= limit else { throw .tooLarge(limit) }
      return bytes
    case .locked?: throw FileFailure("permission denied")
    default: throw FileFailure("not a regular file")
    }
  }

  package func standardInput(limit: Int) throws(FileFailure) -> [UInt8] {
    guard input.count <= limit else { throw .tooLarge(limit) }
    return input
  }
}
