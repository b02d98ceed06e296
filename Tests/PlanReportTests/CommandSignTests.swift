import ConfigValue
import Diagnostics
import JobDiff
import TestSupport
import Testing

@testable import PlanReport

/// Texts from outside start no command of a CI runner, wherever they are printed.
@Suite struct CommandSignTests {
  private typealias Make = ReviewedReport

  @Test(arguments: [
    "::warning::y.yaml", " ::warning::y.yaml", "\u{A0}\u{3000}::add-mask::a.yaml", "\u{2003}\u{205F}::error::x.yaml",
    "\t::error::x.yaml", "\u{1680}::group::x/a.yaml", ":a.yaml",
  ])
  func `A file's name at the start of a line is no command`(name: String) {
    let finding = ReportedDiagnostic(
      code: .unknownField, severity: .warning, message: "x", place: Make.place(name),
      notes: [(message: "here", place: Make.place(name))], help: name, isNew: true, snippet: nil)
    let findings = Array(repeating: finding, count: DiagnosticRenderer.mostPerFile + 1)
    let text = String(decoding: DiagnosticRenderer(isColored: false).render(findings), as: UTF8.self)
    let lines = text.unicodeScalars.split(separator: "\n").map(Substring.init)
    #expect(lines.last?.hasSuffix(": 1 more") == true)
    for line in lines { #expect(line.unicodeScalars.first { !$0.properties.isWhitespace } != ":", "\(line)") }
  }

  static let signs = ["##[error]x", "###[error]x", "\u{600}##[error]x", "##[\u{301}error]x", "\u{200D}##[error]x"]

  @Test(arguments: signs, OutputFormat.allCases)
  func `No format holds what a runner obeys anywhere in a line`(text: String, format: OutputFormat) throws {
    let path = FieldPath([.field("spec"), .field(text)])
    let value = ReportedValue.map([.init(key: text, value: .list([.string(text), .string("##")]))])
    let job = Make.job(
      .update, named: text, [Make.change(nil, before: value, after: .string(text), at: path)],
      source: Make.place(text))
    let report = Make.report(
      [job], diagnostics: [Make.finding(.error, text, place: Make.place(text))],
      base: Scope.Base(kind: .directory, name: text))
    let context = RenderContext(label: text, directory: "")
    let bytes = format.render(report, in: context)
    #expect(!bytes.contains("##[".utf8))
    if format == .json {
      let change = try PlainValue(json: bytes)["jobs"]?.elements.first?["changes"]?.elements.first
      #expect(change?["after"] == .string(text))
      #expect(change?["before"]?[text]?.elements.first == .string(text))
    }
  }
}
