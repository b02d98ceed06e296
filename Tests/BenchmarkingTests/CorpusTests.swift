import Benchmarking
import ConfigValue
import Diagnostics
import JobModel
import TestSupport
import Testing
import YAMLReader

@Suite struct CorpusTests {
  @Test(arguments: YAMLStyle.allCases) func `Every style of a spec reads as the job that was made`(style: YAMLStyle) {
    let corpus = Corpus(jobs: 40, style: style)
    for number in 0..<corpus.count {
      let text = YAMLDocuments.read(corpus.spec(number), as: .none, names: JobSchema.blaxel.names)
      #expect(text.diagnostics.isEmpty)
      #expect(text.documents.map(\.plain.sortedByKey) == [corpus.desired(number).sortedByKey])
    }
  }

  @Test func `Styles are what they say`() {
    func text(_ style: YAMLStyle) -> String {
      String(decoding: Corpus(jobs: 8, style: style).specs.joined(), as: UTF8.self)
    }
    for style in YAMLStyle.allCases {
      #expect(text(style).contains("<<: *a") == (style == .anchored))
      #expect(text(style).contains("  # ") == (style == .commented))
      #expect(text(style).contains("{") == (style == .flow))
    }
  }

  @Test func `Specs are valid, and about 2 KB, as live jobs are`() {
    let corpus = Corpus(jobs: 200)
    for bytes in corpus.specs {
      let text = YAMLDocuments.read(bytes, as: .none, names: JobSchema.blaxel.names)
      for document in text.documents { #expect(Validation.check(document, by: .blaxel).findings.isEmpty) }
    }
    #expect((1_800...2_600).contains(corpus.specs.joined().count / corpus.count))
    #expect((1_500...2_600).contains(corpus.page.count / corpus.count))
  }

  @Test func `A job is the same whatever the number of jobs, and another one for another seed`() {
    #expect(Corpus(jobs: 10).spec(7) == Corpus(jobs: 100_000).spec(7))
    #expect(Corpus(jobs: 10).spec(7) != Corpus(jobs: 10, seed: 8).spec(7))
    #expect(Corpus(jobs: 10).spec(7) != Corpus(jobs: 10).spec(8))
  }

  @Test func `The page holds all jobs, says so, and masks what the API masks`() throws {
    let corpus = Corpus(jobs: 5)
    let page = try PlainValue(json: corpus.page)
    #expect(page["meta"]?["total"] == 5)
    #expect(page["meta"]?["hasMore"] == false)
    let jobs = page["data"]?.elements ?? []
    #expect(jobs.compactMap { $0["metadata"]?["name"]?.text } == (0..<5).map { "job-000000\($0)" })
    for job in jobs {
      let values = (job["spec"]?["runtime"]?["envs"]?.elements ?? []).map { $0["value"] }
      #expect(values.count == 8)
      #expect(values.allSatisfy { $0 == "****" })
    }
    #expect(try PlainValue(json: corpus.array) == page["data"])
  }

  @Test func `One job in 33 differs from its spec, in one number`() {
    let corpus = Corpus(jobs: 100)
    for number in 0..<corpus.count {
      let (desired, live) = (corpus.desired(number)["spec"]?["runtime"], corpus.live(number)["spec"]?["runtime"])
      let numbers = ["memory", "timeout", "maxRetries", "diskPercent"].filter { desired?[$0] != live?[$0] }
      #expect(numbers.count == (corpus.isChanged(number) ? 1 : 0))
    }
    #expect((0..<100).count(where: corpus.isChanged) == 4)
  }

  @Test func `A corpus with secrets has one in each job, and another one without has none`() {
    for hasSecrets in [false, true] {
      let corpus = Corpus(jobs: 3, hasSecrets: hasSecrets)
      for number in 0..<3 {
        let variables = corpus.desired(number)["spec"]?["runtime"]?["envs"]?.elements ?? []
        #expect(variables.count { $0["secret"] == true } == (hasSecrets ? 1 : 0))
      }
    }
  }

  @Test func `No jobs are an empty page`() throws {
    #expect(try PlainValue(json: Corpus(jobs: 0).page)["data"] == .list([]))
  }
}
