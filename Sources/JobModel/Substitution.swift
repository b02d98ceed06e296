package import ConfigValue
package import Diagnostics

/// Puts the values of variables into the jobs of one text.
///
/// Only scalars that a spec declares as values take part. What decides what is compared with what, such as names, kinds and the
/// keys of mappings and lists, must be written out.
package struct Substitution {
  /// What is wrong with references, in document order.
  package private(set) var findings: [Diagnostic] = []
  /// The values that were put in and are not to be shown.
  package private(set) var hidden: Set<String> = []
  /// Where values were put in.
  package private(set) var replaced: [SourceRange] = []
  /// The variables that were asked for, with or without a value.
  package private(set) var used: Set<String> = []

  private let variables: Variables
  private var edits: ScalarEdits?
  /// The scalars that were refused.
  private var misplaced: Set<SourceRange> = []

  package init(_ variables: Variables) {
    self.variables = variables
  }

  /// The documents of one text with values in place of references, each of which `isJob` or is left alone.
  package mutating func apply(to documents: [Value], by schema: JobSchema, where isJob: (Value) -> Bool) -> [Value] {
    guard let first = documents.first else { return documents }
    edits = ScalarEdits(of: first)
    for document in documents {
      let resources = document.kind == .list ? Array(document.elements) : [document]
      for resource in resources where resource.kind == .map {
        if isJob(resource) {
          members(of: resource, schema.job, .object(schema.job), path: "")
        } else if let kind = resource["kind"] {
          requireText(kind, "'kind'")
        }
      }
    }
    return edits?.applied(to: documents) ?? documents
  }

  // MARK: Where references may stand

  private mutating func value(_ value: Value, _ shape: Shape, _ field: Field?, path: String) {
    switch value.kind {
    case .map:
      let object = if case .object(let object) = shape { object } else { ObjectShape?.none }
      members(of: value, object, shape, path: path)
    case .list: list(value, shape, path: path)
    case .string:
      if Self.isContainer(shape, field) {
        requireText(value, "the place of \(shape.noun)", help: "write it out; a variable can only stand for a scalar")
      } else {
        scalar(value, shape, path: path)
      }
    case .null, .boolean, .integer, .decimal: break
    }
  }

  private static func isContainer(_ shape: Shape, _ field: Field?) -> Bool {
    switch shape {
    case .object, .map: true
    case .list: if case .listInText? = field?.equivalence { false } else { true }
    case .boolean, .integer, .string, .anything: false
    }
  }

  /// What decides which job is meant.
  private static let identities: Set<String> = ["metadata.name", "metadata.workspace"]

  private mutating func members(of value: Value, _ object: ObjectShape?, _ shape: Shape, path: String) {
    for member in value.members {
      requireText(member.key, "a key")
      let field = object?.position(of: member.symbol).flatMap { object?.fields[$0] }
      let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
      switch field?.owner {
      case .envelope?: requireText(member.value, "'\(inner)'")
      case .user?, .server?, .either?, .writeOnly?, nil:
        if Self.identities.contains(inner) {
          requireText(member.value, "'\(inner)'")
        } else if field?.owner != .server {
          self.value(member.value, field?.shape ?? Self.entry(of: shape), field, path: inner)
        }
      }
    }
  }

  /// The shape of what stands in a map under a name that the table does not have.
  private static func entry(of shape: Shape) -> Shape {
    if case .map = shape { .string() } else { .anything }
  }

  private mutating func list(_ list: Value, _ shape: Shape, path: String) {
    var (element, identity) = (Shape.anything, ListIdentity.ordered)
    if case .list(let inner, let declared) = shape { (element, identity) = (inner, declared) }
    let places = ListPlaces(list, identity)
    for (position, child) in list.elements.enumerated() {
      let inner = path + places.selector(position)
      switch identity {
      case .set: requireText(child, "an element of '\(path)'")
      case .key(let key):
        let name = child[key.field]
        if let name { requireText(name, "'\(key.field)' of an element of '\(path)'") }
        if name == nil {
          for stand in key.standIns + [key.description].compactMap(\.self) {
            child[stand].map { requireText($0, "'\(stand)' of an element of '\(path)' without '\(key.field)'") }
          }
        }
        if name.map({ !Self.hasReferences($0) }) ?? true { value(child, element, nil, path: inner) }
      case .ordered: value(child, element, nil, path: inner)
      }
    }
  }

  /// Reports references where only text may stand.
  private mutating func requireText(
    _ value: Value, _ place: String, help: String = "write it out; it decides what the spec is compared with"
  ) {
    guard Self.hasReferences(value) else { return }
    findings.append(Diagnostic(.misplacedVariable, "A variable stands in \(place)", at: value.range, help: help))
    edits?.markUnknown(value, isSecret: false)
    misplaced.insert(value.range)
  }

  private static func hasReferences(_ value: Value) -> Bool {
    guard value.kind == .string, value.textBytes.contains(UInt8(ascii: "$")) else { return false }
    return VariableText(value.textBytes(escapedDollarsAs: Variables.escapedDollar)).hasReferences
  }

  // MARK: Scalars

  private mutating func scalar(_ value: Value, _ shape: Shape, path: String) {
    guard value.textBytes.contains(UInt8(ascii: "$")), !misplaced.contains(value.range) else { return }
    // A dollar that is written as an escape is no reference: 'bl' looks at the text before it reads the YAML.
    let text = value.textBytes(escapedDollarsAs: Variables.escapedDollar)
    let references = VariableText(text).references
    used.formUnion(references.map(\.name))
    switch variables.outcome(of: text) {
    case .unchanged: break
    case .unknown: edits?.markUnknown(value, isSecret: references.contains(where: \.isSecret))
    case .faulty(let faults):
      edits?.markUnknown(value, isSecret: references.contains(where: \.isSecret))
      findings += faults.map { finding($0, in: value, path: path) }
    case .replaced(let replacement):
      let kind = value.isWrittenPlainly ? Self.kind(of: replacement.text, shape) : .string
      let isBare = VariableText(text).isBareReference
      let mark = replacement.shownAs.map {
        ScalarMark.substituted(.init(shownAs: $0, isSecret: replacement.isSecret, isBare: isBare))
      }
      edits?.replace(value, with: kind, replacement.text, mark: mark)
      hidden.formUnion(replacement.hidden)
      replaced.append(value.range)
    }
  }

  private func finding(_ fault: Variables.Fault, in value: Value, path: String) -> Diagnostic {
    func range(_ bounds: Range<Int>) -> SourceRange { value.range(ofText: bounds) ?? value.range }
    switch fault {
    case .unresolved(_, let bounds) where !Self.isClear(value, bounds):
      return Diagnostic(
        .unresolvedVariable, "A part of '\(path)' is a variable without a value", at: value.range,
        help: #"write a dollar that begins no variable as "\x24", in double quotes; give a variable its value with "#
          + "'--var NAME=VALUE', '--env NAME' or '--env-file FILE'")
    case .unresolved(let name, let bounds):
      return Diagnostic(
        .unresolvedVariable, "'\(path)' needs the variable '\(name)', which has no value", at: range(bounds),
        help: "give it with '--var \(name)=VALUE', '--env \(name)' or '--env-file FILE', or leave it uncompared with "
          + "'--unresolved unknown'")
    case .lookAlike(let lookAlike, let bounds):
      let (summary, help) = Self.advice(on: lookAlike)
      return Diagnostic(.variableLookAlike, summary, at: range(bounds), help: help)
    }
  }

  /// Whether what stands between these bounds is certainly a reference: behind a dollar in the midst of a text could be the rest
  /// of a password.
  private static func isClear(_ value: Value, _ bounds: Range<Int>) -> Bool {
    let text = value.textBytes
    return bounds.count == text.count || text[bounds].dropFirst().first == UInt8(ascii: "{")
  }

  private static func advice(on lookAlike: VariableText.LookAlike) -> (summary: String, help: String) {
    func reference(_ name: String, _ isSecret: Bool) -> String { (isSecret ? "secrets." : "") + name }
    switch lookAlike {
    case .marked(let name, let isSecret):
      let name = reference(name, isSecret)
      return (
        "A reference to '\(name)' is written as in a shell; 'bl apply' takes the mark for a part of the default",
        "write ${\(name):default}, or ${\(name)} without one"
      )
    case .spaced(let name, let isSecret):
      let name = reference(name, isSecret)
      return ("A reference to '\(name)' has spaces in its braces", "write ${\(name)}")
    case .doubled:
      return (
        "'$$' before a name is no dollar for 'bl apply', which replaces the name behind it",
        #"write a dollar that is no reference as "\x24", in double quotes"#
      )
    case .nameless:
      return ("A reference to a secret has no name", "write ${secrets.NAME}")
    }
  }

  /// What a text is where a shape is asked for: in strings a string, in other places the number or boolean it spells.
  private static func kind(of text: String, _ shape: Shape) -> ValueKind {
    switch shape {
    case .string, .map: .string
    case .boolean: isBoolean(text) ? .boolean : .string
    case .integer: numberKind(of: text) ?? .string
    case .list, .object, .anything: isBoolean(text) ? .boolean : numberKind(of: text) ?? .string
    }
  }

  private static func isBoolean(_ text: String) -> Bool {
    text == "true" || text == "false"
  }

  /// The kind of a number as RFC 8259 §6 writes it; nil for other texts.
  private static func numberKind(of text: String) -> ValueKind? {
    guard let match = text.wholeMatch(of: /-?(?:0|[1-9][0-9]*)(?<fraction>\.[0-9]+)?(?<exponent>[eE][+-]?[0-9]+)?/)
    else {
      return nil
    }
    return match.fraction == nil && match.exponent == nil ? .integer : .decimal
  }
}
