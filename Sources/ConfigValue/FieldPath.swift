/// Where a value stands in a job, by names and list keys, so that it survives reordering.
///
///     spec.triggers[cron-1].configuration.schedule
///     metadata.labels."app.kubernetes.io/name"
///     spec.runtime.ports[target=9090,protocol=TCP]
///     spec.triggers[type=cron,#2]
///     spec.triggers[cron-1].configuration.tasks[live#2]
///
/// `description` and `init(parsing:)` are inverse. Names and keys are equal when their bytes are.
package struct FieldPath: Hashable, Sendable {
  /// One step of a path.
  package enum Element: Sendable {
    /// A member of a map.
    case field(String)
    /// The list element with this key, or the element of a set with this value.
    case key(String)
    /// The list element at which these fields have these values; with a position, the so-manyth of them, from 1.
    /// Without conditions, the element at that position of the list.
    case match([Condition], position: Int?)
    /// The element at this position, from 1, of a live list whose order matters and which the spec has without it. Positions
    /// of other elements are the spec's, so that one path never means two.
    case live(position: Int)
  }

  /// A field of a list element and its value.
  package struct Condition: Sendable {
    package let field: String
    package let value: String

    package init(_ field: String, _ value: String) {
      self.field = field
      self.value = value
    }
  }

  package private(set) var elements: [Element]

  package init(_ elements: [Element] = []) {
    self.elements = elements
  }

  package func appending(_ element: Element) -> FieldPath {
    FieldPath(elements + [element])
  }

  package func appending(field: String) -> FieldPath {
    appending(.field(field))
  }

  /// The path without its first step, when that is the field `name`; else the path itself.
  package func droppingFirst(_ name: String) -> FieldPath {
    elements.first == .field(name) ? FieldPath(Array(elements.dropFirst())) : self
  }
}

extension FieldPath.Element: Hashable {
  package static func == (first: Self, second: Self) -> Bool {
    switch (first, second) {
    case (.field(let one), .field(let other)), (.key(let one), .key(let other)): ExactText(one) == ExactText(other)
    case (.match(let one, let position), .match(let other, let place)): position == place && one == other
    case (.live(let one), .live(let other)): one == other
    case (.field, _), (.key, _), (.match, _), (.live, _): false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .field(let name), .key(let name): hasher.combine(ExactText(name))
    case .match(let conditions, let position):
      hasher.combine(conditions)
      hasher.combine(position)
    case .live(let position): hasher.combine(position)
    }
  }
}

extension FieldPath.Condition: Hashable {
  package static func == (first: Self, second: Self) -> Bool {
    ExactText(first.field) == ExactText(second.field) && ExactText(first.value) == ExactText(second.value)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(field))
    hasher.combine(ExactText(value))
  }
}

extension FieldPath: CustomStringConvertible {
  package var description: String {
    var text = ""
    for element in elements {
      switch element {
      case .field(let name):
        if !text.isEmpty { text += "." }
        text += Self.spelling(name)
      case .key(let key):
        text += "[" + Self.spelling(key) + "]"
      case .match(let conditions, let position):
        let parts = conditions.map { Self.spelling($0.field) + "=" + Self.spelling($0.value) }
        text += "[" + (parts + (position.map { ["#\($0)"] } ?? [])).joined(separator: ",") + "]"
      case .live(let position): text += "[live#\(position)]"
      }
    }
    return text
  }

  /// A word as it is when it cannot be misread, else in double quotes with `\"`, `\\`, and `\u{…}` for control characters.
  private static func spelling(_ word: String) -> String {
    if !word.isEmpty, word.utf8.allSatisfy(isBare) { return word }
    var quoted = "\""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": quoted += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  fileprivate static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: ":"): true
    default: false
    }
  }
}

extension FieldPath {
  /// Reads a path as `description` writes it; nil when the text is not one.
  package init?(parsing text: String) {
    var parser = Parser(rest: text.unicodeScalars[...])
    guard let elements = parser.path() else { return nil }
    self.init(elements)
  }

  struct Parser {
    var rest: Substring.UnicodeScalarView
    /// Whether words that are not in quotes may have `*` and `?` in them.
    var takesWildcards = false
    /// Whether each word that was read is one in which they stand for something else.
    private(set) var areGlobs: [Bool] = []

    init(rest: Substring.UnicodeScalarView, takesWildcards: Bool = false) {
      self.rest = rest
      self.takesWildcards = takesWildcards
    }

    mutating func path() -> [Element]? {
      var elements: [Element] = []
      while let next = rest.first {
        if next == "[" {
          rest.removeFirst()
          guard let element = selector() else { return nil }
          elements.append(element)
        } else {
          if !elements.isEmpty {
            guard next == "." else { return nil }
            rest.removeFirst()
          }
          guard let name = word() else { return nil }
          elements.append(.field(name))
        }
      }
      return elements
    }

    private mutating func selector() -> Element? {
      var conditions: [Condition] = []
      while true {
        if take("#") { return position().map { .match(conditions, position: $0) } }
        let isQuoted = rest.first == "\""
        guard let name = word() else { return nil }
        if conditions.isEmpty, !isQuoted, name == "live", take("#") { return position().map { .live(position: $0) } }
        if conditions.isEmpty, take("]") { return .key(name) }
        guard take("="), let value = word() else { return nil }
        conditions.append(Condition(name, value))
        if take("]") { return .match(conditions, position: nil) }
        guard take(",") else { return nil }
      }
    }

    /// A position and the bracket behind it.
    private mutating func position() -> Int? {
      guard let digits = word(), let position = Int(digits), String(position) == digits, position > 0, take("]") else {
        return nil
      }
      return position
    }

    private mutating func word() -> String? {
      if take("\"") {
        areGlobs.append(false)
        return quoted()
      }
      let word = rest.prefix { scalar in
        (scalar.isASCII && FieldPath.isBare(UInt8(truncatingIfNeeded: scalar.value)))
          || (takesWildcards && (scalar == "*" || scalar == "?"))
      }
      rest = rest[word.endIndex...]
      areGlobs.append(takesWildcards && Glob.isGlob(String(word)))
      return word.isEmpty ? nil : String(word)
    }

    private mutating func quoted() -> String? {
      var text = String.UnicodeScalarView()
      while let scalar = rest.popFirst() {
        if scalar == "\"" { return String(text) }
        guard scalar == "\\" else {
          text.append(scalar)
          continue
        }
        guard let escaped = escape() else { return nil }
        text.append(escaped)
      }
      return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
      guard let kind = rest.popFirst() else { return nil }
      if kind == "\"" || kind == "\\" { return kind }
      guard kind == "u", take("{") else { return nil }
      let digits = rest.prefix { $0 != "}" }
      rest = rest[digits.endIndex...]
      guard take("}"), let value = UInt32(String(digits), radix: 16) else { return nil }
      return Unicode.Scalar(value)
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard rest.first == scalar else { return false }
      rest.removeFirst()
      return true
    }
  }
}
