/// Finds the name that was probably meant.
package enum Spelling {
  /// The candidate nearest to `word`, when it is near enough to be a misspelling: the same but for case, `-` and `_`, or
  /// at most two single-character edits away, one for words of up to four characters. Ties go to the earlier candidate.
  package static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    let folded = fold(word)
    guard folded.count <= 64 else { return nil }
    let limit = folded.count <= 4 ? 1 : mostEdits
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let distance = distance(folded, fold(candidate))
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// How many edits make a misspelling at most.
  static let mostEdits = 2

  private static func fold(_ word: String) -> [Character] {
    word.lowercased().filter { $0 != "-" && $0 != "_" }
  }

  /// How many single-character edits the words are apart, by `distance` of their characters; letters of another case differ.
  package static func distance(_ first: String, _ second: String) -> Int {
    distance(Array(first), Array(second))
  }

  /// Optimal string alignment distance: insertions, deletions, substitutions, and swaps of neighbours.
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    if abs(first.count - second.count) > mostEdits { return mostEdits + 1 }
    var previous = [Int](repeating: 0, count: second.count + 1)
    var current = Array(0...second.count)
    for row in 0..<first.count {
      let beforePrevious = previous
      previous = current
      current[0] = row + 1
      for column in 0..<second.count {
        let substitution = previous[column] + (first[row] == second[column] ? 0 : 1)
        current[column + 1] = min(substitution, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
          current[column + 1] = min(current[column + 1], beforePrevious[column - 1] + 1)
        }
      }
    }
    return current[second.count]
  }
}
