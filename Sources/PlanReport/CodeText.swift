package import Diagnostics

/// What is known of a diagnostic code, for people.
package struct CodeText: Sendable {
  private let code: DiagnosticCode

  package init(_ code: DiagnosticCode) {
    self.code = code
  }

  /// The code's title and its long help, with an example and its mending where there is one.
  package func render() -> [UInt8] {
    let help = code.help
    var text = "\(code.rawValue) (\(Self.names(of: help.severities)))\n"
    text += Self.indented(code.title + ".", by: 2) + "\n" + Self.indented(help.text, by: 2)
    switch help.remedy {
    case .spec(let example, let mended), .json(let example, let mended):
      text += Self.section("For example:", example) + Self.section("Mended:", mended)
    case .comparison(let example, let live, let mended):
      text += Self.section("For example:", example) + Self.section("beside the live job", live)
      text += Self.section("Mended:", mended)
    case .advice(let advice): text += "\n" + Self.indented(advice, by: 2)
    }
    if let rule = help.rule { text += "\n" + Self.indented("Rule: " + rule + ".", by: 2) }
    return Array(text.utf8)
  }

  /// All codes with their severities and titles, one a line.
  package static func list() -> [UInt8] {
    let rows = DiagnosticCode.allCases.map { ($0.rawValue, names(of: $0.help.severities), $0.title) }
    let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
    let lines = rows.map { row in
      "\(Terminal.padded(row.0, to: widths.0))  \(Terminal.padded(row.1, to: widths.1))  \(row.2)\n"
    }
    return Array(lines.joined().utf8)
  }

  private static func names(of severities: [Severity]) -> String {
    severities.map(\.rawValue).joined(separator: " or ")
  }

  private static func section(_ title: String, _ text: String) -> String {
    "\n" + indented(title, by: 2) + "\n" + indented(text, by: 6)
  }

  private static func indented(_ text: String, by columns: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "\n" : String(repeating: " ", count: columns) + $0 + "\n" }.joined()
  }
}
