import Diagnostics
import JobDiff

/// What a Markdown report says below its verdict, the loudest first.
struct MarkdownSections {
  typealias Section = MarkdownDocument.Section
  typealias Part = MarkdownDocument.Part

  /// More lines than this are folded, even where there is nothing else to see.
  private static let mostOpenLines = 10

  private let report: Report
  private let jobs: ReviewedJobs

  init(_ report: Report, _ jobs: ReviewedJobs) {
    self.report = report
    self.jobs = jobs
  }

  var sections: [Section] {
    conflicts + errors + removed + deleted + changed + folds + notCompared + otherFindings
  }

  // MARK: Jobs

  private var conflicts: [Section] {
    guard !jobs.conflicts.isEmpty else { return [] }
    let heading: SafeText<Markdown> =
      "### ⚠️ Conflicts: \(jobs.conflicts.count, of: "job") changed here and live\n\nSince the base, the specs and the live jobs moved apart. Applying overwrites what was done live, where it counts.\n\n"
    return [
      Section(
        heading: heading, parts: listed(jobs.conflicts, row: .row, details: .details), rest: Self.itemRest,
        footing: "\n")
    ]
  }

  private var removed: [Section] {
    guard !jobs.removed.isEmpty else { return [] }
    let deleted = jobs.removed.count { $0.job.action == .delete }
    let remark: SafeText<Markdown> = deleted == 0 ? "" : ", \(deleted) of them deleted by applying"
    return [
      Section(
        heading: "### \(deleted == 0 ? "" : "⚠️ ")Removed: \(jobs.removed.count, of: "job")\(remark)\n\n",
        parts: listed(jobs.removed, row: .row, details: .details), rest: Self.itemRest, footing: "\n")
    ]
  }

  /// Jobs that go although this change has nothing to do with them: what had drifted, but too much to be folded.
  private var deleted: [Section] {
    guard !jobs.deleted.isEmpty else { return [] }
    return [
      Section(
        heading: "### ⚠️ Deleted by applying, not by this change: \(jobs.deleted.count, of: "job")\n\n",
        parts: listed(jobs.deleted, row: .row, details: .details), rest: Self.itemRest, footing: "\n")
    ]
  }

  /// The item of a list that counts those which are left out.
  private static var itemRest: (before: SafeText<Markdown>, after: SafeText<Markdown>) { ("- ", "") }

  /// A table of the jobs, and their fields, each job's in a fold.
  private var changed: [Section] {
    guard !jobs.changed.isEmpty else { return [] }
    let texts = jobs.changed.map { MarkdownJob($0, in: report.scope) }
    let rows = zip(jobs.changed, texts).map { entry, text in
      Part(subject: .row(of: entry.position), weight: .row, text: text.tableRow)
    }
    let withFields = zip(jobs.changed, texts).filter { !$0.0.changes.isEmpty }
    let details = withFields.compactMap { entry, text -> Part? in
      guard let lines = text.fieldLines else { return nil }
      let isOpen = withFields.count == 1 && text.lineCount <= Self.mostOpenLines
      return Part(
        subject: .details(of: entry.position), weight: .until(.changeDetails),
        text: text.folded(lines.whole, isOpen: isOpen),
        short: lines.short.map { text.folded($0, isOpen: isOpen) })
    }
    let title: SafeText<Markdown> = report.scope.base == nil ? "Applying changes" : "This change"
    return [
      Section(
        heading: "### \(title): \(jobs.changed.count, of: "job")\n\n",
        opening: "| | Job | Where | What |\n| --- | --- | --- | --- |\n", parts: rows,
        rest: ("| | ", " | | |"), closing: "\n"),
      Section(parts: details),
    ]
  }

  private var folds: [Section] {
    let groups: [(SafeText<Markdown>, [ReviewedJobs.Entry], MarkdownDocument.Loss)] = [
      ("Already drifted before this change", jobs.drifted, .driftDetails),
      ("Adopted, already live", jobs.adopted, .otherDetails),
      ("Differences that do not count", jobs.uncounted, .otherDetails),
      ("Live only, not in the specs", jobs.liveOnly, .otherDetails),
    ]
    return groups.compactMap { title, entries, details in
      guard !entries.isEmpty else { return nil }
      return fold(
        "\(title): \(entries.count, of: "job")", listed(entries, row: .until(.listings), details: .until(details)))
    }
  }

  /// Jobs as items of a list, the fields of each below it.
  private func listed(
    _ entries: [ReviewedJobs.Entry], row: MarkdownDocument.Weight, details: MarkdownDocument.Weight
  ) -> [Part] {
    entries.flatMap { entry -> [Part] in
      let text = MarkdownJob(entry, in: report.scope)
      let line = Part(subject: .row(of: entry.position), weight: row, text: text.item)
      guard let lines = text.fieldLines else { return [line] }
      return [
        line,
        Part(
          subject: .details(of: entry.position), weight: details, text: "\n\(lines.whole)",
          short: lines.short.map { "\n\($0)" }),
      ]
    }
  }

  private func fold(_ title: SafeText<Markdown>, _ parts: [Part]) -> Section {
    Section(heading: "<details><summary>\(title)</summary>\n\n", parts: parts, footing: "\n</details>\n\n")
  }

  // MARK: What else was found

  /// The values that could not be compared, job by job.
  private var notCompared: [Section] {
    let sentences = TextSummary<Markdown>(report).uncompared
    guard !sentences.isEmpty else { return [] }
    let parts = report.jobs.enumerated().compactMap { position, job -> Part? in
      let folds = job.folds.filter(\.reason.isUncompared)
      guard !folds.isEmpty else { return nil }
      let paths = TextPaths(job)
      let names = folds.map { "\(paths.name($0.path)) (\($0.reason.rawValue))" as SafeText<Markdown> }
      return Part(
        subject: .uncompared(of: position), weight: .until(.listings),
        text: "- \(job.name): \(names.joined(separator: ", "))\n")
    }
    let list = sentences.joined(separator: " ")
    return [fold("Not compared: \(list)", parts)]
  }

  private var errors: [Section] {
    let errors = report.diagnostics.filter { $0.severity == .error }
    guard !errors.isEmpty else { return [] }
    return [
      Section(
        heading: "### ❌ \(errors.count, of: "error")\n\n", parts: errors.map { finding($0, .row) },
        footing: "\n")
    ]
  }

  private var otherFindings: [Section] {
    let others = report.diagnostics.filter { $0.severity != .error }
    let groups: [(SafeText<Markdown>, Bool)] = [
      ("Warnings and notes", true), ("Warnings and notes that the base has, too", false),
    ]
    return groups.compactMap { title, isNew in
      let findings = others.filter { $0.isNew == isNew }
      return findings.isEmpty
        ? nil : fold("\(title): \(findings.count)", findings.map { finding($0, .until(.listings)) })
    }
  }

  /// A finding as it goes to a terminal.
  private func finding(_ finding: ReportedDiagnostic, _ weight: MarkdownDocument.Weight) -> Part {
    let lines = DiagnosticRenderer(isColored: false).text(finding).text.split(separator: "\n")
    let text: SafeText<PreformattedBlock> = lines.map { "\(String($0))" }.joined(separator: "\n")
    return Part(subject: .finding, weight: weight, text: text.enclosed)
  }
}
