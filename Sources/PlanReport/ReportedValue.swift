package import ConfigValue

/// A value as reports may show it. A secret has no case that could hold it.
package indirect enum ReportedValue: Hashable, Sendable {
  /// A value that is held back.
  case sensitive
  case null
  case boolean(Bool)
  case number(Number)
  case string(String)
  case list([ReportedValue])
  case map([Member])

  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: ReportedValue
  }

  var isContainer: Bool {
    switch self {
    case .list, .map: true
    case .sensitive, .null, .boolean, .number, .string: false
    }
  }

  /// Whether anything in it is held back.
  package var isSensitive: Bool {
    switch self {
    case .sensitive: true
    case .null, .boolean, .number, .string: false
    case .list(let elements): elements.contains(where: \.isSensitive)
    case .map(let members): members.contains(where: \.value.isSensitive)
    }
  }
}
