import ConfigValue
import Diagnostics
import JobDiff
import TestSupport
import Testing

@testable import PlanReport

/// What Markdown reports promise beyond their words: their size, their first line, and that texts from outside stay texts.
@Suite struct MarkdownTests {
  /// Reports whose texts fill all of the parts that a Markdown report has.
  private static func large(_ count: Int, random: inout SeededRandom) -> Report {
    let actions: [(JobPlan.Action, Origin)] = [
      (.update, .conflict), (.update, .change), (.update, .drift), (.unchanged, .adopt), (.create, .change),
      (.create, .drift), (.liveOnly, .drift), (.liveOnly, .change), (.delete, .conflict),
    ]
    let jobs = (0..<count).map { number -> ReportedJob in
      let (action, origin) = random.pick(actions)
      let hasFields = action == .update || action == .unchanged
      let isAlone = action == .liveOnly || action == .delete
      return HandmadeReports.job(
        "job-\(number)-\(text(&random))", action, origin, at: isAlone ? nil : 1,
        inBaseAt: origin == .change && isAlone ? 1 : nil, updatedBy: text(&random),
        changes: hasFields ? (0..<random.pick([1, 2, 12])).map { change($0, origin, &random) } : [],
        folds: random.oneIn(3)
          ? [Fold(path: FieldPath([.field("spec"), .field(text(&random))]), reason: .masked, detail: nil)] : [])
    }
    return HandmadeReports.report(
      jobs, base: Scope.Base(kind: .directory, name: text(&random)), workspace: text(&random),
      diagnostics: (0..<count / 4).map { _ in
        HandmadeReports.finding(
          .unknownField, text(&random), severity: random.pick([.error, .warning, .note]), isNew: random.oneIn(2))
      })
  }

  private static func change(_ number: Int, _ origin: Origin, _ random: inout SeededRandom) -> ReportedChange {
    HandmadeReports.change(
      "field\(number)", .string(text(&random)), .string(text(&random)), origin, at: 1, of: text(&random))
  }

  private static func text(_ random: inout SeededRandom) -> String {
    let pieces = [
      "a", "word ", "@team ", "`", "```", "|", "<b>", "-->", "\n", "\u{202E}", "漢", "&", "www.x.io ", "\u{0}",
    ]
    return (0..<random.pick([1, 5, 5, 5, 400])).map { _ in random.pick(pieces) }.joined()
  }

  private static func markdown(_ report: Report, limit: Int, label: String? = nil) -> String {
    let context = RenderContext(label: label, markdownLimit: limit)
    return String(decoding: OutputFormat.markdown.render(report, in: context), as: UTF8.self)
  }

  /// The object in the first line.
  private static func marker(of markdown: String) throws -> PlainValue {
    let line = try #require(markdown.split(separator: "\n").first)
    let json = try #require(line.wholeMatch(of: /<!-- jobdrift (\{.*\}) -->/)?.1)
    #expect(!json.contains("--") && !json.contains(">"))
    return try PlainValue(json: Array(json.utf8))
  }

  // MARK: Size

  @Test(arguments: 0..<40) func `A report never has more bytes than it may`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let report = Self.large(random.pick([0, 1, 3, 60, 400]), random: &random)
    let whole = Self.markdown(report, limit: .max)
    let limit = Int.random(
      in: MarkdownRenderer.smallestLimit...max(MarkdownRenderer.smallestLimit, whole.utf8.count + 10), using: &random)
    let text = Self.markdown(report, limit: limit, label: Self.text(&random))
    #expect(text.utf8.count <= limit)
    let isTruncated = try Self.marker(of: text)["truncated"] == true
    #expect(isTruncated == text.contains("> **Shortened.** To stay within "))
    #expect(text.components(of: "<details").count == text.components(of: "</details>").count)
  }

  @Test func `Texts of any length and kind leave room for the verdict`() throws {
    for piece in ["a", "@", "`", "\u{202E}", "漢", "<", "-"] {
      let text = String(repeating: piece, count: 50_000)
      let report = HandmadeReports.report(
        [HandmadeReports.job(text, .create, .change, at: 1)], base: Scope.Base(kind: .commit, name: text, commit: text),
        workspace: text)
      let markdown = Self.markdown(report, limit: 1, label: text)
      #expect(markdown.utf8.count <= MarkdownRenderer.smallestLimit)
      #expect(markdown.contains("**Plan: 1 to create, 0 unchanged.**"))
    }
  }

  @Test func `Five thousand jobs fit a comment, and what must not be missed stays`() throws {
    let changes = [HandmadeReports.change("runtime.memory", 1024, 2048, .change, at: 3)]
    var jobs = (0..<5_000).map {
      HandmadeReports.job("job-\($0)", .update, .change, at: 1, inBaseAt: 1, changes: changes)
    }
    jobs.append(
      HandmadeReports.job(
        "torn", .update, .conflict, at: 1, inBaseAt: 1,
        changes: [HandmadeReports.change("enabled", .boolean(false), .boolean(true), .conflict, at: 3)]))
    jobs.append(HandmadeReports.job("retired", .liveOnly, .change, inBaseAt: 1))
    let report = HandmadeReports.report(jobs, base: Scope.Base(kind: .directory, name: "base/"))
    let text = Self.markdown(report, limit: 60_000)
    #expect(text.utf8.count <= 60_000)
    #expect(text.utf8.count > 59_000)
    #expect(text.contains("! enabled  false → true"))
    #expect(text.contains("- <code>retired</code>"))
    let kept = text.components(of: "| update | ").count
    #expect(text.contains("details of 5,000 jobs and rows of \(Self.grouped(5_000 - kept)) jobs are left out"))
  }

  private static func grouped(_ number: Int) -> String {
    number < 1000 ? String(number) : "\(number / 1000),\(String(String(1000 + number % 1000).dropFirst()))"
  }

  @Test func `What this change has nothing to do with goes first`() {
    let long = ReportedValue.string(String(repeating: "long ", count: 30))
    func job(_ name: String, _ origin: Origin) -> ReportedJob {
      HandmadeReports.job(
        name, origin == .adopt ? .unchanged : .update, origin, at: 1, inBaseAt: 1,
        changes: (0..<20).map { HandmadeReports.change("\(name).field\($0)", "", long, origin, at: 3) })
    }
    let origins: [(String, Origin)] = [
      ("adopted", .adopt), ("drifted", .drift), ("changed", .change), ("torn", .conflict),
    ]
    let report = HandmadeReports.report(
      origins.map { job($0.0, $0.1) }, base: Scope.Base(kind: .directory, name: "base/"))
    let whole = Self.markdown(report, limit: .max).utf8.count
    var last = origins.map(\.0)
    for limit in stride(from: whole, through: MarkdownRenderer.smallestLimit, by: -64) {
      let text = Self.markdown(report, limit: limit)
      let kept = origins.map(\.0).filter { text.contains("\($0).field19") }
      #expect(last.suffix(kept.count) == kept[...])
      #expect(!text.contains(String(repeating: "long ", count: 30)) || kept.count >= 2)
      last = kept
    }
  }

  @Test func `All listings go before any detail of this change, and are named for what they list`() {
    let masked = (0..<30).map {
      Fold(path: FieldPath(parsing: "spec.runtime.envs[KEY\($0)].value") ?? FieldPath(), reason: .masked, detail: nil)
    }
    let changes = (0..<20).map { HandmadeReports.change("field\($0)", 1, 2, .change, at: 3) }
    let jobs =
      (0..<40).flatMap {
        [
          HandmadeReports.job("drifted-\($0)", .create, .drift, at: 1, inBaseAt: 1),
          HandmadeReports.job("alone-\($0)", .liveOnly, .drift),
          HandmadeReports.job("live-\($0)", .unchanged, .adopt, at: 1),
          HandmadeReports.job("steady-\($0)", .unchanged, at: 1, inBaseAt: 1, folds: masked),
        ]
      } + [HandmadeReports.job("mine", .update, .change, at: 1, inBaseAt: 1, changes: changes)]
    let report = HandmadeReports.report(
      jobs, base: Scope.Base(kind: .directory, name: "base/"),
      diagnostics: (0..<40).map { _ in HandmadeReports.finding(.unknownField, "x") })
    let text = Self.markdown(report, limit: MarkdownRenderer.smallestLimit)
    #expect(text.contains("field19") && !text.contains("KEY29"))
    #expect(
      text.contains("names of uncompared values of 40 jobs") || text.contains("names of uncompared values of 39 jobs"))
    #expect(!text.contains("details of "))
  }

  @Test(arguments: [MarkdownRenderer.smallestLimit, 20_000, 60_000])
  func `No loud section starves another one`(limit: Int) throws {
    func jobs(_ name: String, _ count: Int, _ action: JobPlan.Action, _ origin: Origin) -> [ReportedJob] {
      let changes =
        action == .update ? (0..<3).map { HandmadeReports.change("field\($0)", 1, 2, origin, at: 2) } : []
      return (0..<count).map {
        HandmadeReports.job(
          "\(name)-\($0)", action, origin, at: action == .update ? 1 : nil, inBaseAt: origin == .drift ? nil : 1,
          changes: changes)
      }
    }
    let report = HandmadeReports.report(
      jobs("torn", 2_000, .update, .conflict) + jobs("gone", 2_000, .delete, .change)
        + jobs("theirs", 2_000, .delete, .drift) + jobs("mine", 2_000, .update, .change)
        + jobs("few", 2, .liveOnly, .change),
      base: Scope.Base(kind: .directory, name: "base/"))
    let text = Self.markdown(report, limit: limit)
    #expect(text.utf8.count <= limit && text.utf8.count > limit - 800)
    let rows = ["torn", "gone", "theirs", "mine"].map { name in
      text.split(separator: "\n").filter { $0.contains("<code>\(name)-") }.joined(separator: "\n")
    }
    let sizes = rows.map(\.utf8.count)
    let (least, most) = (try #require(sizes.min()), try #require(sizes.max()))
    #expect(least > 0 && most - least < 400, "\(sizes)")
    #expect(text.ranges(of: /and \d+ more/).count == 4)
  }

  @Test func `What one section does not need is for the others`() {
    let changes = [HandmadeReports.change("field", 1, 2, .change, at: 2)]
    let jobs =
      (0..<3).map { HandmadeReports.job("gone-\($0)", .delete, .change, inBaseAt: 1) }
      + (0..<500).map { HandmadeReports.job("mine-\($0)", .update, .change, at: 1, inBaseAt: 1, changes: changes) }
    let text = Self.markdown(
      HandmadeReports.report(jobs, base: Scope.Base(kind: .directory, name: "base/")), limit: 20_000)
    #expect((0..<3).allSatisfy { text.contains("<code>gone-\($0)</code>") })
    #expect(text.utf8.count > 19_500)
  }

  // MARK: Texts from outside

  @Test func `The marker tells the label, the workspace and the plan, and nothing can close its comment`() throws {
    let report = HandmadeReports.report([], verdict: .clean, workspace: "--> <!-- ##[error]")
    let marker = try Self.marker(of: Self.markdown(report, limit: 60_000, label: "a-->b"))
    #expect(marker["v"] == 1)
    #expect(marker["label"] == "a-->b")
    #expect(marker["workspace"] == "--> <!-- ##[error]")
    #expect(marker["truncated"] == false)
    #expect(marker["digest"] == (try PlainValue(json: Array(report.text(.json).utf8)))["digest"])
  }

  @Test(arguments: [
    ("plain-name_1.yaml", "<code>plain-name&#95;1.yaml</code>"),
    ("@acme/team", "<code><!---->&#64;acme/team</code>"),
    ("https://www.evil.io", "<code>https&#58;//www&#46;evil.io</code>"),
    ("a|b`c\n", "<code>a&#124;b&#96;c&#92;u{A}</code>"),
    ("</code><b>&amp;", "<code>&#60;/code&#62;&#60;b&#62;&#38;amp;</code>"),
    ("\u{202E}##[x]", "<code>&#92;u{202E}##&#92;&#91;x&#93;</code>"),
  ])
  func `A text from outside is code and nothing else`(text: String, markdown: String) {
    #expect(SafeText<Markdown>(escaping: text).text == markdown)
  }

  @Test(arguments: [("a", 3), ("a``b", 3), ("```", 4), ("x``````````", 11)])
  func `No line closes the fence it stands in`(line: String, length: Int) {
    let block: SafeText<DiffBlock> = "+ \(line)\n"
    let fence = String(repeating: "`", count: length)
    #expect(block.enclosed.text == "\(fence)diff\n+ \(line)\n\(fence)\n")
  }
}

extension String {
  /// Where a text occurs.
  fileprivate func components(of text: String) -> [Range<Index>] { ranges(of: text) }
}
