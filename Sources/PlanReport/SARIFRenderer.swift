import ConfigValue
import Diagnostics
import JobDiff

/// The plan as a SARIF 2.1.0 log with one run, as GitHub's code scanning takes it.
///
/// Every finding in a text, every difference, and every job that only one side has is a result. What is in no file stands at the
/// start of the first file of specs, since GitHub takes no result without a place; findings about no text are notifications.
struct SARIFRenderer: ReportRenderer {
  /// GitHub keeps so many results of a run.
  static let mostResults = 5_000

  func render(_ report: Report, in context: RenderContext) -> [UInt8] {
    let remarks = report.remarks.worstFirst()
    let results = remarks.filter { !Self.isNotification($0) }
    let shown = Array(results.prefix(Self.mostResults))
    let notifications = remarks.filter(Self.isNotification)
    let rules = Self.rules(of: shown)
    var json = JSONWriter()
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.key("runs")
      json.array { json in
        json.object { json in
          json.key("tool")
          json.object { json in
            json.key("driver")
            driver(report.tool, rules, Self.rules(of: notifications), &json)
          }
          json.key("automationDetails")
          json.object { json in
            let label = context.label.map { SafeText<Terminal>(escaping: $0).text + "/" } ?? ""
            json.member("id", "\(report.tool.name)/\(label)")
          }
          json.member("columnKind", "unicodeCodePoints")
          json.key("invocations")
          json.array { invocation(report, notifications, leftOut: results.count - shown.count, &$0) }
          json.key("results")
          json.array { json in
            var results = SARIFResults(report, rules: rules.map(\.id), directory: context.directory)
            for remark in shown { results.write(remark, to: &json) }
          }
        }
      }
    }
    return json.finish()
  }

  private static func isNotification(_ remark: Remark) -> Bool {
    if case .finding = remark.subject { remark.place == nil } else { false }
  }

  /// The rules of some remarks, each once, by their names.
  private static func rules(of remarks: [Remark]) -> [SARIFRule] {
    Set(remarks.map(\.rule)).map { SARIFRule($0) }.sorted { $0.id < $1.id }
  }

  private func driver(
    _ tool: Tool, _ rules: [SARIFRule], _ notifications: [SARIFRule], _ json: inout JSONWriter
  ) {
    json.object { json in
      json.member("name", tool.name)
      json.member("semanticVersion", tool.version)
      json.key("rules")
      json.array { json in for rule in rules { rule.write(to: &json) } }
      guard !notifications.isEmpty else { return }
      json.key("notifications")
      json.array { json in for rule in notifications { rule.write(to: &json) } }
    }
  }

  /// The run; a success when the comparison was made, so that results which are gone are gone from the specs.
  private func invocation(
    _ report: Report, _ notifications: [Remark], leftOut count: Int, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.key("executionSuccessful")
      json.boolean(report.verdict.hasPlan)
      json.member("exitCode", Int(report.exitCode))
      json.key("toolExecutionNotifications")
      json.array { json in
        for remark in notifications {
          json.object { json in
            json.key("descriptor")
            json.object { $0.member("id", remark.rule.id) }
            json.member("level", remark.severity.rawValue)
            json.text("message", SARIFResults.message(of: remark))
          }
        }
        for line in TextSummary<SARIFText>(report).uncompared { json.notification(.note, line) }
        if count > 0 {
          json.notification(
            .warning, "\(count, of: "more result") left out: GitHub keeps \(Self.mostResults) of a run.")
        }
      }
    }
  }
}

extension JSONWriter {
  /// What is to be said of a run as a whole.
  fileprivate mutating func notification(_ severity: Severity, _ message: SafeText<SARIFText>) {
    object { json in
      json.member("level", severity.rawValue)
      json.text("message", message.text)
    }
  }
}
