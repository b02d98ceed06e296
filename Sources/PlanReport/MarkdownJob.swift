import Diagnostics
import JobDiff

/// One job in a Markdown report, with the differences of it that belong together.
struct MarkdownJob {
  /// How many fields a line names.
  private static let mostNamed = 3

  private let entry: ReviewedJobs.Entry
  private let scope: Scope
  private let text: TextJob<Markdown>
  private let paths: TextPaths

  init(_ entry: ReviewedJobs.Entry, in scope: Scope) {
    self.entry = entry
    self.scope = scope
    text = TextJob(entry.job, in: scope)
    paths = TextPaths(entry.job)
  }

  // MARK: Lines

  /// As a row of `| action | job | where | what |`.
  var tableRow: SafeText<Markdown> {
    "| \(action) | \(entry.job.name) | \(text.place ?? "") | \(what) |\n"
  }

  /// As an item of a list, which says itself that a job is only live.
  var item: SafeText<Markdown> {
    let isPlain = entry.job.action == .liveOnly && entry.job.baseSource == nil
    let parts: [SafeText<Markdown>?] = ["\(entry.job.name)", text.place, isPlain ? nil : what, text.lastUpdate]
    return "- \(parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · "))\n"
  }

  private var action: SafeText<Markdown> {
    switch entry.job.action {
    case .create: "create"
    case .update: "update"
    case .delete: "delete"
    case .liveOnly: "live only"
    case .unchanged: "unchanged"
    }
  }

  /// What is to be said of the job as a whole, or else the fields that differ.
  private var what: SafeText<Markdown> {
    guard !entry.changes.isEmpty else { return text.remark ?? "" }
    let names = entry.changes.prefix(Self.mostNamed).map { "\(paths.name($0.path))" as SafeText<Markdown> }
    let rest = entry.changes.count - names.count
    return "\(fields): \(names.joined(separator: ", "))\(rest > 0 ? " and \(rest) more" : "")"
  }

  private var fields: SafeText<Markdown> { "\(entry.changes.count, of: "field")" }

  // MARK: Details

  /// The differing fields, and the same with long values shortened when there are any; nil for a job as a whole.
  var fieldLines: (whole: SafeText<Markdown>, short: SafeText<Markdown>?)? {
    guard !entry.changes.isEmpty else { return nil }
    let whole = rows(widest: 400)
    let isLong = whole.contains { $0.value.utf8.count > 2 * 60 }
    return (block(whole), isLong ? block(rows(widest: 60)) : nil)
  }

  /// How many lines they take.
  var lineCount: Int { entry.changes.reduce(0) { $0 + ($1.effect?.nextRuns.isEmpty ?? true ? 1 : 2) } }

  /// Something folded below the job's name.
  func folded(_ block: SafeText<Markdown>, isOpen: Bool) -> SafeText<Markdown> {
    "<details\(isOpen ? " open" : "")><summary>\(entry.job.name): \(fields)</summary>\n\n\(block)\n</details>\n\n"
  }

  private func rows(widest: Int) -> [TextRow] {
    entry.changes.map {
      TextRow($0, at: paths.name($0.path), comparedWith: scope.base, values: TextValue(widest: widest))
    }
  }

  private func block(_ rows: [TextRow]) -> SafeText<Markdown> {
    let paths = rows.map { $0.path.shortened(to: 200) }
    let width = min(paths.map(\.width).max() ?? 0, 48)
    let lines = zip(rows, paths).map { row, path -> SafeText<DiffBlock> in
      let place: SafeText<Terminal> = row.place.map { "  \($0.file):\($0.start.line)" } ?? ""
      let line: SafeText<Terminal> = "\(path.padded(to: width))  \(row.value)\(place)"
      let next: SafeText<DiffBlock> = row.nextRuns.map { "    next runs \($0.text)\n" } ?? ""
      return "\(Self.sign(row.sign)) \(line.text)\n\(next)"
    }
    return lines.joined().enclosed
  }

  /// At the start of a line, what colours it: green, red, orange, and grey.
  private static func sign(_ sign: TextRow.Sign) -> SafeText<DiffBlock> {
    switch sign {
    case .add: "+"
    case .remove: "-"
    case .change, .unmanaged: "!"
    case .shown: "#"
    case .adopted: "="
    }
  }
}
