/// The shapes a report can be written in.
///
/// To add one, write its renderer and add a case; the compiler asks for the rest.
package enum OutputFormat: String, CaseIterable, Sendable {
  case text, json, markdown, github, sarif

  /// The report in this format. The only place where formats are told apart.
  package func render(_ report: Report, in context: RenderContext) -> [UInt8] {
    switch self {
    case .text: TextRenderer().render(report, in: context)
    case .json: JSONRenderer().render(report, in: context)
    case .markdown: MarkdownRenderer().render(report, in: context)
    case .github: GitHubRenderer().render(report, in: context)
    case .sarif: SARIFRenderer().render(report, in: context)
    }
  }

  /// Whether who asks for the format is a step of GitHub Actions, whose summary and outputs are to be filled, too.
  package var fillsStepFiles: Bool {
    switch self {
    case .github: true
    case .text, .json, .markdown, .sarif: false
    }
  }
}

/// What a renderer may know about where its bytes go.
package struct RenderContext: Hashable, Sendable {
  /// Whether escape sequences for colour are wanted. Formats for machines ignore it.
  package let isColored: Bool
  /// What tells this report from others about the same change, such as an environment; nil for the only one.
  package let label: String?
  /// The path of the working directory in its repository, which formats for code hosts put before paths: empty for the top,
  /// else with a slash at its end.
  package let directory: String
  /// Whether also that is pointed at which the change under review has nothing to do with.
  package let showsAll: Bool
  /// What fits into a comment on GitHub, which takes 65,536 characters.
  package static let standardMarkdownLimit = 60_000

  /// How many bytes a Markdown report has at most; less than `MarkdownRenderer.smallestLimit` counts as that.
  package private(set) var markdownLimit: Int

  package init(
    isColored: Bool = false, label: String? = nil, directory: String = "", showsAll: Bool = false,
    markdownLimit: Int = standardMarkdownLimit
  ) {
    self.isColored = isColored
    self.label = label
    self.directory = directory
    self.showsAll = showsAll
    self.markdownLimit = markdownLimit
  }

  /// The same for a place that takes so many bytes of Markdown.
  package func limited(toMarkdownBytes limit: Int) -> RenderContext {
    var context = self
    context.markdownLimit = limit
    return context
  }
}

/// Writes a report as bytes.
///
/// A renderer is pure: the same report and context give the same bytes. It writes valid UTF-8 that ends with a newline;
/// every text from outside goes through its own escaping function.
protocol ReportRenderer: Sendable {
  func render(_ report: Report, in context: RenderContext) -> [UInt8]
}
