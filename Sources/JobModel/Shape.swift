package import ConfigValue

/// What a field may hold.
package indirect enum Shape: Sendable {
  case boolean
  /// An integer, with the documented range where there is one.
  case integer(ClosedRange<Int>? = nil)
  case string(StringRule = StringRule())
  /// A list, its element's shape, and how elements of two lists are told to be the same one.
  case list(of: Shape, ListIdentity)
  /// Named fields.
  case object(ObjectShape)
  /// Strings under names of the user's choosing; names with the given prefix belong to the server.
  case map(serverPrefix: String)
  /// Anything; compared as one value inside an ordered list and member by member elsewhere.
  case anything

  /// What the shape is called in messages, with its article.
  package var noun: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "an integer"
    case .string: "a string"
    case .list: "a list"
    case .object, .map: "a mapping"
    case .anything: "a value"
    }
  }
}

/// What is documented about a string.
package struct StringRule: Sendable {
  /// The values the API documents; empty when any string will do. Enumerations of the API grow.
  package let choices: [String]
  /// In code points.
  package let maximumLength: Int?
  /// Whether only lowercase letters, digits and hyphens may stand in it.
  package let isName: Bool

  package init(choices: [String] = [], maximumLength: Int? = nil, isName: Bool = false) {
    self.choices = choices
    self.maximumLength = maximumLength
    self.isName = isName
  }

  /// Whether a text has lowercase letters, digits and hyphens, and nothing else.
  static func isName(_ text: some Sequence<UInt8>) -> Bool {
    text.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
  }
}

/// How elements of a list are recognised on the other side.
package enum ListIdentity: Sendable {
  /// By the value of a field.
  case key(KeyIdentity)
  /// Scalars recognised by their value; their order does not matter.
  case set
  /// By position; the order matters.
  case ordered
}

/// How elements of a keyed list are recognised and called.
package struct KeyIdentity: Sendable {
  /// The field whose value is the key.
  package let field: String
  /// The fields whose values together stand in for a key that one side lacks.
  package let standIns: [String]
  /// The field by which an element without a key is called.
  package let description: String?
  /// Whether the server makes up a key when the spec has none, so that equal content recognises an element too.
  package let isServerMade: Bool
}

extension ListIdentity {
  static func key(
    _ field: String, orElse standIns: [String] = [], describedBy description: String? = nil, serverMade: Bool = false
  ) -> ListIdentity {
    .key(KeyIdentity(field: field, standIns: standIns, description: description, isServerMade: serverMade))
  }
}

/// A map with named fields. A class, since walks along the table pass it on at each step.
package final class ObjectShape: Sendable {
  package let fields: [Field]
  /// The positions of the fields that can keep what the object is about from happening.
  package let gates: [Int]
  /// The positions of the field that marks the object as a secret's, and of the one that names it, where it has such.
  let secrecyMark: Int?
  let secrecyName: Int?
  /// The positions of the fields with objects below them that may be marked as a secret's.
  let fieldsWithMarks: [Int]
  /// By position, the numbers of the fields' names.
  private let symbols: [NameTable.Symbol]
  /// By the number of a name, the position of its field and one; 0 for names that are no field's.
  private let positions: [UInt16]

  /// Fields with distinct names, found by the numbers that `names`, which must hold them all, gives these.
  init(_ fields: [Field], names: NameTable) {
    self.fields = fields
    gates = fields.indices.filter { fields[$0].isGate }
    var words: (mark: String, name: String)?
    for field in fields { if case .marked(let mark, let name) = field.secrecy { words = (mark, name) } }
    secrecyMark = words.flatMap { words in fields.firstIndex { $0.name == words.mark } }
    secrecyName = words.flatMap { words in fields.firstIndex { $0.name == words.name } }
    fieldsWithMarks = fields.indices.filter { fields[$0].shape.holdsMarks }
    symbols = fields.map { names.symbol($0.name) }
    var positions = [UInt16](repeating: 0, count: Int(symbols.max() ?? 0) + 1)
    for (position, symbol) in symbols.enumerated() { positions[Int(symbol)] = UInt16(position + 1) }
    self.positions = positions
  }

  /// Whether such an object may be marked as a secret's.
  package var hasSecrecyMark: Bool { secrecyMark != nil }

  /// The position in `fields` of the field whose name has this number.
  package func position(of symbol: NameTable.Symbol) -> Int? {
    guard symbol != NameTable.unknown, Int(symbol) < positions.count, positions[Int(symbol)] > 0 else { return nil }
    return Int(positions[Int(symbol)]) - 1
  }

  /// The number of the name of the field called `name`; `NameTable.unknown` when there is none.
  func symbol(of name: String) -> NameTable.Symbol {
    fields.firstIndex { $0.name == name }.map { symbols[$0] } ?? NameTable.unknown
  }

  /// Whether all gates are open in an object that has these members: whether its schedules start something.
  package func isOpen(_ member: (String) -> PlainValue?) -> Bool {
    gates.allSatisfy { fields[$0].isOpen(at: member(fields[$0].name)) }
  }

  /// The field called `name`.
  package subscript(_ name: String) -> Field? {
    fields.first { $0.name == name }
  }
}

extension Field {
  fileprivate var isGate: Bool {
    switch effect {
    case .gate, .selector: true
    case .none, .cores: false
    }
  }

  /// Whether the field, with this value, lets the schedules around it start something. Absence does: nobody documents that it
  /// keeps them.
  fileprivate func isOpen(at value: PlainValue?) -> Bool {
    switch (effect, value) {
    case (.gate, let value): value != false
    case (.selector(let kinds), .string(let kind)?): kind.isEmpty || kinds.contains(kind)
    case (.selector, let value): value == nil || value == .null
    case (.none, _), (.cores, _): true
    }
  }
}

extension Shape {
  /// Whether objects that may be marked as a secret's are in it.
  var holdsMarks: Bool {
    switch self {
    case .object(let object): object.secrecyMark != nil || !object.fieldsWithMarks.isEmpty
    case .list(let element, _): element.holdsMarks
    case .boolean, .integer, .string, .map, .anything: false
    }
  }

  /// An object whose fields are not numbered yet; see `JobSchema`.
  static func object(_ fields: [Field]) -> Shape {
    .object(ObjectShape(fields, names: NameTable(fields.map(\.name))))
  }

  /// The same shape with every field found by the numbers of `names`.
  func numbered(by names: NameTable) -> Shape {
    switch self {
    case .object(let object): .object(ObjectShape(object.fields.map { $0.numbered(by: names) }, names: names))
    case .list(let element, let identity): .list(of: element.numbered(by: names), identity)
    case .boolean, .integer, .string, .map, .anything: self
    }
  }

  /// The names of all fields, at every depth, in the table's order, repetitions included.
  var fieldNames: [String] {
    switch self {
    case .object(let object): object.fields.flatMap { [$0.name] + $0.shape.fieldNames }
    case .list(let element, _): element.fieldNames
    case .boolean, .integer, .string, .map, .anything: []
    }
  }
}
