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
    var text: SafeText<Terminal> = ""
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

  /// A finding on its lines, the last of which ends, too.
  func text(_ finding: ReportedDiagnostic) -> SafeText<Terminal> {
    let style: TerminalStyle =
      switch finding.severity {
      case .error: .red
      case .warning: .yellow
      case .note: .cyan
      }
    var text: SafeText<Terminal> = finding.place.map { "\(position($0)): " } ?? ""
    text += style.applied(to: "\(finding.severity.rawValue):", when: isColored)
    text += " \(finding.message) [\(finding.code.rawValue)]\n"
    if let snippet = finding.snippet { text += lines(of: snippet, style) }
    for note in finding.notes { text += "  note: \(position(note.place)): \(note.message)\n" }
    if let help = finding.help { text += "  help: \(help)\n" }
    return text
  }

  /// A file's name at the start of a line, where CI runners take `::` for a command, whatever white space stands before it
  /// (actions/runner, `ActionCommand.cs`).
  private func name(of file: String) -> SafeText<Terminal> {
    let start = file.unicodeScalars.first { !$0.properties.isWhitespace }
    return "\(start == ":" ? "./" : "")\(file)"
  }

  private func position(_ place: Place) -> SafeText<Terminal> {
    "\(name(of: place.file)):\(place.start.line):\(place.start.column)"
  }

  /// The source line behind a gutter, and the caret under exactly the bytes meant, in terminal columns.
  private func lines(of snippet: Snippet, _ style: TerminalStyle) -> SafeText<Terminal> {
    let space: SafeText<Terminal> = " "
    let gutter = space.repeated(String(snippet.line).count)
    let scalars = Array(snippet.text.unicodeScalars)
    func width(_ range: Range<Int>) -> Int {
      let part = scalars[range.clamped(to: 0..<scalars.count)]
      return SafeText<Terminal>(escaping: String(String.UnicodeScalarView(part))).width
    }
    let lead = space.repeated(width(0..<snippet.mark.lowerBound))
    let caret = ("^" as SafeText<Terminal>).repeated(max(1, width(snippet.mark)))
    let pointer = style.applied(to: caret, when: isColored)
    return "  \(snippet.line) | \(snippet.text)\n  \(gutter) | \(lead)\(pointer)\n"
  }
}
