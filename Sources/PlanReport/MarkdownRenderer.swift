/// The plan as the body of a comment on a pull request, or the summary of a CI run, in GitHub's Markdown.
package struct MarkdownRenderer: ReportRenderer {
  /// No report needs more bytes than this for its verdict and its counts.
  package static let smallestLimit = 4_000

  package init() {}

  package func render(_ report: Report, in context: RenderContext) -> [UInt8] {
    let lines = TextSummary<Markdown>(report).lines
    let text: SafeText<Markdown> = "## \(report.tool.name)\n\n" + lines.map { "\($0)\n" }.joined()
    return Array(text.utf8)
  }
}
