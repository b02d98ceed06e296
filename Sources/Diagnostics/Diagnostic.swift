/// How much a finding matters to the run.
package enum Severity: String, CaseIterable, Comparable, Sendable {
  /// The input cannot be used: the run ends with exit status 3, or 1 when the failure is not the input's.
  case error
  /// The input is used, and is probably not what was meant.
  case warning
  /// Worth knowing; nothing needs to be done.
  case note

  package static func < (first: Severity, second: Severity) -> Bool {
    first.rank < second.rank
  }

  private var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .note: 2
    }
  }
}

/// A finding about the input, or the reason a run could not finish.
///
/// The summary is one line without a full stop that names the thing and states the rule; `help` says how to mend
/// it. Texts may quote names from the input, so that every renderer escapes them; they never quote values, which
/// may be secret.
package struct Diagnostic: Hashable, Sendable {
  /// A second place that explains the finding.
  package struct Note: Hashable, Sendable {
    package let message: String
    package let range: SourceRange

    package init(_ message: String, at range: SourceRange) {
      self.message = message
      self.range = range
    }
  }

  package let code: DiagnosticCode
  package let severity: Severity
  package let summary: String
  /// The bytes the finding is about; nil when it is not about a text.
  package let range: SourceRange?
  package let notes: [Note]
  package let help: String?

  package init(
    _ code: DiagnosticCode, _ summary: String, severity: Severity = .error, at range: SourceRange? = nil,
    notes: [Note] = [], help: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.summary = summary
    self.range = range
    self.notes = notes
    self.help = help
  }
}

extension [Diagnostic] {
  /// Whether one of them is an error.
  package var hasErrors: Bool {
    contains { $0.severity == .error }
  }

  /// By text and position, findings without a place first; ties by code and summary, so that equal runs give equal output.
  package func sortedByPosition() -> [Diagnostic] {
    func key(_ finding: Diagnostic) -> (Int, Int, Int, String, String) {
      let place =
        finding.range.map { (Int($0.source.rawValue), $0.bounds.lowerBound, $0.bounds.upperBound) } ?? (-1, 0, 0)
      return (place.0, place.1, place.2, finding.code.rawValue, finding.summary)
    }
    return sorted { key($0) < key($1) }
  }
}
