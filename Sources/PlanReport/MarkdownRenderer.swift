import JobDiff

/// The plan as the body of a comment on a pull request, or the summary of a CI run, in GitHub's Markdown.
///
/// The first line is a comment by which a program finds the report again: which one it is, what plan it shows, and whether all
/// of it. What a reviewer must not miss stands before all folds, and is the last to go where bytes are short.
package struct MarkdownRenderer: ReportRenderer {
  /// No report needs more bytes than this for its verdict and its counts.
  package static let smallestLimit = 6_000

  package init() {}

  package func render(_ report: Report, in context: RenderContext) -> [UInt8] {
    let limit = max(context.markdownLimit, Self.smallestLimit)
    let jobs = ReviewedJobs(report.jobs)
    let document = MarkdownDocument(sections: MarkdownSections(report, jobs).sections)
    let frame = MarkdownFrame(report, jobs, label: context.label)
    let (whole, none) = document.text(within: limit - frame.size(with: ""))
    guard !none.isEmpty else { return Array(frame.text(around: whole).utf8) }
    let longest = document.text(within: 0).cut.sentence(limit: limit)
    let (text, cut) = document.text(within: limit - frame.size(with: longest))
    return Array(frame.text(around: text, remark: cut.sentence(limit: limit)).utf8)
  }
}

/// What stands above and below the sections of a Markdown report.
private struct MarkdownFrame {
  private let report: Report
  private let jobs: ReviewedJobs
  private let label: String?
  private let digest: String

  init(_ report: Report, _ jobs: ReviewedJobs, label: String?) {
    self.report = report
    self.jobs = jobs
    self.label = label
    digest = JSONRenderer().digest(of: report)
  }

  /// The whole report. With a remark on what was left out, it is marked as one that does not show all.
  func text(around sections: SafeText<Markdown>, remark: SafeText<Markdown> = "") -> SafeText<Markdown> {
    marker(isTruncated: !remark.isEmpty) + head + (remark.isEmpty ? "" : "> **Shortened.** \(remark)\n\n") + sections
      + foot
  }

  /// How many bytes stand around the sections.
  func size(with remark: SafeText<Markdown>) -> Int {
    text(around: "", remark: remark).utf8.count
  }

  // MARK: Parts

  private func marker(isTruncated: Bool) -> SafeText<Markdown> {
    let marker: SafeText<HiddenComment> =
      "jobdrift {\"v\":1,\"label\":\(Self.identity(label)),\"workspace\":\(Self.identity(report.scope.workspace)),\"digest\":\(digest),\"truncated\":\(isTruncated ? "true" : "false")}"
    return marker.enclosed
  }

  /// A name that tells reports apart: itself, or what stands for it when it is long.
  private static func identity(_ name: String?) -> SafeText<HiddenComment> {
    guard let name else { return "null" }
    return name.utf8.count > 80 ? "\(Digest.text(of: Array(name.utf8)))" : "\(name)"
  }

  private var head: SafeText<Markdown> {
    let summary = TextSummary<Markdown>(report)
    let target: SafeText<Markdown> = label.map { " (\($0))" } ?? ""
    var text: SafeText<Markdown> = "## \(status.sign) jobdrift\(target): \(status.words)\n\n**\(summary.verdict)**"
    if let origins = summary.origins { text += " \(origins)" }
    text += "\n\n"
    let scope = TextScope<Markdown>(report.scope, mostPlaces: 3).parts
    if !scope.isEmpty { text += "\(scope.joined(separator: " · ")) · live → desired\n\n" }
    return text
  }

  /// What the title says; the sign is never alone.
  private var status: (sign: SafeText<Markdown>, words: SafeText<Markdown>) {
    switch report.verdict {
    case .invalid where report.isOnlyMisconfigured: return ("❌", "no plan, the configuration is not valid")
    case .invalid: return ("❌", "no plan, the specs are not valid")
    case .error where report.isOnlyUnwritten: return ("❌", "no plan, a report of it could not be written")
    case .error: return ("❌", "no plan, the comparison could not be made")
    case .interrupted: return ("❌", "no plan, interrupted")
    case .gate: return ("⚠️", "stopped at a gate")
    // Where others may own a job, applying does nothing about it when its spec goes: no difference, but no calm either.
    case _ where !jobs.conflicts.isEmpty: return ("⚠️", "conflicts")
    case .differences: return ("📝", "differences")
    case _ where !jobs.removed.isEmpty: return ("📝", "specs removed, nothing to apply")
    case .clean: return ("✅", "no differences")
    case .cleanExceptUnknown: return ("☑️", "no differences among the values that could be compared")
    }
  }

  private var foot: SafeText<Markdown> {
    var text: SafeText<Markdown> = ""
    if let equivalences = TextSummary<Markdown>(report).equivalences { text += "\(equivalences)\n\n" }
    return text + "<sub>jobdrift \(report.tool.version) · plan \(String(digest.prefix(19)))</sub>\n"
  }
}
