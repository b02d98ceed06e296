/// A document of parts that are left out, the least important first, where it has to stay within a number of bytes.
struct MarkdownDocument {
  /// What is given up, in this order, each whole before the next.
  enum Loss: CaseIterable {
    /// The fields of jobs of which nothing is to be applied.
    case otherDetails
    case driftDetails
    /// Jobs that this change has nothing to do with, what could not be compared, and findings that are no errors.
    case listings
    /// What is beyond the beginning of long values, wherever they are.
    case longValues
    case changeDetails
  }

  /// What keeps a part in the document.
  enum Weight {
    /// Nothing, once it is its turn.
    case until(Loss)
    /// Its section has as much right to the room as every other one. Of such a section, the last details go before the last
    /// rows, and neither before all losses.
    case details, row
  }

  /// What a part is about.
  enum Subject {
    /// The fields of the job at a position of the report.
    case details(of: Int)
    /// The line of that job.
    case row(of: Int)
    /// The values of that job that could not be compared.
    case uncompared(of: Int)
    case finding
  }

  /// A part that stays or goes whole.
  struct Part {
    let subject: Subject
    let weight: Weight
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
    /// Stands below the parts where some rows went, around their number.
    var rest: (before: SafeText<Markdown>, after: SafeText<Markdown>) = ("", "")
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
    var draft = MarkdownDraft(sections)
    for loss in Loss.allCases where draft.size > bytes { draft.giveUp(loss, downTo: bytes) }
    if draft.size > bytes { draft.share(bytes) }
    return (draft.text, draft.cut)
  }
}

/// What was left out of a document.
struct MarkdownCut {
  private(set) var jobsWithoutDetails: Set<Int> = []
  private(set) var jobsWithoutRow: Set<Int> = []
  private(set) var jobsWithoutUncompared: Set<Int> = []
  private(set) var findings = 0
  private(set) var hasShortenedValues = false

  var isEmpty: Bool {
    [jobsWithoutDetails, jobsWithoutRow, jobsWithoutUncompared].allSatisfy(\.isEmpty) && findings == 0
      && !hasShortenedValues
  }

  /// Notes that a part about something went, or, about nothing, that long values were shortened.
  mutating func note(_ subject: MarkdownDocument.Subject?) {
    switch subject {
    case .details(let job)?: jobsWithoutDetails.insert(job)
    case .row(let job)?: jobsWithoutRow.insert(job)
    case .uncompared(let job)?: jobsWithoutUncompared.insert(job)
    case .finding?: findings += 1
    case nil: hasShortenedValues = true
    }
  }

  /// Says what was left out to stay within `limit` bytes.
  func sentence(limit: Int) -> SafeText<Markdown> {
    let amounts: [(Int, SafeText<Markdown>)] = [
      (jobsWithoutDetails.count, "details of \(grouped: jobsWithoutDetails.count, of: "job")"),
      (jobsWithoutRow.count, "rows of \(grouped: jobsWithoutRow.count, of: "job")"),
      (jobsWithoutUncompared.count, "names of uncompared values of \(grouped: jobsWithoutUncompared.count, of: "job")"),
      (findings, "texts of \(grouped: findings, of: "finding")"),
    ]
    var left = amounts.filter { $0.0 > 0 }.map(\.1)
    if left.count > 2 { left = ["\(left.dropLast().joined(separator: ", "))"] + left.suffix(1) }
    var losses: [SafeText<Markdown>] = left.isEmpty ? [] : ["\(left.joined(separator: " and ")) are left out"]
    if hasShortenedValues { losses.append("long values are shortened") }
    return
      "To stay within \(grouped: limit, of: "byte"), \(losses.joined(separator: ", and ")); `-o json` has all of it."
  }
}
