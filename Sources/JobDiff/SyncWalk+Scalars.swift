import ConfigValue
import JobModel

extension SyncWalk {
  /// What a look at a scalar on both sides tells.
  enum ScalarOutcome {
    case same
    case fold(FoldNotes.Reason)
    /// They differ, or may.
    case unsettled
  }

  /// Looks at a scalar, which one side at least has.
  func compareScalars(
    _ desired: ValueTree, _ wanted: Int, _ live: ValueTree, _ actual: Int, _ entry: SyncTable.Entry
  ) -> ScalarOutcome {
    if entry.flags.contains(.isMaskable), actual >= 0, isMask(live, actual) { return .fold(.masked) }
    let isNothing = actual < 0 || isNull(live, actual)
    if wanted >= 0, !isNothing {
      return isKnown(desired, wanted) && Self.areSameScalars(desired, wanted, live, actual) ? .same : .unsettled
    }
    if wanted < 0 { return isNothing ? .fold(.zeroFill) : compareScalar(live, actual, entry, isLive: true) }
    return isKnown(desired, wanted) ? compareScalar(desired, wanted, entry, isLive: false) : .unsettled
  }

  /// The same of a scalar that one side alone has.
  private func compareScalar(
    _ tree: ValueTree, _ index: Int, _ entry: SyncTable.Entry, isLive: Bool
  ) -> ScalarOutcome {
    if entry.flags.contains(.hasDefault) {
      guard case .boolean = tree.kind(at: index), tree.isTrue(at: index) == entry.flags.contains(.isTrueByDefault)
      else { return .unsettled }
      return .fold(.documentedDefault)
    }
    if isZero(tree, index) { return .fold(.zeroFill) }
    return isLive && entry.flags.contains(.isFilled) && !tree.isContainer(at: index)
      ? .fold(.serverOwned) : .unsettled
  }

  /// Whether a scalar of the spec is decided there, and not elsewhere.
  func isKnown(_ tree: ValueTree, _ index: Int) -> Bool {
    !hasMarks || !tree.value(at: index).isUnknown
  }

  func isNull(_ tree: ValueTree, _ index: Int) -> Bool {
    if case .null = tree.kind(at: index) { true } else { false }
  }

  /// Whether there is a value that is neither null nor an empty list or map.
  func holdsSomething(_ tree: ValueTree, _ index: Int) -> Bool {
    index >= 0 && !isNull(tree, index) && !(tree.isContainer(at: index) && tree.count(at: index) == 0)
  }

  /// Whether a scalar is written as Go programs write what is unset. Of other spellings of zero, `Comparison` knows.
  private func isZero(_ tree: ValueTree, _ index: Int) -> Bool {
    switch tree.kind(at: index) {
    case .boolean: return !tree.isTrue(at: index)
    case .string: return tree.textBounds(at: index).isEmpty
    case .integer:
      let bounds = tree.textBounds(at: index)
      return bounds.count == 1 && tree.text[bounds.lowerBound] == UInt8(ascii: "0")
    case .null, .decimal, .list, .map: return false
    }
  }

  private func isMask(_ tree: ValueTree, _ index: Int) -> Bool {
    guard case .string = tree.kind(at: index) else { return false }
    let bounds = tree.textBounds(at: index)
    guard bounds.count >= 3 else { return false }
    for offset in bounds where tree.text[offset] != UInt8(ascii: "*") { return false }
    return true
  }

  /// Whether two values are strings with the same text.
  static func areSameTexts(_ one: ValueTree, _ index: Int, _ other: ValueTree, _ otherIndex: Int) -> Bool {
    guard case .string = one.kind(at: index), case .string = other.kind(at: otherIndex) else { return false }
    return one.hasText(at: index, of: other, at: otherIndex)
  }

  /// Whether two scalars are of one type and written alike. Numbers that are not may be the same all the same.
  static func areSameScalars(_ one: ValueTree, _ index: Int, _ other: ValueTree, _ otherIndex: Int) -> Bool {
    switch (one.kind(at: index), other.kind(at: otherIndex)) {
    case (.string, .string), (.integer, .integer), (.decimal, .decimal):
      one.hasText(at: index, of: other, at: otherIndex)
    case (.boolean, .boolean): one.isTrue(at: index) == other.isTrue(at: otherIndex)
    case (.null, .null): true
    default: false
    }
  }

  /// Whether two values are the same, their members in one order. Depth is bounded by the readers.
  static func areSame(_ one: ValueTree, _ index: Int, _ other: ValueTree, _ otherIndex: Int) -> Bool {
    switch (one.kind(at: index), other.kind(at: otherIndex)) {
    case (.list, .list), (.map, .map):
      guard one.count(at: index) == other.count(at: otherIndex) else { return false }
      var (next, otherNext) = (index + 1, otherIndex + 1)
      let end = index + one.extent(at: index)
      while next < end {
        guard areSame(one, next, other, otherNext) else { return false }
        next += one.extent(at: next)
        otherNext += other.extent(at: otherNext)
      }
      return true
    default: return areSameScalars(one, index, other, otherIndex)
    }
  }
}
