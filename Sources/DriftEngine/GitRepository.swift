import YAMLReader

/// Questions about the repository that the working directory is in.
struct GitRepository {
  /// A file of a commit.
  struct Blob {
    enum Kind {
      case file, link
      /// The top of a repository of its own, whose files the commit does not have.
      case repository
    }

    /// From the top of the work tree.
    let path: String
    let kind: Kind
    let name: String
    /// In bytes; 0 for what has none.
    let size: Int
  }

  /// Why a question has no answer.
  enum Failure: Error {
    case git(GitFailure)
    /// Git does not take the working directory for a part of a repository; in its own words.
    case notARepository(String)
    case noSuchRevision
    /// The commit that is checked out, and the named one, have no ancestor in common that is here.
    case nothingInCommon(isShallow: Bool)
    /// The commit, or a part of it, is not here.
    case missingObjects
    case tooLarge
    /// A path leads out of the repository, or into one of its own.
    case outside(String)
    /// A common ancestor was found, but in a shallow clone a later one may be missing.
    case unprovenMergeBase
  }

  /// How long lists of files may be, in bytes.
  private static let listLimit = 64 << 20
  private static let lineLimit = 1 << 16
  /// How many paths are given to one command.
  private static let mostArguments = 500

  private let git: any Git
  /// The absolute path of the work tree's top, without links.
  let topLevel: String

  init(_ git: any Git) async throws(Failure) {
    self.git = git
    let output = try await Self.run(["rev-parse", "--show-toplevel"], by: git)
    guard output.status == 0, output.line.hasPrefix("/") else {
      throw .notARepository(output.errors.split(separator: "\n").first.map(String.init) ?? "")
    }
    topLevel = output.line
  }

  /// The full hash of the commit that `revision` names.
  func commit(_ revision: String) async throws(Failure) -> String {
    let output = try await run(["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"])
    guard output.status == 0, Self.isHash(output.line) else { throw .noSuchRevision }
    return output.line
  }

  /// The hash of the best ancestor that `commit` and the one that is checked out have in common.
  func mergeBase(with commit: String) async throws(Failure) -> String {
    let output = try await run(["merge-base", commit, "HEAD"])
    guard output.status == 0, Self.isHash(output.line) else { throw .nothingInCommon(isShallow: await isShallow()) }
    return output.line
  }

  /// Whether only a part of the history is here, or may be.
  func isShallow() async -> Bool {
    let output = try? await run(["rev-parse", "--is-shallow-repository"])
    return output?.line != "false"
  }

  /// The files of a commit at `paths` and below them, which are from the top of the work tree; an empty one is the top itself.
  func blobs(of commit: String, at paths: [String]) async throws(Failure) -> [Blob] {
    let isAll = paths.contains("")
    // More paths than a command takes are looked for in all of the commit.
    let isNarrow = !isAll && paths.count <= Self.mostArguments
    let output = try await run(["ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--"] + (isNarrow ? paths : []))
    guard output.status == 0 else { throw .missingObjects }
    let blobs = output.bytes.split(separator: 0).compactMap(Self.blob)
    if isAll || isNarrow { return blobs }
    let wanted = Set(paths.map { "/" + $0 })
    return blobs.filter { AbsolutePath.andDirectories(around: "/" + $0.path).contains(where: wanted.contains) }
  }

  /// Those of the paths, and below them, that are in the index: what the repository knows of.
  func tracked(_ paths: [String]) async throws(Failure) -> Set<String> {
    try await paths.isEmpty ? [] : names(["ls-files", "--cached", "--full-name", "-z", "--"] + paths)
  }

  /// Files of the index that are left out of the work tree on purpose.
  func leftOut() async throws(Failure) -> Set<String> {
    let entries = try await names(["ls-files", "-v", "--full-name", "-z", "--", topLevel])
    return Set(entries.filter { $0.hasPrefix("S ") || $0.hasPrefix("s ") }.map { String($0.dropFirst(2)) })
  }

  private func names(_ arguments: [String]) async throws(Failure) -> Set<String> {
    let output = try await run(arguments)
    guard output.status == 0 else { throw .missingObjects }
    return Set(output.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }

  /// Paths, from the top of the work tree, of files of `commit` that are gone or different in the index or in the work tree,
  /// and of some that only look so: contents of the work tree are not read, which would start the filters that a repository
  /// names.
  func changedPaths(since commit: String) async throws(Failure) -> Set<String> {
    let staged = try await names([
      "diff-index", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=DMT", "--ignore-submodules=all",
      commit, "--",
    ])
    return try await staged.union(
      names(["diff-files", "--name-only", "-z", "--no-renames", "--ignore-submodules=all"]))
  }

  /// What is in files and links; nil for those that are larger than a spec may be.
  func read(
    _ blobs: [Blob], within limits: SpecLimits
  ) async throws(Failure) -> [(blob: Blob, contents: [UInt8]?)] {
    guard blobs.count <= limits.files, blobs.reduce(0, { $0 + $1.size }) <= limits.bytes else { throw .tooLarge }
    let small = blobs.filter { $0.size <= YAMLBudgets.standard.bytes }
    let contents = Dictionary(zip(small.map(\.path), try await contents(of: small))) { first, _ in first }
    return blobs.map { ($0, contents[$0.path]) }
  }

  /// The contents of blobs, in their order.
  private func contents(of blobs: [Blob]) async throws(Failure) -> [[UInt8]] {
    guard !blobs.isEmpty else { return [] }
    let names = blobs.flatMap { Array($0.name.utf8) + [UInt8(ascii: "\n")] }
    let limit = blobs.reduce(0) { $0 + $1.size + 128 }
    let output = try await run(["cat-file", "--batch"], input: names, limit: limit)
    guard output.status == 0 else { throw .missingObjects }
    var rest = output.bytes[...]
    var contents: [[UInt8]] = []
    for blob in blobs {
      // `HASH blob SIZE`, a line's end, the contents, a line's end.
      let header = rest.prefix { $0 != UInt8(ascii: "\n") }
      let words = String(decoding: header, as: UTF8.self).split(separator: " ")
      rest = rest.dropFirst(header.count + 1)
      guard words.count == 3, words[0] == blob.name, words[1] == "blob", words[2] == String(blob.size),
        rest.count > blob.size
      else { throw .missingObjects }
      contents.append(Array(rest.prefix(blob.size)))
      rest = rest.dropFirst(blob.size + 1)
    }
    return contents
  }

  // MARK: Running

  private func run(_ arguments: [String], input: [UInt8] = [], limit: Int = listLimit) async throws(Failure)
    -> GitOutput
  {
    try await Self.run(arguments, input: input, limit: limit, by: git)
  }

  private static func run(
    _ arguments: [String], input: [UInt8] = [], limit: Int = lineLimit, by git: any Git
  ) async throws(Failure) -> GitOutput {
    do throws(GitFailure) {
      return try await git.run(arguments, input: input, limit: limit)
    } catch {
      throw error == .tooMuch ? .tooLarge : .git(error)
    }
  }

  private static func isHash(_ text: String) -> Bool {
    (text.utf8.count == 40 || text.utf8.count == 64)
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
  }

  /// `MODE blob HASH SIZE`, a tab and the path, as `git ls-tree -l -z` writes them. Nil for what is no file.
  private static func blob(_ line: ArraySlice<UInt8>) -> Blob? {
    guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
    let words = String(decoding: line[..<tab], as: UTF8.self).split(separator: " ")
    guard words.count == 4, isHash(String(words[2])) else { return nil }
    let path = String(decoding: line[(tab + 1)...], as: UTF8.self)
    if words[1] == "commit" { return Blob(path: path, kind: .repository, name: String(words[2]), size: 0) }
    guard words[1] == "blob", let size = Int(words[3]) else { return nil }
    return Blob(path: path, kind: words[0] == "120000" ? .link : .file, name: String(words[2]), size: size)
  }
}
