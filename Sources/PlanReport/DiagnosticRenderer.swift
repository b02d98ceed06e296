import ConfigValue
import Diagnostics

/// Findings for people, as compilers write them.
///
///     jobs/etl.yaml:9:7: error: Unknown field 'maxRetrys' in 'spec.runtime', did you mean 'maxRetries'? [unknown-field]
///       9 |       maxRetrys: 3
///         |       ^^^^^^^^^
///       help: write 'maxRetries'; …
package struct DiagnosticRenderer: Sendable {
  /// More findings of one file are only counted.
  package static let mostPerFile = 20

  private let isColored: Bool

  package init(isColored: Bool) {
    self.isColored = isColored
  }

  /// The findings in the order given, which keeps those of a file together.
  package func render(_ findings: [ReportedDiagnostic]) -> [UInt8] {
    var text = ""
    var counts: [String: Int] = [:]
    for (position, finding) in findings.enumerated() {
      let file = finding.place?.file ?? ""
      counts[file, default: 0] += 1
      let count = counts[file, default: 0]
      if count <= Self.mostPerFile || file.isEmpty { text += self.text(finding) }
      let isLast = position + 1 == findings.count || findings[position + 1].place?.file != finding.place?.file
      if isLast, !file.isEmpty, count > Self.mostPerFile {
        text += "\(name(of: file)): \(count - Self.mostPerFile) more\n"
      }
    }
    return Array(text.utf8)
  }

  private func text(_ finding: ReportedDiagnostic) -> String {
    let style: TerminalStyle =
      switch finding.severity {
      case .error: .red
      case .warning: .yellow
      case .note: .cyan
      }
    var text = finding.place.map { position($0) + ": " } ?? ""
    text += style.applied(to: finding.severity.rawValue + ":", when: isColored)
    text += " " + Terminal.escaped(finding.message) + " [\(finding.code.rawValue)]\n"
    if let snippet = finding.snippet { text += lines(of: snippet, style) }
    for note in finding.notes { text += "  note: \(position(note.place)): \(Terminal.escaped(note.message))\n" }
    if let help = finding.help { text += "  help: \(Terminal.escaped(help))\n" }
    return text
  }

  /// A file's name at the start of a line, where CI runners take `::` for a command.
  private func name(of file: String) -> String {
    (file.hasPrefix(":") ? "./" : "") + Terminal.escaped(file)
  }

  private func position(_ place: Place) -> String {
    "\(name(of: place.file)):\(place.start.line):\(place.start.column)"
  }

  /// The source line behind a gutter, and the caret under exactly the bytes meant, in terminal columns.
  private func lines(of snippet: Snippet, _ style: TerminalStyle) -> String {
    let gutter = String(repeating: " ", count: String(snippet.line).count)
    let scalars = Array(snippet.text.unicodeScalars)
    func escaped(_ range: Range<Int>) -> String {
      Terminal.escaped(String(String.UnicodeScalarView(scalars[range.clamped(to: 0..<scalars.count)])))
    }
    let lead = Terminal.width(escaped(0..<snippet.mark.lowerBound))
    let width = max(1, Terminal.width(escaped(snippet.mark)))
    let caret = style.applied(to: String(repeating: "^", count: width), when: isColored)
    return
      "  \(snippet.line) | \(Terminal.escaped(snippet.text))\n  \(gutter) | \(String(repeating: " ", count: lead))\(caret)\n"
  }
}
