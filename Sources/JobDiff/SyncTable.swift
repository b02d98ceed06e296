import ConfigValue
import JobModel

/// The field table as small numbers, for a walk that looks at every value of every job: one look-up a field, and nothing retained.
///
/// It says nothing that the table does not: what cannot be said in numbers is `opaque`, and left to `Comparison`.
final class SyncTable: Sendable {
  /// How a field is compared where nothing differs.
  enum Kind: UInt8, BitwiseCopyable, Sendable {
    case envelope, serverOwned, writeOnly, scalar, object, set, keyed, ordered, map
    /// Not here.
    case opaque
  }

  struct Entry: BitwiseCopyable, Sendable {
    let kind: Kind
    let flags: Flags
    let symbol: NameTable.Symbol
    /// Of objects and lists of them, which object; of maps, which prefix. Else 0.
    let detail: UInt16
    /// Of lists with keys, the name of the field that holds them.
    let keySymbol: NameTable.Symbol
    /// The field beside this one whose value the server may keep where this one says, one added; 0 when there is none.
    let kept: UInt16
  }

  struct Flags: OptionSet, BitwiseCopyable, Sendable {
    let rawValue: UInt8

    static let isMaskable = Flags(rawValue: 1)
    /// There is a documented default, a boolean.
    static let hasDefault = Flags(rawValue: 2)
    static let isTrueByDefault = Flags(rawValue: 4)
    /// The server fills the field in where a spec is silent.
    static let isFilled = Flags(rawValue: 8)
  }

  /// The entries of all objects, one object after the other.
  let entries: [Entry]
  /// Where each object's entries begin, and where the last one's end.
  let starts: [Int]
  /// For each object and name, the position of the field among the object's entries, one added; 0 for none.
  let positions: [UInt16]
  /// The beginnings of names in maps that belong to the server.
  let prefixes: [[UInt8]]
  let symbolCount: Int
  let names: NameTable
  /// Which object of these each one of the field table is.
  private let numbers: [ObjectIdentifier: Int]

  /// How many fields an object has at most, for the room that a walk needs.
  static let mostFields = 32

  /// The number of each object in the walks of `JobModel`; see `MemberPlace`.
  let numbersInSchema: [Int]

  private static let blaxel = SyncTable(.blaxel)

  /// The table of a schema, which for that of Blaxel's jobs is made once.
  static func of(_ schema: JobSchema) -> SyncTable {
    schema === JobSchema.blaxel ? blaxel : SyncTable(schema)
  }

  /// Where the entries of an object of the field table begin.
  func start(of object: ObjectShape) -> Int? {
    numbers[ObjectIdentifier(object)].map { starts[$0] }
  }

  private init(_ schema: JobSchema) {
    var draft = Draft()
    names = schema.names
    symbolCount = schema.names.count + 1
    draft.objects = [schema.job]
    var (starts, positions, numbers) = ([Int](), [UInt16](), [ObjectIdentifier: Int]())
    var next = 0
    while next < draft.objects.count {
      let object = draft.objects[next]
      numbers[ObjectIdentifier(object)] = next
      starts.append(draft.entries.count)
      precondition(object.fields.count <= Self.mostFields, "a walk has room for every field of an object")
      var row = [UInt16](repeating: 0, count: symbolCount)
      for (position, field) in object.fields.enumerated() {
        let symbol = schema.names.symbol(field.name)
        row[Int(symbol)] = UInt16(position + 1)
        draft.add(field, symbol, in: object, schema)
      }
      positions += row
      next += 1
    }
    starts.append(draft.entries.count)
    numbersInSchema = draft.objects.map(schema.number)
    (entries, prefixes) = (draft.entries, draft.prefixes)
    (self.starts, self.positions, self.numbers) = (starts, positions, numbers)
  }
}

/// What a table is made of, as far as it is known.
private struct Draft {
  var entries: [SyncTable.Entry] = []
  var prefixes: [[UInt8]] = []
  var objects: [ObjectShape] = []

  mutating func add(_ field: Field, _ symbol: NameTable.Symbol, in object: ObjectShape, _ schema: JobSchema) {
    var (kind, detail, keySymbol) = (SyncTable.Kind.opaque, 0, NameTable.unknown)
    switch field.shape {
    case .boolean, .integer, .string: kind = .scalar
    case .object(let object) where field.documentedDefault == nil && !field.isMaskable:
      (kind, detail) = (.object, objects.count)
      objects.append(object)
    case .list(.object(let object), .key(let key)) where Self.isPlain(field):
      (kind, detail, keySymbol) = (.keyed, objects.count, schema.names.symbol(key.field))
      objects.append(object)
    case .list(.string, .set) where !field.isMaskable && field.documentedDefault == nil: kind = .set
    case .list(_, .ordered) where Self.isPlain(field): kind = .ordered
    case .map(let prefix) where Self.isPlain(field):
      (kind, detail) = (.map, prefixes.count)
      prefixes.append(Array(prefix.utf8))
    case .object, .list, .map, .anything: break
    }
    switch field.owner {
    case .envelope: kind = .envelope
    case .server: kind = .serverOwned
    case .writeOnly: kind = .writeOnly
    case .user, .either: break
    }
    var flags: SyncTable.Flags = []
    if let documented = field.documentedDefault {
      flags.insert(.hasDefault)
      if case .boolean(let value) = documented { if value { flags.insert(.isTrueByDefault) } } else { kind = .opaque }
    }
    if field.isMaskable { flags.insert(.isMaskable) }
    if case .filled = field.silence { flags.insert(.isFilled) }
    let kept = object.fields.firstIndex { $0.storedElsewhereBy == field.name }
    entries.append(
      SyncTable.Entry(
        kind: kind, flags: flags, symbol: symbol, detail: UInt16(detail), keySymbol: keySymbol,
        kept: UInt16(kept.map { $0 + 1 } ?? 0)))
  }

  /// Whether a list or map has only one way to be written, and nothing stands for it where it is missing.
  private static func isPlain(_ field: Field) -> Bool {
    guard case .exact = field.equivalence else { return false }
    return !field.isMaskable && field.documentedDefault == nil
  }
}
