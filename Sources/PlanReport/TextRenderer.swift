import ConfigValue
import Diagnostics
import JobDiff

/// The plan for people, in a terminal or a log.
struct TextRenderer: ReportRenderer {
  private static let values = TextValue(widest: 100)

  func render(_ report: Report, in context: RenderContext) -> [UInt8] {
    var page = TextPage(isColored: context.isColored)
    if report.verdict.hasPlan {
      let header: [SafeText<Terminal>] = ["\(report.tool.name)"] + TextScope(report.scope).parts
      page.line("\(header.joined(separator: " · "))    live → desired")
      page.line("")
      let before = page.count
      for job in ordered(report.jobs) { self.job(job, in: report.scope, &page) }
      if page.count > before { page.line("") }
    }
    for line in TextSummary<Terminal>(report).lines { page.line(line) }
    return page.bytes
  }

  /// Conflicts first, then what changes; what is left alone last.
  private func ordered(_ jobs: [ReportedJob]) -> [ReportedJob] {
    let order: [JobPlan.Action] = [.update, .create, .delete, .liveOnly, .unchanged]
    let shown = jobs.filter { $0.action != .unchanged || !$0.changes.isEmpty || $0.origin != nil }
    return [true, false].flatMap { isConflict in
      order.flatMap { action in
        shown.filter { $0.action == action && ($0.origin == .conflict) == isConflict }
      }
    }
  }

  private func job(_ job: ReportedJob, in scope: Scope, _ page: inout TextPage) {
    let (symbol, style): (SafeText<Terminal>, TerminalStyle) =
      switch job.action {
      case .update: ("~", .yellow)
      case .create: ("+", .green)
      case .delete: ("-", .red)
      case .liveOnly: ("?", .cyan)
      case .unchanged: ("=", .dim)
      }
    let text = TextJob<Terminal>(job, in: scope)
    let name = SafeText<Terminal>(escaping: job.name)
    let origin = job.changes.isEmpty ? job.origin.map { TextOrigin($0).text(isColored: page.isColored) } : nil
    let texts = [text.place, text.remark, text.lastUpdate, origin].compactMap(\.self)
    let head: SafeText<Terminal> =
      "\(style.applied(to: symbol, when: page.isColored)) \(TerminalStyle.bold.applied(to: name, when: page.isColored))"
    page.line(head + (" " as SafeText<Terminal>).repeated(max(2, 38 - 2 - name.width)) + texts.joined(separator: "   "))
    let paths = TextPaths(job)
    let rows = job.changes.map {
      TextRow($0, at: paths.name($0.path), comparedWith: scope.base, values: Self.values)
    }
    let table = TextTable(rows, below: job.source?.file)
    for (position, row) in rows.enumerated() {
      page.line(table.line(position, isColored: page.isColored))
      if let runs = row.nextRuns {
        page.line((" " as SafeText<Terminal>).repeated(table.pathWidth + 8) + "next runs \(runs)")
      }
    }
  }
}

/// How a difference came about, in a word or two.
private struct TextOrigin {
  private let origin: Origin

  init(_ origin: Origin) {
    self.origin = origin
  }

  func text(isColored: Bool) -> SafeText<Terminal> {
    switch origin {
    case .change: "this change"
    case .drift: TerminalStyle.dim.applied(to: "drift", when: isColored)
    case .conflict: TerminalStyle.red.applied(to: "! conflict: changed here and live", when: isColored)
    case .adopt: TerminalStyle.dim.applied(to: "adopted", when: isColored)
    }
  }
}

/// The rows of a job in columns: path, value, place, and origin where there are any.
private struct TextTable {
  let pathWidth: Int
  private let rows: [TextRow]
  private let places: [SafeText<Terminal>]
  private let valueWidth: Int
  /// Of values and places together, for what stands behind both.
  private let middleWidth: Int

  /// - Parameter file: the one that the job's line names. A place in the file that was named last is written without it.
  init(_ rows: [TextRow], below file: String?) {
    self.rows = rows
    var file = file
    places = rows.map { row in
      let name = row.place?.file == file ? "" : row.place?.file ?? ""
      if let source = row.change.source { file = source.file }
      return row.place.map { "\(name):\($0.start.line):\($0.start.column)" } ?? ""
    }
    pathWidth = min(rows.map(\.path.width).max() ?? 0, 60)
    valueWidth = min(rows.filter { $0.change.source != nil }.map(\.value.width).max() ?? 0, 48)
    let placed = valueWidth + 2 + min(places.map(\.width).max() ?? 0, 32)
    let unplaced = zip(rows, places).filter { $0.1.isEmpty }.map(\.0.value.width).max() ?? 0
    middleWidth = max(placed, min(unplaced, 72))
  }

  func line(_ position: Int, isColored: Bool) -> SafeText<Terminal> {
    let (row, place) = (rows[position], places[position])
    let (symbol, style) = Self.symbol(row.sign)
    let start: SafeText<Terminal> =
      "    \(style.applied(to: symbol, when: isColored)) \(row.path.padded(to: pathWidth))  "
    let shown = TerminalStyle.dim.applied(to: place, when: isColored)
    guard let origin = row.change.origin else {
      return place.isEmpty ? start + row.value : start + row.value.padded(to: valueWidth) + "  " + shown
    }
    let text: SafeText<Terminal>
    if place.isEmpty {
      text = row.value.padded(to: middleWidth)
    } else {
      let value = row.value.padded(to: valueWidth) + "  "
      text = value + shown + (" " as SafeText<Terminal>).repeated(middleWidth - value.width - place.width)
    }
    return start + text + "  " + TextOrigin(origin).text(isColored: isColored)
  }

  private static func symbol(_ sign: TextRow.Sign) -> (SafeText<Terminal>, TerminalStyle) {
    switch sign {
    case .add: ("+", .green)
    case .remove: ("-", .red)
    case .change: ("~", .yellow)
    case .unmanaged: ("?", .cyan)
    case .shown: ("·", .dim)
    case .adopted: ("=", .dim)
    }
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

  mutating func line(_ line: SafeText<Terminal>) {
    let text = line.text
    let end = text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex
    bytes += text[..<end].utf8
    bytes.append(UInt8(ascii: "\n"))
    count += 1
  }
}
