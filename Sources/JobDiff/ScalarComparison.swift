import ConfigValue
import Diagnostics
import JobModel

extension Comparison {
  /// Compares a field that holds a scalar on both sides, or should.
  mutating func compareScalars(_ desired: Declaration, _ live: Value?, _ field: Field?, _ shape: Shape) {
    switch desired {
    case .value(let value):
      if isUndecided(value) { return foldUnknown(value, live) }
      let wasSecret = isSecret
      isSecret = wasSecret || value.holdsSecret
      defer { isSecret = wasSecret }
      guard let live, !live.isNull else { return compareWithNothing(value, live, field, shape) }
      switch sameness(value, live, field) {
      case .same: noteSame()
      case .equivalent(let detail): fold(.equivalent, detail)
      case .different:
        record(.change, before: live, desired: value, field, shape)
      }
    case .unset, .silent:
      guard let live else { return }
      if live.isNull { return fold(.zeroFill) }
      compareSilence(desired, live, field, shape)
    }
  }

  /// The spec has a value where the live job has none, or null.
  private mutating func compareWithNothing(_ value: Value, _ live: Value?, _ field: Field?, _ shape: Shape) {
    if let documented = field?.documentedDefault {
      if value.plain == documented { return fold(.documentedDefault) }
    } else if value.isZeroScalar {
      return fold(.zeroFill)
    }
    record(.add, before: nil, desired: value, field, shape)
  }

  /// The spec is silent, or says that there is no value, and the live job has one.
  mutating func compareSilence(_ desired: Declaration, _ live: Value, _ field: Field?, _ shape: Shape) {
    if let documented = field?.documentedDefault {
      if live.plain == documented { return fold(.documentedDefault) }
      return record(.change, before: live.shown, after: documented, afterIsDefault: true, field, shape)
    }
    if live.isZero { return fold(.zeroFill) }
    guard desired.isSilent else { return record(.remove, before: live.shown, after: nil, field, shape) }
    unmanaged(live, field, shape)
  }

  /// The spec is silent about a live value that means something.
  mutating func unmanaged(_ live: Value, _ field: Field?, _ shape: Shape) {
    switch field?.silence ?? .shown {
    case .filled: fold(.serverOwned)
    case .counts: record(.unmanagedField, counts: true, before: live.shown, after: nil, field, shape)
    case .shown: record(.unmanagedField, counts: false, before: live.shown, after: nil, field, shape)
    }
  }

  private enum Sameness {
    case same, different
    case equivalent(String)
  }

  private func sameness(_ desired: Value, _ live: Value, _ field: Field?) -> Sameness {
    switch desired.likeness(to: live) {
    case .same: return .same
    case .sameWorth: return .equivalent(Fold.Detail.number)
    case .different: break
    }
    guard let desiredText = desired.string, let liveText = live.string else { return .different }
    switch field?.equivalence ?? .exact {
    case .exact, .listInText: return .different
    case .image:
      let (image, other) = (Equivalences.taggedImage(desiredText), Equivalences.taggedImage(liveText))
      return ExactText(image) == ExactText(other) ? .equivalent(Fold.Detail.image) : .different
    case .schedule:
      return Schedule.fireAlike(desiredText, liveText) ? .equivalent(Fold.Detail.cron) : .different
    case .anything(let word):
      return counterpart == .live && desiredText == word && !liveText.isEmpty ? .equivalent(word) : .different
    }
  }
}
