import ConfigValue
import JobModel

/// Differences that are not to count, by job and place.
///
///     nightly-*:runtime.envs[LOG_LEVEL].value
///     *:metadata.labels.team
package struct IgnoreRule: Hashable, Sendable {
  /// As it was written.
  package let text: String
  private let jobs: Glob
  private let place: PathPattern
  /// Whether 'spec' is left out of the place.
  private let isInSpec: Bool

  /// Reads `JOB:PATH`: a name with `*` and `?`, and a path as the plan writes it, with or without 'spec.' and with both. Nil for
  /// a text that is not so.
  package init?(parsing text: String) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex,
      let place = PathPattern(parsing: String(text[text.utf8.index(after: colon)...]))
    else { return nil }
    self.text = text
    jobs = Glob(String(text[..<colon]))
    self.place = place
    isInSpec = place.firstField.map { JobSchema.blaxel.job[$0] == nil } ?? false
  }

  /// Whether it is about a job of that name.
  package func isAbout(job name: String) -> Bool {
    jobs.matches(name)
  }

  /// Whether it covers what stands at a path of such a job.
  func covers(_ path: FieldPath) -> Bool {
    place.covers(placed(path))
  }

  /// Whether something that it covers may stand at a path, below it or around it.
  func touches(_ path: FieldPath) -> Bool {
    place.touches(placed(path))
  }

  private func placed(_ path: FieldPath) -> FieldPath {
    isInSpec ? path.droppingFirst("spec") : path
  }
}

/// The ignore rules of a run, and which of them were of use.
struct IgnoreRules {
  private let rules: [IgnoreRule]
  private(set) var unused: [IgnoreRule]

  init(_ rules: [IgnoreRule]) {
    self.rules = rules
    unused = rules
  }

  /// Takes what a rule covers out of the changes of a job, and out of what could not be compared, and folds it.
  mutating func apply(to changes: [Change], _ folds: [Fold], of job: String) -> (changes: [Change], folds: [Fold]) {
    let rules = rules.filter { $0.isAbout(job: job) }
    guard !rules.isEmpty else { return (changes, folds) }
    var ignored: [Fold] = []
    let kept = changes.filter { change in
      guard let rule = first(of: rules, covering: change.path) else { return true }
      ignored.append(Fold(path: change.path, reason: .ignored, detail: rule.text, match: change.match))
      return false
    }
    let others = folds.map { fold in
      guard fold.reason.isUncompared, let rule = first(of: rules, covering: fold.path) else { return fold }
      return Fold(path: fold.path, reason: .ignored, detail: rule.text, match: fold.match)
    }
    return (kept, ignored + others)
  }

  private mutating func first(of rules: [IgnoreRule], covering path: FieldPath) -> IgnoreRule? {
    guard let rule = rules.first(where: { $0.covers(path) }) else { return nil }
    unused.removeAll { $0 == rule }
    return rule
  }

  /// Notes a place at which a job has a value, so that rules about it are of use although nothing differs there.
  ///
  /// - Parameter holdsMore: whether there are values below the place.
  mutating func note(_ path: FieldPath, of job: String, holdsMore: Bool) {
    unused.removeAll { rule in rule.isAbout(job: job) && (holdsMore ? rule.touches(path) : rule.covers(path)) }
  }
}
