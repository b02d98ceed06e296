/// Questions about the repository that the working directory is in.
struct GitRepository {
  /// A file of a commit.
  struct Blob {
    enum Kind {
      case file, link
    }

    /// From the top of the work tree.
    let path: String
    let kind: Kind
    let name: String
    /// In bytes.
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
    /// A spec path leads out of the repository.
    case outside(String)
  }

  /// How long lists of files may be, in bytes.
  private static let listLimit = 64 << 20
  private static let lineLimit = 1 << 16

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

  /// Whether only a part of the history is here.
  func isShallow() async -> Bool {
    let output = try? await run(["rev-parse", "--is-shallow-repository"])
    return output?.line == "true"
  }

  /// The files of a commit at `paths` and below them, which are from the top of the work tree; an empty one is the top itself.
  func blobs(of commit: String, at paths: [String]) async throws(Failure) -> [Blob] {
    let places = paths.contains("") ? [] : paths
    let output = try await run(["ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--"] + places)
    guard output.status == 0 else { throw .missingObjects }
    return output.bytes.split(separator: 0).compactMap(Self.blob)
  }

  /// Paths, from the top of the work tree, of files of `commit` that are gone or different in the work tree.
  func changedPaths(since commit: String) async throws(Failure) -> [String] {
    let output = try await run(
      [
        "diff", "--name-only", "-z", "--no-renames", "--diff-filter=DMT", "--no-ext-diff", "--no-textconv",
        "--ignore-submodules=all", "--no-relative", commit, "--",
      ])
    guard output.status == 0 else { throw .missingObjects }
    return output.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The contents of blobs, in their order.
  func contents(of blobs: [Blob]) async throws(Failure) -> [[UInt8]] {
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
    guard words.count == 4, words[1] == "blob", isHash(String(words[2])), let size = Int(words[3]) else { return nil }
    return Blob(
      path: String(decoding: line[(tab + 1)...], as: UTF8.self), kind: words[0] == "120000" ? .link : .file,
      name: String(words[2]), size: size)
  }
}
