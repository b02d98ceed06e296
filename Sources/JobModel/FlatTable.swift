import ConfigValue

/// The field table laid out flat, for walks that look at every value of every job: all is found by numbers, in arrays of plain
/// values, so that nothing is retained on the way.
///
/// A place is a field, or where the elements of one stand that is a list. The places of an object's fields are in a row, in the
/// table's order. Object 0 is the whole job.
final class FlatTable: Sendable {
  let places: ContiguousArray<Place>
  let objects: ContiguousArray<Object>
  /// What the places are made from.
  let origins: ContiguousArray<Origin>
  /// The objects by their numbers.
  let shapes: [ObjectShape]
  /// For each object, by the numbers of names: the place of its field and one; 0 for names that are no field's.
  private let slots: ContiguousArray<UInt16>
  /// How many numbers there are for names.
  private let width: Int

  /// - Parameter mostNames: a number that is larger than those of all names.
  init(_ job: ObjectShape, mostNames: Int) {
    var builder = Builder(width: mostNames)
    _ = builder.add(job)
    (places, objects, origins) = (builder.places, builder.objects, builder.origins)
    (shapes, slots, width) = (builder.shapes, builder.slots, mostNames)
  }

  /// The place of a field of an object, by the number of its name; negative for names that are no field's.
  func place(of symbol: NameTable.Symbol, in object: Int) -> Int {
    Int(symbol) < width ? Int(slots[object &* width &+ Int(symbol)]) &- 1 : -1
  }

  /// The fields of an object, in the table's order.
  func fields(of object: Int) -> [Field] {
    origins[objects[object].first...].prefix(objects[object].count).map(\.field)
  }

  /// A field and what may stand there: its shape, or that of its elements.
  struct Origin: Sendable {
    let field: Field
    let shape: Shape
    /// The documented values of a string, in UTF-8.
    let choices: [[UInt8]]

    init(_ field: Field, _ shape: Shape) {
      self.field = field
      self.shape = shape
      choices = if case .string(let rule) = shape { rule.choices.map { Array($0.utf8) } } else { [] }
    }
  }

  struct Object: Sendable, BitwiseCopyable {
    /// The place of the first field.
    let first: Int
    /// How many fields there are.
    let count: Int
    /// The fields that must be there, as bits.
    let required: UInt64
    /// Whether its members say something about each other's secrecy.
    let hasSecrecyMark: Bool
  }

  enum Form: Sendable, BitwiseCopyable {
    case boolean, integer, string, list, object, map, anything
  }

  struct Traits: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt16

    /// Zeros that are declared here are counted.
    static let countsZeros = Traits(rawValue: 1)
    static let isServerOwned = Traits(rawValue: 1 << 1)
    static let isMaskable = Traits(rawValue: 1 << 2)
    static let isSchedule = Traits(rawValue: 1 << 3)
    static let isName = Traits(rawValue: 1 << 4)
    static let hasChoices = Traits(rawValue: 1 << 5)
    /// The list is a set of scalars.
    static let isSet = Traits(rawValue: 1 << 6)
    static let isSecret = Traits(rawValue: 1 << 7)
    /// The field marks the object around it as a secret's.
    static let isSecrecyMark = Traits(rawValue: 1 << 8)
    /// The field names the object around it, which may make that a secret's.
    static let isSecrecyName = Traits(rawValue: 1 << 9)
    /// Objects that may be marked as a secret's are below it.
    static let holdsMarks = Traits(rawValue: 1 << 10)
    /// Of a text, its length alone matters, and whether it is a mask.
    static let takesAnyText = Traits(rawValue: 1 << 11)
  }

  struct Place: Sendable, BitwiseCopyable {
    let form: Form
    /// A bit for each kind of values that fit whatever they are; see `bit(of:)`.
    let fitting: UInt8
    let traits: Traits
    /// The number of the name of the field by which elements of a list are recognised.
    let key: NameTable.Symbol
    /// Objects: the object's number. Lists: the place of the elements.
    let inner: Int
    /// What an integer is documented to be in, or of a string the length in code points, from 0.
    let lower: Int
    let upper: Int

    /// Whether a text here is one, and is secret by its looks alone.
    var isPlainText: Bool {
      switch form {
      case .string: traits.isDisjoint(with: [.isSecret, .isName])
      case .boolean, .integer, .list, .object, .map, .anything: false
      }
    }
  }

  static func bit(of kind: ValueKind) -> UInt8 {
    switch kind {
    case .null: 1
    case .boolean: 1 << 1
    case .integer: 1 << 2
    case .decimal: 1 << 3
    case .string: 1 << 4
    case .list: 1 << 5
    case .map: 1 << 6
    }
  }

  /// The bits of the kinds of scalars.
  static let scalars: UInt8 = 0b1_1111
}

extension FlatTable {
  /// Lays out an object and all below it.
  private struct Builder {
    let width: Int
    var places: ContiguousArray<Place> = []
    var objects: ContiguousArray<Object> = []
    var origins: ContiguousArray<Origin> = []
    var shapes: [ObjectShape] = []
    var slots: ContiguousArray<UInt16> = []

    /// The number of the object.
    mutating func add(_ object: ObjectShape) -> Int {
      precondition(object.fields.count <= UInt64.bitWidth, "every field of an object has a bit")
      let (number, first) = (objects.count, places.count)
      let required = object.fields.indices.reduce(UInt64(0)) { bits, position in
        bits | (object.fields[position].isRequired ? 1 << UInt64(position) : 0)
      }
      objects.append(
        Object(
          first: first, count: object.fields.count, required: required, hasSecrecyMark: object.secrecyMark != nil))
      shapes.append(object)
      slots += (0..<width).map { symbol in
        object.position(of: NameTable.Symbol(symbol)).map { UInt16(first + $0 + 1) } ?? 0
      }
      for field in object.fields { reserve(field, field.shape) }
      for (position, field) in object.fields.enumerated() {
        var traits = Self.traits(of: field)
        if position == object.secrecyMark { traits.insert(.isSecrecyMark) }
        if position == object.secrecyName { traits.insert(.isSecrecyName) }
        fill(first + position, traits)
      }
      return number
    }

    private mutating func reserve(_ field: Field, _ shape: Shape) {
      origins.append(Origin(field, shape))
      places.append(
        Place(form: .anything, fitting: 0, traits: [], key: NameTable.unknown, inner: 0, lower: 0, upper: 0))
    }

    private mutating func fill(_ place: Int, _ fieldTraits: Traits) {
      let (field, shape) = (origins[place].field, origins[place].shape)
      var (traits, key, inner) = (fieldTraits, NameTable.unknown, 0)
      var (lower, upper) = (Int.min, Int.max)
      if shape.holdsMarks { traits.insert(.holdsMarks) }
      switch shape {
      case .object(let object): inner = add(object)
      case .list(let element, let identity):
        inner = places.count
        reserve(field, element)
        fill(inner, fieldTraits)
        switch identity {
        case .key(let identity): if case .object(let object) = element { key = object.symbol(of: identity.field) }
        case .set: traits.insert(.isSet)
        case .ordered: break
        }
      case .integer(let range?): (lower, upper) = (range.lowerBound, range.upperBound)
      case .string(let rule):
        upper = rule.maximumLength ?? Int.max
        if rule.isName { traits.insert(.isName) }
        if !rule.choices.isEmpty { traits.insert(.hasChoices) }
      case .boolean, .integer(nil), .map, .anything: break
      }
      let fitting = Self.fitting(shape)
      if fitting & bit(of: .string) != 0, traits.isDisjoint(with: [.isName, .hasChoices, .isSchedule]) {
        traits.insert(.takesAnyText)
      }
      places[place] = Place(
        form: Self.form(of: shape), fitting: fitting, traits: traits, key: key, inner: inner, lower: lower,
        upper: upper)
    }

    private static func traits(of field: Field) -> Traits {
      var traits: Traits = []
      switch field.owner {
      case .user, .either, .writeOnly: traits.insert(.countsZeros)
      case .server: traits.insert(.isServerOwned)
      case .envelope: break
      }
      if field.isMaskable { traits.insert(.isMaskable) }
      if case .schedule = field.equivalence { traits.insert(.isSchedule) }
      if case .always = field.secrecy { traits.insert(.isSecret) }
      return traits
    }

    private static func form(of shape: Shape) -> Form {
      switch shape {
      case .boolean: .boolean
      case .integer: .integer
      case .string: .string
      case .list: .list
      case .object: .object
      case .map: .map
      case .anything: .anything
      }
    }

    private static func fitting(_ shape: Shape) -> UInt8 {
      switch shape {
      case .boolean: bit(of: .boolean)
      // Which decimal numbers are whole is for their digits to say.
      case .integer: bit(of: .integer)
      case .string: bit(of: .string)
      case .list: bit(of: .list)
      case .object, .map: bit(of: .map)
      case .anything: .max
      }
    }
  }
}
