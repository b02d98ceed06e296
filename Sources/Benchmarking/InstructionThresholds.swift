/// How many instructions each part of a run may take: counts that were once measured, and how far others may be from them.
///
/// As text, one part a line: its name, a tab, its instructions. Lines that start with `#` say something to people.
package struct InstructionThresholds: Hashable, Sendable {
  /// How far a count may be from the one noted, as a share of it: more is a regression, less is to be noted.
  package static let tolerance = 0.05

  /// A part and its instructions, in the order of the text.
  package struct Entry: Hashable, Sendable {
    package let part: String
    package let count: Int

    package init(_ part: String, _ count: Int) {
      self.part = part
      self.count = count
    }
  }

  /// A line that holds neither a part and its count nor a remark, or a part for the second time.
  package struct Unreadable: Error, Hashable {
    /// From 1.
    package let line: Int
  }

  package let entries: [Entry]

  package init(_ entries: [Entry]) {
    self.entries = entries
  }

  package init(parsing text: String) throws(Unreadable) {
    var entries: [Entry] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 2, !fields[0].isEmpty, let count = Int(fields[1]), count > 0,
        !entries.contains(where: { $0.part == fields[0] })
      else { throw Unreadable(line: index + 1) }
      entries.append(Entry(String(fields[0]), count))
    }
    self.init(entries)
  }

  /// The text that `init(parsing:)` reads.
  package var text: String {
    entries.map { "\($0.part)\t\($0.count)\n" }.joined()
  }

  /// What became of a part.
  package enum Finding: Hashable, Sendable {
    case within
    case regressed
    /// Fewer by more than the tolerance, so that the threshold no longer guards what was won.
    case improved
    /// Measured, but not noted.
    case new
    /// Noted, but not measured.
    case lost

    /// Whether the change that brought it about is refused.
    package var isFailure: Bool {
      switch self {
      case .within, .improved: false
      case .regressed, .new, .lost: true
      }
    }
  }

  /// A part with what was noted and what was counted.
  package struct Comparison: Hashable, Sendable {
    package let part: String
    package let noted: Int?
    package let counted: Int?
    package let finding: Finding

    /// One line for people.
    package var text: String {
      switch (noted, counted) {
      case (let noted?, let counted?):
        let percent = Figures.text((Double(counted) / Double(noted) - 1) * 100)
        let change = (counted >= noted ? "+" : "") + percent + " %"
        let advice: String =
          switch finding {
          case .regressed: ": more than 5 % above the threshold"
          case .improved: ": more than 5 % below the threshold; lower it with 'make instructions UPDATE=1'"
          case .within, .new, .lost: ""
          }
        return "\(part): \(counted) instructions, threshold \(noted), \(change)\(advice)"
      case (nil, let counted?):
        return "\(part): \(counted) instructions, without a threshold; note it with 'make instructions UPDATE=1'"
      case (let noted?, nil): return "\(part): not counted, threshold \(noted)"
      case (nil, nil): return part
      }
    }
  }

  /// Every part, noted ones first.
  package func compare(with counted: InstructionThresholds) -> [Comparison] {
    let new = counted.entries.filter { entry in !entries.contains { $0.part == entry.part } }
    return entries.map { noted in
      let count = counted.entries.first { $0.part == noted.part }?.count
      return Comparison(part: noted.part, noted: noted.count, counted: count, finding: Self.finding(noted.count, count))
    } + new.map { Comparison(part: $0.part, noted: nil, counted: $0.count, finding: .new) }
  }

  private static func finding(_ noted: Int, _ counted: Int?) -> Finding {
    guard let counted else { return .lost }
    let share = Double(counted) / Double(noted)
    return share > 1 + tolerance ? .regressed : share < 1 - tolerance ? .improved : .within
  }
}
