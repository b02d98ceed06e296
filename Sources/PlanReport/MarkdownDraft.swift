/// A document while parts of it are given up.
struct MarkdownDraft {
  private let sections: [MarkdownDocument.Section]
  /// What is left of the parts of each section; nil for one that went.
  private var parts: [[SafeText<Markdown>?]]
  /// How many rows of a section with a share went.
  private var missingRows: [Int]
  /// In bytes.
  private(set) var size: Int
  private(set) var cut = MarkdownCut()

  init(_ sections: [MarkdownDocument.Section]) {
    self.sections = sections
    parts = sections.map { $0.parts.map(\.text) }
    missingRows = sections.map { _ in 0 }
    size = sections.reduce(0) { size, section in
      let frame = [section.heading, section.opening, section.closing, section.footing]
      return section.parts.reduce(frame.reduce(size) { $0 + $1.utf8.count }) { $0 + $1.text.utf8.count }
    }
  }

  var text: SafeText<Markdown> {
    var text = SafeText<Markdown>()
    for (number, section) in sections.enumerated() {
      let kept = parts[number].compactMap(\.self)
      let rest = missingRows[number] == 0 ? "" : Self.rest(of: section, missingRows[number])
      text += section.heading
      if !kept.isEmpty || !rest.isEmpty { text += section.opening + kept.joined() + rest + section.closing }
      text += section.footing
    }
    return text
  }

  // MARK: Losses

  /// Gives up what a loss is about, the last first, until the document has no more than `bytes` bytes.
  mutating func giveUp(_ loss: MarkdownDocument.Loss, downTo bytes: Int) {
    for section in sections.indices.reversed() {
      for part in sections[section].parts.indices.reversed() {
        guard size > bytes else { return }
        if loss == .longValues {
          shorten(section, part)
        } else if case .until(loss) = sections[section].parts[part].weight {
          drop(section, part)
        }
      }
    }
  }

  private mutating func shorten(_ section: Int, _ part: Int) {
    guard let old = parts[section][part], let short = sections[section].parts[part].short else { return }
    parts[section][part] = short
    size += short.utf8.count - old.utf8.count
    cut.note(nil)
  }

  private mutating func drop(_ section: Int, _ part: Int) {
    guard let old = parts[section][part] else { return }
    parts[section][part] = nil
    size -= old.utf8.count
    cut.note(sections[section].parts[part].subject)
  }

  // MARK: Shares

  /// Cuts the sections that have a right to the room so that the document has no more than `bytes` bytes, if that can be: each
  /// to the same share, and what one of them does not need is for the others.
  mutating func share(_ bytes: Int) {
    let needs = sections.indices.map { number in
      zip(sections[number].parts, parts[number]).reduce(0) { sum, part in
        if case .until = part.0.weight { sum } else { sum + (part.1?.utf8.count ?? 0) }
      }
    }
    var room = bytes - (size - needs.reduce(0, +))
    let smallestFirst = needs.indices.filter { needs[$0] > 0 }.sorted { (needs[$0], $0) < (needs[$1], $1) }
    for (position, section) in smallestFirst.enumerated() {
      let share = max(0, room) / (smallestFirst.count - position)
      room -= needs[section] <= share ? needs[section] : cut(section, of: needs[section], to: share)
    }
  }

  /// Gives up the last details and then the last rows of a section until they, and the line that counts the missing rows, have
  /// no more than `share` bytes; gives how many they have.
  private mutating func cut(_ section: Int, of need: Int, to share: Int) -> Int {
    var need = need
    for number in sections[section].parts.indices.reversed() where need > share {
      if case .details = sections[section].parts[number].weight { need -= dropped(section, number) }
    }
    guard need > share else { return need }
    let longest = Self.rest(of: sections[section], sections[section].parts.count).utf8.count
    for number in sections[section].parts.indices.reversed() where need + longest > share {
      guard case .row = sections[section].parts[number].weight else { continue }
      need -= dropped(section, number)
      missingRows[section] += 1
    }
    let rest = Self.rest(of: sections[section], missingRows[section]).utf8.count
    size += rest
    return need + rest
  }

  /// Gives up a part; gives how many bytes it had.
  private mutating func dropped(_ section: Int, _ part: Int) -> Int {
    let before = size
    drop(section, part)
    return before - size
  }

  /// The line that counts the rows that went.
  private static func rest(of section: MarkdownDocument.Section, _ count: Int) -> SafeText<Markdown> {
    "\(section.rest.before)and \(count) more\(section.rest.after)\n"
  }
}
