import ConfigValue
import Diagnostics

/// Says how a value that does not fit its field should be written.
enum WrongType {
  /// Whether a value does not have the field's shape. One that is decided elsewhere may.
  static func isWrong(_ value: Value, _ shape: Shape, _ field: Field) -> Bool {
    !value.isUnknown && !fits(value, shape, field)
  }

  /// The finding for such a value.
  static func finding(_ value: Value, _ shape: Shape, _ field: Field, path: String) -> Diagnostic {
    Diagnostic(
      .wrongType, "'\(path)' must be \(shape.noun), not \(noun(value.kind))", at: value.range,
      help: value.substitute == nil ? help(value, shape, field) : variableHelp(value, shape))
  }

  private static func fits(_ value: Value, _ shape: Shape, _ field: Field) -> Bool {
    switch (shape, value.kind) {
    case (.boolean, .boolean), (.string, .string), (.list, .list), (.object, .map), (.map, .map), (.anything, _): true
    case (.integer, .integer), (.integer, .decimal): value.number?.isIntegral ?? false
    case (.list, .string):
      if case .listInText = field.equivalence { Equivalences.listInText(value.text) != nil } else { false }
    default: false
    }
  }

  private static func variableHelp(_ value: Value, _ shape: Shape) -> String {
    value.isQuoted
      ? "write the reference without quotes, and give the variable a value that is \(shape.noun)"
      : "give the variable a value that is \(shape.noun)"
  }

  private static func help(_ value: Value, _ shape: Shape, _ field: Field) -> String {
    switch (shape, value.kind) {
    case (_, .null): return "remove the element, or write it out"
    case (.string, .boolean), (.string, .integer), (.string, .decimal): return "put it in quotes"
    case (.boolean, .string): return "write true or false, without quotes"
    case (.integer, .string):
      if let seconds = seconds(value.text), field.unit == "s" { return "write \(seconds), in seconds" }
      if Int(value.text) != nil { return "write it without quotes" }
      return "write a number" + (field.unit.map { ", in \($0)" } ?? "")
    case (.integer, .decimal): return "write a whole number" + (field.unit.map { ", in \($0)" } ?? "")
    case (.list, _): return "write the elements below it, each behind '- '"
    case (.object, _), (.map, _): return "write its fields below it, indented"
    default: return field.documentation
    }
  }

  /// A duration as `blaxel.toml` and Go write it, such as `90s`, `5m` or `1h`.
  private static func seconds(_ text: String) -> Int? {
    guard let unit = text.last, let count = Int(text.dropLast()), count >= 0 else { return nil }
    let factor: Int? =
      switch unit {
      case "s", "S": 1
      case "m", "M": 60
      case "h", "H": 3600
      case "d", "D": 86_400
      case "w", "W": 604_800
      default: nil
      }
    guard let factor else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: factor)
    return overflow ? nil : seconds
  }

  private static func noun(_ kind: ValueKind) -> String {
    switch kind {
    case .null: "null"
    case .boolean: "true or false"
    case .integer: "an integer"
    case .decimal: "a decimal number"
    case .string: "a string"
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}
