/// A document of parts that are left out, the least important first, where it has to stay within a number of bytes.
struct MarkdownDocument {
  /// What is given up, in this order.
  enum Loss: CaseIterable {
    /// The fields of jobs of which nothing is to be applied.
    case otherDetails
    case driftDetails
    /// What is beyond the beginning of long values, wherever they are.
    case longValues
    case changeDetails
    /// Jobs that this change has nothing to do with, and findings that are no errors.
    case listings
    case changeRows
    case errors
    case conflictDetails
    case conflictRows
  }

  /// What a part is about.
  enum Subject {
    /// The fields of the job at a position of the report.
    case details(of: Int)
    /// The line of that job.
    case row(of: Int)
    case finding
  }

  /// A part that stays or goes whole.
  struct Part {
    let subject: Subject
    let loss: Loss
    let text: SafeText<Markdown>
    /// The text with long values shortened; nil when there are none.
    var short: SafeText<Markdown>?
  }

  /// Parts one below the other.
  struct Section {
    /// Stays when all parts go.
    var heading: SafeText<Markdown> = ""
    /// Goes with the last part.
    var opening: SafeText<Markdown> = ""
    var parts: [Part]
    /// Goes with the last part.
    var closing: SafeText<Markdown> = ""
    /// Stays when all parts go.
    var footing: SafeText<Markdown> = ""
  }

  let sections: [Section]

  /// The document in at most `bytes` bytes when its headings alone have no more; what was left out for it.
  ///
  /// The work is in proportion to the parts, however many have to go.
  func text(within bytes: Int) -> (text: SafeText<Markdown>, cut: MarkdownCut) {
    var parts = sections.map { $0.parts.map { Optional($0.text) } }
    var cut = MarkdownCut()
    var size = sections.reduce(0) { $0 + $1.size }
    for loss in Loss.allCases where size > bytes {
      for (section, part) in places(for: loss) where size > bytes {
        let (old, new) = (parts[section][part], replacement(for: section, part, after: loss))
        guard let old, old != new else { continue }
        parts[section][part] = new
        size += (new?.utf8.count ?? 0) - old.utf8.count
        cut.note(new == nil ? sections[section].parts[part].subject : nil)
      }
    }
    var text = SafeText<Markdown>()
    for (section, parts) in zip(sections, parts) {
      let kept = parts.compactMap(\.self)
      text += section.heading
      if !kept.isEmpty { text += section.opening + kept.joined() + section.closing }
      text += section.footing
    }
    return (text, cut)
  }

  /// The parts that a loss is about, the last first.
  private func places(for loss: Loss) -> [(section: Int, part: Int)] {
    sections.indices.reversed().flatMap { section in
      sections[section].parts.indices.reversed().lazy
        .filter {
          loss == .longValues ? sections[section].parts[$0].short != nil : sections[section].parts[$0].loss == loss
        }
        .map { (section, $0) }
    }
  }

  private func replacement(for section: Int, _ part: Int, after loss: Loss) -> SafeText<Markdown>? {
    loss == .longValues ? sections[section].parts[part].short : nil
  }
}

extension MarkdownDocument.Section {
  /// In bytes, with all parts.
  fileprivate var size: Int {
    let frame = [heading, opening, closing, footing].reduce(0) { $0 + $1.utf8.count }
    return parts.reduce(frame) { $0 + $1.text.utf8.count }
  }
}

/// What was left out of a document.
struct MarkdownCut {
  private(set) var jobsWithoutDetails: Set<Int> = []
  private(set) var jobsWithoutRow: Set<Int> = []
  private(set) var findings = 0
  private(set) var hasShortenedValues = false

  var isEmpty: Bool { jobsWithoutDetails.isEmpty && jobsWithoutRow.isEmpty && findings == 0 && !hasShortenedValues }

  /// Notes that a part about something went, or, about nothing, that long values were shortened.
  mutating func note(_ subject: MarkdownDocument.Subject?) {
    switch subject {
    case .details(let job)?: jobsWithoutDetails.insert(job)
    case .row(let job)?: jobsWithoutRow.insert(job)
    case .finding?: findings += 1
    case nil: hasShortenedValues = true
    }
  }

  /// Says what was left out to stay within `limit` bytes.
  func sentence(limit: Int) -> SafeText<Markdown> {
    let amounts: [SafeText<Markdown>?] = [
      jobsWithoutDetails.isEmpty ? nil : "details of \(grouped: jobsWithoutDetails.count, of: "job")",
      jobsWithoutRow.isEmpty ? nil : "rows of \(grouped: jobsWithoutRow.count, of: "job")",
      findings == 0 ? nil : "texts of \(grouped: findings, of: "finding")",
    ]
    var left = amounts.compactMap(\.self)
    if left.count > 2 { left = ["\(left.dropLast().joined(separator: ", "))"] + left.suffix(1) }
    var losses: [SafeText<Markdown>] = left.isEmpty ? [] : ["\(left.joined(separator: " and ")) are left out"]
    if hasShortenedValues { losses.append("long values are shortened") }
    return
      "To stay within \(grouped: limit, of: "byte"), \(losses.joined(separator: ", and ")); `-o json` has all of it."
  }
}
