import ConfigValue

/// The way to a value as bytes: one step after the other, each with what it is, and its number or its text behind its length.
struct PathBytes {
  enum Step: UInt8 {
    /// A field of the table, by the number of its name.
    case field
    /// A list element, by its key.
    case key
    /// An entry of a map, by its name.
    case entry
  }

  /// Beyond `end`, what is left of other ways.
  private var buffer = [UInt8](repeating: 0, count: 256)
  private(set) var end = 0

  var bytes: ArraySlice<UInt8> { buffer[..<end] }

  /// Goes one step down; gives where the way ended before.
  mutating func push(_ symbol: NameTable.Symbol) -> Int {
    let before = end
    open(3)
    buffer[before] = Step.field.rawValue
    buffer[before + 1] = UInt8(truncatingIfNeeded: symbol)
    buffer[before + 2] = UInt8(truncatingIfNeeded: symbol >> 8)
    return before
  }

  /// The same with a text.
  mutating func push(_ step: Step, _ text: ArraySlice<UInt8>) -> Int {
    let before = end
    open(5 + text.count)
    buffer[before] = step.rawValue
    for shift in 0..<4 { buffer[before + 1 + shift] = UInt8(truncatingIfNeeded: text.count >> (8 * shift)) }
    buffer.replaceSubrange(before + 5..<end, with: text)
    return before
  }

  /// Goes back up to where the way ended.
  mutating func pop(to end: Int) {
    self.end = end
  }

  private mutating func open(_ count: Int) {
    end += count
    while buffer.count < end { buffer += repeatElement(0, count: buffer.count) }
  }

  /// The steps in some bytes.
  static func elements(of bytes: ArraySlice<UInt8>, by names: NameTable) -> [FieldPath.Element] {
    var elements: [FieldPath.Element] = []
    var rest = bytes
    func number(_ count: Int) -> Int {
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    func text() -> String {
      let count = number(4)
      defer { rest = rest.dropFirst(count) }
      return String(decoding: rest.prefix(count), as: UTF8.self)
    }
    while let first = rest.popFirst() {
      switch Step(rawValue: first) {
      case .field: elements.append(.field(names.name(of: NameTable.Symbol(number(2)))))
      case .key: elements.append(.key(text()))
      case .entry, nil: elements.append(.field(text()))
      }
    }
    return elements
  }
}
