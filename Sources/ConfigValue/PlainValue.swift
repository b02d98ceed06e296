/// A value by itself: no text, no ranges.
///
/// Numbers compare by what they are worth, so `4096.0` equals `4096`; texts by their bytes. Maps keep their order, and it
/// counts in `==`; `sortedByKey` takes it away.
package indirect enum PlainValue: Sendable {
  case null
  case boolean(Bool)
  case number(Number)
  case string(String)
  case list([PlainValue])
  case map([Member])

  package struct Member: Sendable {
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
    case .map(let members):
      .map(members.map { Member($0.key, $0.value.sortedByKey) }.sorted { ExactText($0.key) < ExactText($1.key) })
    }
  }

  /// The value of the member of a map called `key`.
  package subscript(_ key: String) -> PlainValue? {
    guard case .map(let members) = self else { return nil }
    return members.first { ExactText($0.key) == ExactText(key) }?.value
  }
}

extension PlainValue: Hashable {
  package static func == (first: PlainValue, second: PlainValue) -> Bool {
    switch (first, second) {
    case (.null, .null): true
    case (.boolean(let one), .boolean(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.string(let one), .string(let other)): ExactText(one) == ExactText(other)
    case (.list(let one), .list(let other)): one == other
    case (.map(let one), .map(let other)): one == other
    case (.null, _), (.boolean, _), (.number, _), (.string, _), (.list, _), (.map, _): false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .boolean(let isTrue): hasher.combine(isTrue)
    case .number(let number): hasher.combine(number)
    case .string(let text): hasher.combine(ExactText(text))
    case .list(let elements): hasher.combine(elements)
    case .map(let members): hasher.combine(members)
    }
  }
}

extension PlainValue.Member: Hashable {
  package static func == (first: Self, second: Self) -> Bool {
    ExactText(first.key) == ExactText(second.key) && first.value == second.value
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(key))
    hasher.combine(value)
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
