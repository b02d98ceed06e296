import ConfigValue

/// What a spec says about a value.
enum Declaration {
  /// Nothing.
  case silent
  /// That there is none: the value, or the object around it, is null.
  case unset
  case value(Value)

  init(_ value: Value?) {
    guard let value else {
      self = .silent
      return
    }
    self = value.isNull ? .unset : .value(value)
  }

  var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  var isSilent: Bool {
    if case .silent = self { true } else { false }
  }
}
