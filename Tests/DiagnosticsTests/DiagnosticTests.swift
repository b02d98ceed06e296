import Diagnostics
import TestSupport
import Testing

@Suite("Findings")
struct DiagnosticTests {
  @Test("every code is a kebab-case name with a title of one sentence", arguments: DiagnosticCode.allCases)
  func codes(code: DiagnosticCode) {
    #expect(
      code.rawValue.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "8") }
    )
    #expect(code.title.first?.isUppercase == true)
    #expect(code.title.last != ".")
  }

  @Test("no two codes share a title")
  func titles() {
    #expect(Set(DiagnosticCode.allCases.map(\.title)).count == DiagnosticCode.allCases.count)
  }

  @Test("findings are ordered by text and place, whatever order they come in", arguments: 0..<50)
  func order(seed: UInt64) {
    func finding(_ file: UInt32, _ bounds: Range<Int>, _ code: DiagnosticCode = .wrongType) -> Diagnostic {
      Diagnostic(code, "x", at: SourceRange(SourceID(rawValue: file), bounds))
    }
    let sorted = [
      Diagnostic(.noJobs, "a"), Diagnostic(.noJobs, "b"), finding(0, 0..<5), finding(0, 3..<4, .duplicateKey),
      finding(0, 3..<4),
      finding(0, 3..<9), finding(1, 0..<1),
    ]
    var random = SeededRandom(seed: seed)
    #expect(sorted.shuffled(using: &random).sortedByPosition() == sorted)
  }

  @Test("only errors count as errors", arguments: Severity.allCases)
  func errors(severity: Severity) {
    #expect([Diagnostic(.noJobs, "x", severity: severity)].hasErrors == (severity == .error))
    #expect(Severity.allCases.sorted() == [.error, .warning, .note])
  }
}
