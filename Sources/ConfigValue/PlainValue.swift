/// A value by itself: no text, no ranges.
///
/// Numbers compare by what they are worth, so `4096.0` equals `4096`. Maps keep their order, and it counts in `==`;
/// `sortedByKey` takes it away.
package indirect enum PlainValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Number)
  case string(String)
  case list([PlainValue])
  case map([Member])

  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: PlainValue

    package init(_ key: String, _ value: PlainValue) {
      self.key = key
      self.value = value
    }
  }

  /// The same value with the members of every map in the order of their keys.
  package var sortedByKey: PlainValue {
    switch self {
    case .null, .boolean, .number, .string: self
    case .list(let elements): .list(elements.map(\.sortedByKey))
    case .map(let members): .map(members.map { Member($0.key, $0.value.sortedByKey) }.sorted { $0.key < $1.key })
    }
  }

  /// The value of the member of a map called `key`.
  package subscript(_ key: String) -> PlainValue? {
    guard case .map(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

extension PlainValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(integerLiteral value: Int) { self = .number(Number(value)) }
  package init(arrayLiteral elements: PlainValue...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, PlainValue)...) { self = .map(elements.map { Member($0.0, $0.1) }) }
  package init(nilLiteral: ()) { self = .null }
}
