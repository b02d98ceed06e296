import Benchmarking
import FoundationEssentials

/// A corpus as files: `jobs/…` with one spec each, and `live.json` with all jobs as one page of the API.
struct CorpusFolder: Sendable {
  let corpus: Corpus
  let path: String

  var specs: String { path + "/jobs" }
  var live: String { path + "/live.json" }

  /// Writes a corpus to a directory that does not exist yet.
  init(_ corpus: Corpus, at path: String) throws {
    self.corpus = corpus
    self.path = path
    try FileManager.default.createDirectory(atPath: specs, withIntermediateDirectories: true)
    for number in 0..<corpus.count {
      try Data(corpus.spec(number)).write(to: URL(filePath: specs + "/" + corpus.fileName(number)))
    }
    try Data(corpus.page).write(to: URL(filePath: live))
  }

  /// Writes the live jobs as the one JSON array that the stand-in serves from a directory; gives the directory.
  func writeServed() throws -> String {
    let served = path + "/served"
    try FileManager.default.createDirectory(atPath: served, withIntermediateDirectories: true)
    try Data(corpus.array).write(to: URL(filePath: served + "/jobs.json"))
    return served
  }

  /// How many bytes all specs have together.
  var specBytes: Int { (0..<corpus.count).reduce(0) { $0 + corpus.spec($1).count } }

  /// A directory of its own for `body`, gone afterwards.
  static func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "jobdrift-benchmarks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
  }
}
