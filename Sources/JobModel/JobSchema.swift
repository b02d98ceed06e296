package import ConfigValue

/// The field table, ready for looking things up.
package struct JobSchema: Sendable {
  /// The names that trees must be built with for fields to be found in them.
  package let names: NameTable
  /// The shape of a whole job.
  package let job: ObjectShape

  /// The schema of Blaxel's batch jobs.
  package static let blaxel = JobSchema(JobFields.job)

  init(_ fields: [Field]) {
    let shape = Shape.object(fields)
    var seen: Set<String> = []
    names = NameTable(shape.fieldNames.filter { seen.insert($0).inserted })
    job = ObjectShape(fields.map { [names] in $0.numbered(by: names) }, names: names)
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
