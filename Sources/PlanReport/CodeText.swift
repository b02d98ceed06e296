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
    var text: SafeText<Terminal> = "\(code.rawValue) (\(Self.names(of: help.severities)))\n"
    text += "\(Self.indented(code.title + ".", by: 2))\n\(Self.indented(help.text, by: 2))"
    switch help.remedy {
    case .spec(let example, let mended), .json(let example, let mended):
      text += Self.section("For example:", example) + Self.section("Mended:", mended)
    case .comparison(let example, let live, let mended):
      text += Self.section("For example:", example) + Self.section("beside the live job", live)
      text += Self.section("Mended:", mended)
    case .advice(let advice): text += "\n\(Self.indented(advice, by: 2))"
    }
    if let rule = help.rule { text += "\n\(Self.indented("Rule: \(rule).", by: 2))" }
    return Array(text.utf8)
  }

  /// All codes with their severities and titles, one a line.
  package static func list() -> [UInt8] {
    let rows = DiagnosticCode.allCases.map { code -> (name: SafeText<Terminal>, SafeText<Terminal>, String) in
      ("\(code.rawValue)", names(of: code.help.severities), code.title)
    }
    let widths = (rows.map(\.name.width).max() ?? 0, rows.map(\.1.width).max() ?? 0)
    let lines = rows.map { row -> SafeText<Terminal> in
      "\(row.name.padded(to: widths.0))  \(row.1.padded(to: widths.1))  \(row.2)\n"
    }
    return Array(lines.joined().utf8)
  }

  private static func names(of severities: [Severity]) -> SafeText<Terminal> {
    severities.map { "\($0.rawValue)" as SafeText<Terminal> }.joined(separator: " or ")
  }

  private static func section(_ title: String, _ text: String) -> SafeText<Terminal> {
    "\n\(indented(title, by: 2))\n\(indented(text, by: 6))"
  }

  /// The lines of a text, each behind spaces.
  private static func indented(_ text: String, by columns: Int) -> SafeText<Terminal> {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map {
        $0.isEmpty ? "\n" : "\((" " as SafeText<Terminal>).repeated(columns))\(String($0))\n" as SafeText<Terminal>
      }.joined()
  }
}
