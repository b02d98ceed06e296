import Benchmarking
import ConfigValue
import TestSupport
import Testing

@Suite struct ResultsTests {
  @Test(
    arguments: [
      (0.0, "0"), (1, "1"), (1.234, "1.23"), (1.999, "2"), (45.67, "45.7"), (99.96, "100"), (789.4, "789"),
      (12_345.6, "12346"),
      (0.5, "0.5"), (0.0123, "0.012"), (0.00123, "0.0012"), (-1.5, "-1.5"), (-0.000_001, "0"), (.infinity, "inf"),
    ])
  func `Figures have three digits that say something`(figure: Double, text: String) {
    #expect(Figures.text(figure) == text)
  }

  @Test func `A goal is met up to its bound`() {
    #expect(Goal.atMost(1).isMet(by: 1))
    #expect(!Goal.atMost(1).isMet(by: 1.01))
    #expect(Goal.atLeast(8).isMet(by: 8))
    #expect(!Goal.atLeast(8).isMet(by: 7.99))
    #expect(Goal.between(0.9...1.1).isMet(by: 1.1))
    #expect(!Goal.between(0.9...1.1).isMet(by: .nan))
  }

  private static let rows = [
    Row("plan-wall", "plan ÷ C scan", 0.83, .times, goal: .atMost(1), detail: "1 s"),
    Row("version", "start", 12, .milliseconds, goal: .atMost(10)),
    Row("terraform", "terraform ÷ plan", .missing("terraform is not installed"), .times, goal: .atLeast(500)),
    Row("rate", "rate", 300, .megabytesPerSecond),
  ]

  @Test func `The table says of each row what the goal is, and whether it is reached`() {
    #expect(
      ResultsTable.text(Self.rows, under: "rows") == """
        rows
          plan ÷ C scan       ≤ 1 ×    0.83 ×  met                                       1 s
          start             ≤ 10 ms     12 ms  MISSED
          terraform ÷ plan  ≥ 500 ×         –  not measured: terraform is not installed
          rate                       300 MB/s

        """)
  }

  @Test func `The results for programs tell what holds across machines first`() throws {
    let growth = Growth([Growth.Point(jobs: 1_000, seconds: 0.05, peak: 1_048_576)])
    let results = Results([Results.Section("rows", Self.rows)], growth: growth)
    let document = try PlainValue(json: results.json)
    #expect(document["format"] == "jobdrift.benchmarks")
    #expect(document["formatVersion"] == "1.0")
    let relative = document["relative"]?.elements ?? []
    #expect(relative.map { $0["id"] } == ["plan-wall", "terraform"])
    #expect(relative[0]["met"] == true)
    #expect(relative[0]["figure"] == .number(Number(parsing: Array("0.83".utf8)[...])))
    #expect(relative[1]["missing"] == "terraform is not installed")
    #expect(relative[1]["met"] == nil)
    #expect(document["absolute"]?.elements.map { $0["id"] } == ["version", "rate"])
    #expect(document["growth"]?.elements.first?["jobs"] == 1_000)
    #expect(results.summary == "Goals: 1 met, 1 missed, 1 not measured.")
  }
}
