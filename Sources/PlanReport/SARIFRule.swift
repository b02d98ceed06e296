import ConfigValue
import Diagnostics

/// What SARIF says of a rule, or of what notifications are about.
struct SARIFRule {
  /// How long GitHub takes descriptions to be, in characters; none of them is less than a byte.
  private static let longestDescription = 1_024

  let id: String
  private let title: String
  private let description: String
  private let help: String
  /// The same with its layout, where that matters.
  private let markdown: String?
  private let severity: Severity

  init(_ rule: Remark.Rule) {
    id = rule.id
    switch rule {
    case .plan(let rule):
      (title, description, help, markdown, severity) = (rule.title, rule.help, rule.help, nil, rule.severity)
    case .finding(let code):
      title = code.title
      let paragraphs = code.help.text.split(separator: "\n", omittingEmptySubsequences: true)
      description = paragraphs.joined(separator: " ")
      help = String(decoding: CodeText(code).render(), as: UTF8.self)
      markdown = "```text\n\(help)```\n"
      severity = code.help.severities.first ?? .error
    }
  }

  /// The rule as a reporting descriptor (SARIF 2.1.0 §3.49), with what GitHub asks for.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", id)
      json.text("shortDescription", title + ".")
      json.text("fullDescription", SafeText<Terminal>(escaping: description).cut(toBytes: Self.longestDescription).text)
      json.key("help")
      json.object { json in
        json.member("text", help)
        json.member("markdown", markdown)
      }
      json.key("defaultConfiguration")
      json.object { $0.member("level", severity.rawValue) }
      json.key("properties")
      json.object { json in
        json.key("tags")
        json.array { $0.string("jobdrift") }
        json.member("precision", "very-high")
        json.member("problem.severity", severity == .note ? "recommendation" : severity.rawValue)
      }
    }
  }
}

extension JSONWriter {
  /// A message that nothing is to be filled in.
  mutating func text(_ name: String, _ text: String) {
    key(name)
    object { $0.member("text", text) }
  }
}
