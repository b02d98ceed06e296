import ConfigValue
import JobDiff

/// One difference for people: what its line says, whatever columns the line has.
struct TextRow {
  /// What kind of difference it is, at a glance.
  enum Sign {
    case add, remove, change
    /// A live value about which the spec is silent, which counts.
    case unmanaged
    /// Nothing that counts.
    case shown
    /// Nothing that is left to apply.
    case adopted
  }

  let change: ReportedChange
  let sign: Sign
  let path: SafeText<Terminal>
  let value: SafeText<Terminal>
  /// When what it concerns runs next; nil when that is not known.
  let nextRuns: SafeText<Terminal>?

  /// - Parameters:
  ///   - path: the path as it is to be shown.
  ///   - base: what a value that is not compared with the live one is compared with.
  ///   - values: how values are written.
  init(_ change: ReportedChange, at path: String, comparedWith base: Scope.Base?, values: TextValue) {
    self.change = change
    self.path = SafeText(escaping: path)
    sign = Self.sign(of: change)
    let text = ValueText(change, values)
    var remarks = [change.effect.map { TextEffect($0).text } ?? ""]
    if change.match == .similarity {
      // Nothing better found the element, so that the value may belong to another one.
      remarks.append("(nearest match)")
    }
    if let value = change.baseValue {
      remarks.append("(base: \(ValueText.text(value, of: change, values)))")
    }
    if change.basis == .base, change.origin != .adopt, let base {
      remarks.append("(live cannot be seen; compared with \(base.name))")
    }
    value = ([text.text] + remarks).filter { !$0.isEmpty }.joined(separator: "  ")
    nextRuns = change.effect.flatMap { TextEffect($0).nextRuns }
  }

  private static func sign(of change: ReportedChange) -> Sign {
    if change.origin == .adopt { return .adopted }
    switch change.operation {
    case .add: return .add
    case .remove: return .remove
    case .change, .reorder: return .change
    case .unmanagedField: return change.counts ? .unmanaged : .shown
    }
  }

  /// Where the value is in the specs; nil when they have none.
  var place: Place? {
    switch change.operation {
    case .unmanagedField, .remove: nil
    case .add, .change, .reorder: change.source
    }
  }
}

/// The values of a difference on one line.
private struct ValueText {
  let text: SafeText<Terminal>

  init(_ change: ReportedChange, _ values: TextValue) {
    let isAdopted = change.origin == .adopt
    let before = change.before.map { Self.text($0, of: change, values) } ?? ""
    let after = change.after.map { Self.text($0, of: change, values) } ?? ""
    let already: SafeText<Terminal> = isAdopted ? "live already has it" : ""
    let parts: [SafeText<Terminal>] =
      switch change.operation {
      case .add: [after, already]
      case .remove: [before, isAdopted ? "no longer live either" : Self.removal(of: change)]
      case .reorder: ["the same elements in another order", already]
      case .change: [Self.transition(change, values), already]
      case .unmanagedField:
        [before, change.counts ? "only live, the spec is silent: applying may remove it" : "only live, not counted"]
      }
    text = parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private static func removal(of change: ReportedChange) -> SafeText<Terminal> {
    change.basis == .base ? "applying removes it" : "only live, applying removes it"
  }

  /// The value; nothing of an element of a set, which the path names whole.
  static func text(_ value: ReportedValue, of change: ReportedChange, _ values: TextValue) -> SafeText<Terminal> {
    if case .key(let key)? = change.path.elements.last, value == .string(key) { return "" }
    return values.text(value, without: change.keyField) + unit(value, of: change)
  }

  /// What the value counts; nothing for one that is no number, such as a reference.
  private static func unit(_ value: ReportedValue, of change: ReportedChange) -> SafeText<Terminal> {
    guard case .number = value, let unit = change.unit else { return "" }
    return " \(unit)"
  }

  private static func transition(_ change: ReportedChange, _ values: TextValue) -> SafeText<Terminal> {
    guard let before = change.before, let after = change.after else { return "" }
    if before == .sensitive, after == .sensitive { return "(sensitive, before) → (sensitive, after)" }
    // Two references of one name: what the variable stood for is another value now.
    if case (.string(let old), .string(let new)) = (before, after), ExactText(old) == ExactText(new) {
      return "\(text(after, of: change, values)), with another value"
    }
    let texts = values.texts(before, after)
    let (old, new) = (unit(before, of: change), unit(after, of: change))
    return "\(texts.before)\(old == new ? "" : old) → \(texts.after)\(new)"
  }
}
