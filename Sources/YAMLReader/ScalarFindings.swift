import ConfigValue
import Diagnostics

extension CoreScalar {
  /// How a tree holds it.
  var kind: (kind: ValueKind, isTrue: Bool) {
    switch self {
    case .null: (.null, false)
    case .boolean(let isTrue): (.boolean, isTrue)
    case .integer: (.integer, false)
    case .decimal: (.decimal, false)
    case .string, .refused: (.string, false)
    }
  }

  /// What to call it in a sentence.
  var name: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer, .decimal: "a number"
    case .string, .refused: "a string"
    }
  }
}

extension CoreScalar.Refusal {
  var code: DiagnosticCode {
    switch self {
    case .leadingZero, .otherBase, .underscore, .date, .outOfRange: .ambiguousScalar
    case .notFinite: .valueOutOfRange
    }
  }

  var summary: String {
    switch self {
    case .leadingZero: "YAML readers disagree about numbers that begin with 0"
    case .otherBase: "YAML readers disagree about numbers in this notation"
    case .underscore: "YAML readers disagree about numbers with '_'"
    case .date: "YAML readers disagree about dates without quotes"
    case .outOfRange: "YAML readers disagree about numbers that do not fit into 64 bits"
    case .notFinite: "Infinity and not-a-number cannot be sent to the API"
    }
  }

  var help: String {
    switch self {
    case .leadingZero: "put it in quotes when it is text; write '0o' for an octal number, or drop the zeros"
    case .otherBase: "put it in quotes when it is text, or write the number in decimal"
    case .underscore: "put it in quotes when it is text, or remove the '_'"
    case .date, .outOfRange, .notFinite: "put it in quotes"
    }
  }
}

extension CoreTag {
  /// What is wrong with a tag that is none of the core schema.
  ///
  /// Only tags that YAML defines are named: another one may be a secret, a password that begins with `!`.
  static func summary(ofUnknown tag: String) -> String {
    let spelling = spelling(tag)
    let isDefined = ["!", "!!binary", "!!merge", "!!omap", "!!pairs", "!!set", "!!timestamp", "!!value", "!!yaml"]
      .contains(spelling)
    return "The tag \(isDefined ? "'\(spelling)'" : "of this value") is not of the YAML core schema"
  }
}
