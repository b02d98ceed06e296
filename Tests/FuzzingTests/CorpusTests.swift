import Foundation
import FuzzLaws
import Testing

/// An input that a reader was given before.
private struct CorpusFile: CustomTestStringConvertible, Sendable {
  let entry: FuzzEntry
  let path: String

  var testDescription: String { entry.rawValue + "/" + (path.split(separator: "/").last ?? "") }

  static let all = FuzzEntry.allCases.flatMap { entry -> [CorpusFile] in
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fuzzing/Corpus/\(entry.rawValue)").path(percentEncoded: false)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { CorpusFile(entry: entry, path: folder + "/" + $0) }
  }
}

@Suite("What fuzzing holds readers to")
struct CorpusTests {
  @Test("every entry has a corpus", arguments: FuzzEntry.allCases)
  func corpus(entry: FuzzEntry) {
    #expect(CorpusFile.all.count { $0.entry == entry } >= 10)
  }

  @Test("the laws hold for the corpus", arguments: CorpusFile.all)
  fileprivate func replay(file: CorpusFile) throws {
    try file.entry.check(Array(Data(contentsOf: URL(filePath: file.path))))
  }

  @Test("the laws hold for every beginning of a corpus file", arguments: CorpusFile.all)
  fileprivate func truncation(file: CorpusFile) throws {
    let input = try Array(Data(contentsOf: URL(filePath: file.path)))
    for end in input.indices { try file.entry.check(Array(input[..<end])) }
  }
}
