import ConfigValue
import Diagnostics
import JobDiff
import JobModel

/// The plan for people, in a terminal or a log.
struct TextRenderer: ReportRenderer {
  func render(_ report: Report, in context: RenderContext) -> [UInt8] {
    var page = TextPage(isColored: context.isColored)
    switch report.verdict {
    case .clean, .cleanExceptUnknown, .differences, .gate:
      page.line(header(report))
      page.line("")
      let before = page.count
      for job in ordered(report.jobs) { self.job(job, at: report.scope.now, &page) }
      if page.count > before { page.line("") }
      for line in TextSummary(report).lines { page.line(line) }
    case .invalid, .error, .interrupted:
      for line in TextSummary(report).lines { page.line(line) }
    }
    return page.bytes
  }

  private func header(_ report: Report) -> String {
    var parts = [report.tool.name]
    if let workspace = report.scope.workspace { parts.append("workspace \(Terminal.escaped(workspace))") }
    if let count = report.scope.desiredJobs {
      let paths = TextSummary.places(report.scope)
      parts.append("\(TextSummary.amount(count, "spec")) in \(paths)")
    }
    if let count = report.scope.liveJobs {
      let completeness =
        switch report.scope.completeness {
        case .complete?: " (complete)"
        case .unproven?: " (from a file, completeness unproven)"
        case .incomplete?: " (incomplete)"
        case nil: ""
        }
      parts.append(TextSummary.amount(count, "live job") + completeness)
    }
    return parts.joined(separator: " · ") + "    live → desired"
  }

  /// What changes first, what is left alone last.
  private func ordered(_ jobs: [ReportedJob]) -> [ReportedJob] {
    let order: [JobPlan.Action] = [.update, .create, .delete, .liveOnly, .unchanged]
    return order.flatMap { action in
      jobs.filter { $0.action == action && (action != .unchanged || !$0.changes.isEmpty) }
    }
  }

  // MARK: Jobs

  private func job(_ job: ReportedJob, at now: Timestamp?, _ page: inout TextPage) {
    let (symbol, style, remark): (String, TerminalStyle, String) =
      switch job.action {
      case .update: ("~", .yellow, "")
      case .create:
        ("+", .green, "new job" + (job.formerName.map { ", renamed from? " + Terminal.escaped($0) } ?? ""))
      case .delete: ("-", .red, "live only, not in specs, which own it")
      case .liveOnly: ("?", .cyan, "live only, not in specs")
      case .unchanged: ("=", .dim, "nothing that counts")
      }
    let place = job.source.map { Terminal.escaped($0.file) + ":\($0.start.line)" }
    let texts = [place, remark.isEmpty ? nil : remark, lastUpdate(job.live, seenAt: now)].compactMap { $0 }
    let name =
      style.applied(to: symbol, when: page.isColored) + " "
      + TerminalStyle.bold.applied(to: Terminal.escaped(job.name), when: page.isColored)
    let gap = String(repeating: " ", count: max(2, 38 - 2 - Terminal.width(Terminal.escaped(job.name))))
    page.line(name + gap + texts.joined(separator: "   "))
    let names = TextPaths(job)
    let rows = job.changes.map { TextRow($0, at: names.text($0.path)) }
    let pathWidth = min(rows.map { Terminal.width($0.path) }.max() ?? 0, 60)
    let valueWidth = min(rows.filter { $0.change.source != nil }.map { Terminal.width($0.value) }.max() ?? 0, 48)
    var file = job.source?.file
    for row in rows {
      page.line(row.line(pathWidth: pathWidth, valueWidth: valueWidth, after: file, isColored: page.isColored))
      if let runs = row.change.effect.flatMap({ TextEffect($0).nextRuns }) {
        page.line(String(repeating: " ", count: pathWidth + 8) + "next runs " + runs)
      }
      if let source = row.change.source { file = source.file }
    }
  }

  private func lastUpdate(_ live: JobPlan.Live?, seenAt now: Timestamp?) -> String? {
    guard let live, live.updatedBy != nil || live.updatedAt != nil else { return nil }
    let day = live.updatedAt.map { String($0.prefix { $0 != "T" }) }
    let age = now.flatMap { now in
      live.updatedAt.flatMap(Timestamp.init(parsing:)).flatMap { Self.age(from: $0, to: now) }
    }
    return "last update "
      + [live.updatedBy, day, age].compactMap { $0.map(Terminal.escaped) }.joined(separator: " ")
  }

  /// How long ago a moment was, in the largest unit that fits.
  private static func age(from moment: Timestamp, to now: Timestamp) -> String? {
    let seconds = now.seconds - moment.seconds
    switch seconds {
    case ..<0: return nil
    case ..<3600: return "(\(seconds / 60) min ago)"
    case ..<86_400: return "(\(seconds / 3600) h ago)"
    default: return "(\(seconds / 86_400) d ago)"
    }
  }
}

/// One difference as a line of columns.
private struct TextRow {
  let change: ReportedChange
  let path: String
  private(set) var value: String
  private let symbol: String
  private let style: TerminalStyle

  init(_ change: ReportedChange, at path: String) {
    self.change = change
    self.path = path
    let before = change.before.map { Self.text($0, of: change) + Self.unit($0, of: change) } ?? ""
    let after = change.after.map { Self.text($0, of: change) + Self.unit($0, of: change) } ?? ""
    switch change.operation {
    case .add: (symbol, style, value) = ("+", .green, after)
    case .remove:
      (symbol, style, value) = ("-", .red, Self.joined(before, "only live, applying removes it"))
    case .reorder: (symbol, style, value) = ("~", .yellow, "the same elements in another order")
    case .change: (symbol, style, value) = ("~", .yellow, Self.transition(change))
    case .unmanagedField:
      let remark = change.counts ? "only live, the spec is silent: applying may remove it" : "only live, not counted"
      (symbol, style, value) = (
        change.counts ? "?" : "·", change.counts ? .cyan : .dim, Self.joined(before, remark)
      )
    }
    if let text = change.effect.map({ TextEffect($0).text }), !text.isEmpty { value += "  " + text }
    value += Self.remark(on: change.match)
  }

  /// The value; nothing of an element of a set, which the path names whole.
  private static func text(_ value: ReportedValue, of change: ReportedChange) -> String {
    if case .key(let key)? = change.path.elements.last, value == .string(key) { return "" }
    return TextValue.text(value, without: change.keyField)
  }

  /// What the value counts; nothing for one that is no number, such as a reference.
  private static func unit(_ value: ReportedValue, of change: ReportedChange) -> String {
    guard case .number = value, let unit = change.unit else { return "" }
    return " " + unit
  }

  private static func joined(_ value: String, _ remark: String) -> String {
    value.isEmpty ? remark : value + "  " + remark
  }

  private static func transition(_ change: ReportedChange) -> String {
    guard let before = change.before, let after = change.after else { return "" }
    if before == .sensitive, after == .sensitive { return "(sensitive, before) → (sensitive, after)" }
    let texts = TextValue.texts(before, after)
    let (old, new) = (unit(before, of: change), unit(after, of: change))
    return texts.before + (old == new ? "" : old) + " → " + texts.after + new
  }

  /// Says of a value whose element was found by nothing better that it may belong to another one.
  private static func remark(on match: ElementMatch?) -> String {
    match == .similarity ? "  (nearest match)" : ""
  }

  /// The line; a place in the file that the line before named is written without the file.
  func line(pathWidth: Int, valueWidth: Int, after file: String?, isColored: Bool) -> String {
    let start =
      "    " + style.applied(to: symbol, when: isColored) + " " + Terminal.padded(path, to: pathWidth) + "  "
    guard let source = change.source, change.operation != .unmanagedField, change.operation != .remove else {
      return start + value
    }
    let name = source.file == file ? "" : Terminal.escaped(source.file)
    let place = "\(name):\(source.start.line):\(source.start.column)"
    return start + Terminal.padded(value, to: valueWidth) + "  "
      + TerminalStyle.dim.applied(to: place, when: isColored)
  }
}

/// Lines that become bytes.
private struct TextPage {
  let isColored: Bool
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0

  init(isColored: Bool) {
    self.isColored = isColored
  }

  mutating func line(_ text: String) {
    let end = text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex
    bytes += text[..<end].utf8
    bytes.append(UInt8(ascii: "\n"))
    count += 1
  }
}
