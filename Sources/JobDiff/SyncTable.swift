import ConfigValue
import JobModel

/// The field table as small numbers, for a walk that looks at every value of every job: one look-up a field, and nothing retained.
///
/// It says nothing that the table does not: what cannot be said in numbers is `opaque`, and left to `Comparison`.
struct SyncTable: Sendable {
  /// How a field is compared where nothing differs.
  enum Kind: UInt8, BitwiseCopyable, Sendable {
    case envelope, serverOwned, writeOnly, scalar, object, set, keyed, ordered, map
    /// Not here.
    case opaque
  }

  struct Entry: BitwiseCopyable, Sendable {
    let kind: Kind
    let symbol: NameTable.Symbol
    let isMaskable: Bool
    /// Whether there is a documented default, a boolean, and which.
    let hasDefault: Bool
    let isTrueByDefault: Bool
    /// Whether the server fills the field in where a spec is silent.
    let isFilled: Bool
    /// Of objects and lists of them, which object; of maps, which prefix. Else 0.
    let detail: Int
    /// Of lists with keys, the name of the field that holds them.
    let keySymbol: NameTable.Symbol
    /// The field beside this one that says where the server keeps its value, one added; 0 when there is none.
    let keeper: Int
  }

  /// The entries of all objects, one object after the other.
  private(set) var entries: [Entry] = []
  /// Where each object's entries begin, and where the last one's end.
  private(set) var starts: [Int] = []
  /// For each object and name, the position of the field among the object's entries, one added; 0 for none.
  private(set) var positions: [UInt16] = []
  /// The beginnings of names in maps that belong to the server.
  private(set) var prefixes: [[UInt8]] = []
  let symbolCount: Int

  init(_ schema: JobSchema) {
    symbolCount = schema.names.count + 1
    var objects = [schema.job]
    var next = 0
    while next < objects.count {
      starts.append(entries.count)
      var positions = [UInt16](repeating: 0, count: symbolCount)
      for (position, field) in objects[next].fields.enumerated() {
        let symbol = schema.names.symbol(field.name)
        positions[Int(symbol)] = UInt16(position + 1)
        entries.append(entry(field, symbol, in: objects[next], schema, &objects))
      }
      self.positions += positions
      next += 1
    }
    starts.append(entries.count)
  }

  private mutating func entry(
    _ field: Field, _ symbol: NameTable.Symbol, in object: ObjectShape, _ schema: JobSchema,
    _ objects: inout [ObjectShape]
  ) -> Entry {
    var (kind, detail, keySymbol) = (Kind.opaque, 0, NameTable.unknown)
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
    var (hasDefault, isTrue) = (false, false)
    if let documented = field.documentedDefault {
      if case .boolean(let value) = documented { (hasDefault, isTrue) = (true, value) } else { kind = .opaque }
    }
    let isFilled = if case .filled = field.silence { true } else { false }
    let keeper = field.storedElsewhereBy.flatMap { name in object.fields.firstIndex { $0.name == name } }
    return Entry(
      kind: kind, symbol: symbol, isMaskable: field.isMaskable, hasDefault: hasDefault, isTrueByDefault: isTrue,
      isFilled: isFilled, detail: detail, keySymbol: keySymbol, keeper: keeper.map { $0 + 1 } ?? 0)
  }

  /// Whether a list or map has only one way to be written, and nothing stands for it where it is missing.
  private static func isPlain(_ field: Field) -> Bool {
    guard case .exact = field.equivalence else { return false }
    return !field.isMaskable && field.documentedDefault == nil
  }
}
