package import ConfigValue

/// The field table, ready for looking things up.
package final class JobSchema: Sendable {
  /// The names that trees must be built with for fields to be found in them.
  package let names: NameTable
  /// The numbers of the names of the fields that say which job it is, `name` below `metadata`.
  let identity: (metadata: NameTable.Symbol, name: NameTable.Symbol)
  /// Those of the names of the fields that say how the live job is.
  let facts: FactNames
  /// The shape of a whole job.
  package let job: ObjectShape
  /// The same laid out for walks.
  let table: FlatTable
  /// The names of its fields that have to do with secrets.
  let secretWords: SecretWords
  /// What tells quickly that something is none.
  let secretLook: SecretLook

  /// The schema of Blaxel's batch jobs.
  package static let blaxel = JobSchema(JobFields.job)

  init(_ fields: [Field]) {
    let shape = Shape.object(fields)
    var seen: Set<String> = []
    let all = shape.fieldNames.filter { seen.insert($0).inserted }
    names = NameTable(all)
    identity = (names.symbol("metadata"), names.symbol("name"))
    facts = FactNames(names)
    job = ObjectShape(fields.map { [names] in $0.numbered(by: names) }, names: names)
    table = FlatTable(job, mostNames: all.count + 1)
    secretWords = SecretWords(Self.entries(of: .object(job), under: []))
    secretLook = SecretLook(all, names, secretWords)
  }

  /// The number of an object of this table in walks; see `MemberPlace`.
  package func number(of object: ObjectShape) -> Int {
    guard let number = table.shapes.firstIndex(where: { $0 === object }) else {
      preconditionFailure("an object of the table has a number")
    }
    return number
  }

  /// The field that a value belongs to, with the path of its name; nil for what the table does not know.
  package func entry(of path: FieldPath) -> Entry? {
    let names = path.elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
    let all = entries
    // The entries of an open map belong to the map.
    return all.first { $0.path == names } ?? all.first { $0.path == Array(names.dropLast()) && $0.field.isMap }
  }

  /// The fields that may be meant by some names: those with exactly this path, `spec` left out or not; else all whose paths end
  /// with the names.
  package func entries(meant names: [String]) -> [Entry] {
    let all = entries
    let exact = all.filter { $0.path == names || $0.path == ["spec"] + names }
    return exact.isEmpty ? all.filter { $0.path.suffix(names.count) == names[...] } : exact
  }

  /// What the table says about a value: the field it belongs to, and its shape. Without a field for elements of lists and for
  /// what the table does not know.
  package func place(of path: FieldPath) -> (field: Field?, shape: Shape) {
    var place: (field: Field?, shape: Shape) = (nil, .object(job))
    for element in path.elements {
      switch (element, place.shape) {
      case (.field(let name), .object(let object)): place = object[name].map { ($0, $0.shape) } ?? (nil, .anything)
      // The entries of an open map belong to the map.
      case (.field, .map): place = (place.field, .string())
      case (.key, .list(let shape, _)), (.match, .list(let shape, _)), (.live, .list(let shape, _)):
        place = (nil, shape)
      default: place = (nil, .anything)
      }
    }
    return place
  }

  /// A field and the path of its name from the top of a job, list elements left out: `spec.runtime.envs.value`.
  package struct Entry: Sendable {
    package let field: Field
    package let path: [String]
  }

  /// Every field at every depth, in the table's order, containers before what they hold.
  package var entries: [Entry] {
    Self.entries(of: .object(job), under: [])
  }

  private static func entries(of shape: Shape, under path: [String]) -> [Entry] {
    switch shape {
    case .object(let object):
      object.fields.flatMap { field in
        [Entry(field: field, path: path + [field.name])] + entries(of: field.shape, under: path + [field.name])
      }
    case .list(let element, _): entries(of: element, under: path)
    case .boolean, .integer, .string, .map, .anything: []
    }
  }
}

extension Field {
  fileprivate var isMap: Bool {
    if case .map = shape { true } else { false }
  }
}
