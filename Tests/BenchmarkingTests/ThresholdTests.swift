import Benchmarking
import Testing

@Suite struct ThresholdTests {
  private static func comparison(_ noted: Int, _ counted: Int) -> InstructionThresholds.Comparison? {
    InstructionThresholds([.init("yaml", noted)]).compare(with: InstructionThresholds([.init("yaml", counted)])).first
  }

  @Test(
    arguments: [
      (1_000, InstructionThresholds.Finding.within), (1_050, .within), (1_051, .regressed), (2_000, .regressed),
      (950, .within), (949, .improved), (1, .improved),
    ])
  func `More than 5 % above fails, more than 5 % below is noted`(
    counted: Int, finding: InstructionThresholds.Finding
  ) {
    #expect(Self.comparison(1_000, counted)?.finding == finding)
    #expect(finding.isFailure == (counted > 1_050))
  }

  @Test func `A regression tells the figures`() {
    #expect(
      Self.comparison(1_000, 1_234)?.text
        == "yaml: 1234 instructions, threshold 1000, +23.4 %: more than 5 % above the threshold")
    #expect(Self.comparison(1_000, 500)?.text.contains("make instructions UPDATE=1") == true)
  }

  @Test func `A part that is counted or noted alone fails`() {
    let noted = InstructionThresholds([.init("yaml", 10), .init("json", 20)])
    let counted = InstructionThresholds([.init("json", 20), .init("diff", 30)])
    let comparisons = noted.compare(with: counted)
    #expect(comparisons.map(\.part) == ["yaml", "json", "diff"])
    #expect(comparisons.map(\.finding) == [.lost, .within, .new])
    #expect(comparisons.map(\.finding.isFailure) == [true, false, true])
  }

  @Test func `Thresholds are read as they are written, without remarks`() throws {
    let thresholds = InstructionThresholds([.init("yaml", 123_456_789_012), .init("json", 1)])
    #expect(try InstructionThresholds(parsing: thresholds.text) == thresholds)
    #expect(try InstructionThresholds(parsing: "# remark\n\n" + thresholds.text) == thresholds)
  }

  @Test(arguments: ["yaml 1", "yaml\t", "yaml\tmany", "yaml\t0", "yaml\t-5", "\t5", "a\t1\nb\t1\nb\t2", "a\t1\t2"])
  func `What is no threshold is an error with its line`(text: String) {
    let error = #expect(throws: InstructionThresholds.Unreadable.self) { try InstructionThresholds(parsing: text) }
    #expect(error?.line == text.split(separator: "\n").count)
  }
}
