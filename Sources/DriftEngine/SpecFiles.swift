import Diagnostics

/// A text that specs may stand in.
struct SpecFile: Sendable {
  /// The path to read it by; nil for standard input.
  let path: String?
  /// The path to show.
  let name: String
}

/// Finds the files that spec paths stand for, as `bl apply -R` does: `.yaml` and `.yml` in directories at any depth,
/// sorted, without directories whose name begins with a dot; other files only when they are named.
struct SpecFiles {
  private let files: any FileSystem
  /// How many files there may be; a walk ends where there is one more.
  private let most: Int
  private(set) var found: [SpecFile] = []
  private(set) var findings: [Diagnostic] = []
  /// Files already found, without links, so that each is read once; nil while no file can be found twice, as in a directory
  /// without links.
  private var seen: Set<String>?

  init(under paths: [String], atMost most: Int, in files: any FileSystem) {
    self.files = files
    self.most = most
    if paths.count > 1 { expectRepetitions() }
    for path in paths where found.count <= most { add(path) }
    guard found.count > most else { return }
    found.removeLast()
    findings.append(
      Diagnostic(
        .budgetExceeded, "There are more than \(most) spec files", help: "name the directories of the specs alone"))
  }

  /// The path as reports show it: relative to the working directory when it lies in it, without `.` parts.
  static func shown(_ path: String, in workingDirectory: String) -> String {
    var parts = path.split(separator: "/").filter { $0 != "." }.map(String.init)
    guard path.hasPrefix("/") else { return parts.isEmpty ? "." : parts.joined(separator: "/") }
    let base = workingDirectory.split(separator: "/").map(String.init)
    guard parts.starts(with: base) else { return "/" + parts.joined(separator: "/") }
    parts.removeFirst(base.count)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private mutating func add(_ path: String) {
    if path == "-" {
      if !found.contains(where: { $0.path == nil }) { found.append(SpecFile(path: nil, name: "<stdin>")) }
      return
    }
    let name = Self.shown(path, in: files.workingDirectory)
    if files.leadsOut(path) {
      findings.append(.leadingOut(name))
      return
    }
    do throws(FileFailure) {
      let resolved = try files.resolved(path)
      switch try files.kind(of: resolved) {
      case .directory: walk(resolved, name: name)
      case .regular:
        if try files.kind(of: path) == .link { try checkNamedLink(path, resolved, name) } else { keep(resolved, name) }
      case .link, .other: notRegular(name)
      }
    } catch {
      unreadable(name, error)
    }
  }

  /// A link that was named is followed to where its author could have put the text itself: beside it, or under the
  /// working directory. Elsewhere its text could be anything, such as a file of the machine that checks a pull request.
  private mutating func checkNamedLink(_ path: String, _ resolved: String, _ name: String) throws(FileFailure) {
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let roots = [files.workingDirectory, try files.resolved(parent)]
    if roots.contains(where: { AbsolutePath.contains(resolved, root: $0) }) {
      keep(resolved, name)
    } else {
      leadsOut(name)
    }
  }

  private mutating func walk(_ root: String, name: String) {
    var open = [(path: root, name: name)]
    while let directory = open.popLast() {
      do throws(FileFailure) {
        var below: [(path: String, name: String)] = []
        var listing = try files.listing(of: directory.path)
        let prefix = directory.name == "." ? "" : directory.name + (directory.name.hasSuffix("/") ? "" : "/")
        for entry in listing.misnamed.sorted(by: { $0.name < $1.name }) where Self.matters(entry.name, entry.kind) {
          unreadable(prefix + entry.name, FileFailure("its name is not UTF-8"))
        }
        listing.entries.sort { $0.name < $1.name }
        for entry in listing.entries where found.count <= most {
          let (path, name) = (directory.path + "/" + entry.name, prefix + entry.name)
          if try visit(path, entry, name: name, root: root) { below.append((path, name)) }
        }
        open += below.reversed()
      } catch {
        unreadable(directory.name, error)
      }
      if found.count > most { return }
    }
  }

  /// Whether specs may be behind a name in a directory.
  private static func matters(_ name: String, _ kind: FileKind) -> Bool {
    isSpecName(name) || (kind == .directory && !name.hasPrefix("."))
  }

  /// Looks at one name in a directory; true when it is a directory to walk.
  private mutating func visit(
    _ path: String, _ entry: DirectoryListing.Entry, name: String, root: String
  ) throws(FileFailure) -> Bool {
    let isSpec = Self.isSpecName(entry.name)
    let kind = if let told = entry.kind { told } else { try files.kind(of: path) }
    switch kind {
    case .directory: return !entry.name.hasPrefix(".")
    case .regular: if isSpec { keep(path, name) }
    case .other: if isSpec { notRegular(name) }
    case .link where isSpec:
      do throws(FileFailure) {
        let target = try files.resolved(path)
        guard AbsolutePath.contains(target, root: root) else {
          leadsOut(name)
          return false
        }
        switch try files.kind(of: target) {
        case .regular:
          expectRepetitions()
          keep(target, name)
        case .directory: break
        case .link, .other: notRegular(name)
        }
      } catch {
        unreadable(name, error)
      }
    case .link:
      guard !entry.name.hasPrefix("."), let target = try? files.resolved(path),
        (try? files.kind(of: target)) == .directory,
        !AbsolutePath.contains(target, root: root)
      else { return false }
      leadsOut(name)
    }
    return false
  }

  /// Whether a file of that name, or path, in a directory is taken for a spec.
  static func isSpecName(_ name: String) -> Bool {
    name.hasEnding(".yaml") || name.hasEnding(".yml")
  }

  private mutating func keep(_ path: String, _ name: String) {
    if seen?.insert(path).inserted ?? true { found.append(SpecFile(path: path, name: name)) }
  }

  /// Notes which files were found, since one may be found again from here on.
  private mutating func expectRepetitions() {
    if seen == nil { seen = Set(found.compactMap(\.path)) }
  }

  // MARK: Findings

  private mutating func unreadable(_ name: String, _ failure: FileFailure) {
    findings.append(
      Diagnostic(
        .unreadableFile, "'\(name)' cannot be read: \(failure.reason)", help: "check the path and its permissions"))
  }

  private mutating func notRegular(_ name: String) {
    findings.append(
      Diagnostic(.notARegularFile, "'\(name)' is not a regular file", help: "pipe its text in and name '-' instead"))
  }

  private mutating func leadsOut(_ name: String) {
    findings.append(
      Diagnostic(
        .linkOutsideRoot, "'\(name)' is a link that leads out of the named directory",
        help: "replace it by the file, or name the directory it leads to"))
  }
}

extension Diagnostic {
  /// Of a named path that a link leads out of the working directory.
  static func leadingOut(_ name: String) -> Diagnostic {
    Diagnostic(
      .linkOutsideRoot, "'\(name)' leads out of the working directory by a link",
      help: "name what it leads to when that is meant, or replace the link by the file")
  }
}

extension String {
  /// Whether a file's name ends so, capital letters or not.
  ///
  /// - Parameter ending: in small letters of ASCII.
  func hasEnding(_ ending: StaticString) -> Bool {
    let (bytes, count) = (utf8.span, ending.utf8CodeUnitCount)
    guard bytes.count >= count else { return false }
    for offset in 0..<count
    where unsafe Self.lowercased(bytes[bytes.count - count + offset]) != ending.utf8Start[offset] {
      return false
    }
    return true
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
