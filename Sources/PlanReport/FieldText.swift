import ConfigValue
package import JobModel

/// What the field table says about a field, for people.
package struct FieldText: Sendable {
  private let entry: JobSchema.Entry

  package init(_ entry: JobSchema.Entry) {
    self.entry = entry
  }

  /// The field's path, what it is for, and each property that the table has of it, one a line.
  package func render() -> [UInt8] {
    var text: SafeText<Terminal> = "\(entry.path.joined(separator: "."))\n  \(entry.field.documentation)\n\n"
    for (name, property) in properties { text += "  \(name.padded(to: 9)) \(property)\n" }
    return Array(text.utf8)
  }

  /// The properties by their names.
  var properties: [(name: SafeText<Terminal>, text: SafeText<Terminal>)] {
    let field = entry.field
    let all: [(SafeText<Terminal>, SafeText<Terminal>?)] = [
      ("type", "\(Self.type(of: field.shape, unit: field.unit))\(field.isRequired ? "; required" : "")"),
      ("fields", Self.names(in: field.shape)),
      ("owner", owner),
      ("default", field.documentedDefault.map { Self.text($0) } ?? "none is documented"),
      ("silence", silence),
      ("elements", Self.identity(of: field.shape)),
      ("equal", equivalence),
      ("masked", field.isMaskable ? "the API may give back asterisks in its place: neither equal nor different" : nil),
      ("secret", secrecy),
      (
        "elsewhere",
        field.storedElsewhereBy.map { "kept elsewhere by the server when '\($0)' is live: cannot be compared" }
      ),
      ("effect", effect),
    ]
    return all.compactMap { name, text in text.map { (name, $0) } }
  }

  // MARK: Properties

  private static func type(of shape: Shape, unit: String?) -> SafeText<Terminal> {
    let measure: SafeText<Terminal> = unit.map { ", in \($0)" } ?? ""
    switch shape {
    case .boolean: return "true or false"
    case .integer(nil): return "integer\(measure)"
    case .integer(let range?):
      let bounds: SafeText<Terminal> =
        range.upperBound == Int.max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
      return "integer, \(bounds)\(measure)"
    case .string(let rule):
      var parts: [SafeText<Terminal>] = ["string"]
      if !rule.choices.isEmpty { parts.append("documented: \(rule.choices.joined(separator: ", "))") }
      if rule.isName { parts.append("lowercase letters, digits and hyphens") }
      if let maximum = rule.maximumLength { parts.append("at most \(maximum) characters") }
      return parts.joined(separator: ", ")
    case .list(let element, .set): return "list of \(type(of: element, unit: nil)), in any order"
    case .list(let element, .ordered): return "list of \(type(of: element, unit: nil)), in order"
    case .list(let element, .key): return "list of \(type(of: element, unit: nil))s, in any order"
    case .object: return "mapping"
    case .map(let prefix):
      return "mapping of strings under free names; names that begin with '\(prefix)' are the server's"
    case .anything: return "any value"
    }
  }

  private static func names(in shape: Shape) -> SafeText<Terminal>? {
    switch shape {
    case .object(let object): "\(object.fields.map(\.name).joined(separator: ", "))"
    case .list(let element, _): names(in: element)
    case .boolean, .integer, .string, .map, .anything: nil
    }
  }

  private var owner: SafeText<Terminal> {
    switch entry.field.owner {
    case .user: "the spec decides"
    case .either: "the spec decides when it speaks, the server when it is silent"
    case .server: "the server decides; never a difference"
    case .writeOnly: "the spec decides; the API never gives the value back, so that it cannot be compared"
    case .envelope: "the file format; not part of the job"
    }
  }

  /// What a live value means when the spec is silent.
  private var silence: SafeText<Terminal>? {
    let field = entry.field
    switch field.owner {
    case .server, .envelope, .writeOnly: return nil
    case .user, .either: break
    }
    if case .object = field.shape { return nil }
    if field.documentedDefault != nil { return "a silent spec stands for the default" }
    switch field.silence {
    case .counts: return "a live value counts when the spec is silent: applying may remove it"
    case .shown: return "a live value is shown when the spec is silent, and does not count"
    case .filled: return "a live value is the server's when the spec is silent"
    }
  }

  private static func identity(of shape: Shape) -> SafeText<Terminal>? {
    guard case .list(_, let identity) = shape else { return nil }
    switch identity {
    case .set: return "are recognised by their value"
    case .ordered: return "are compared in order, by the shortest script of additions and removals"
    case .key(let key):
      var text: SafeText<Terminal> = "are recognised by '\(key.field)'"
      if !key.standIns.isEmpty {
        let names = key.standIns.map { "'\($0)'" as SafeText<Terminal> }
        text += ", without one by \(names.joined(separator: " and "))"
      }
      if key.isServerMade {
        text += ", which the server may make up: then by content, by type, by the fewest differences"
      }
      return text
    }
  }

  private var equivalence: SafeText<Terminal>? {
    switch entry.field.equivalence {
    case .exact: nil
    case .image: "an image without a tag is the image tagged 'latest'"
    case .schedule: "schedules that always fire at the same times, under every common reading of cron"
    case .anything(let word): "'\(word)' in the spec stands for whatever the server chose"
    case .listInText: "a string that holds a JSON array is the array"
    }
  }

  private var secrecy: SafeText<Terminal>? {
    switch entry.field.secrecy {
    case .never: nil
    case .always: "always; never shown"
    case .marked(let mark, let name):
      "when '\(mark)' is true on either side, or the word in '\(name)' says so; then never shown"
    }
  }

  private var effect: SafeText<Terminal>? {
    switch entry.field.effect {
    case .none: nil
    case .gate(let what): "false stops \(what)"
    case .selector(let kinds):
      "schedules beside it start something where it is \(kinds.sorted().joined(separator: ", "))"
    case .cores(let unit):
      "one CPU core comes with each \(unit)\(entry.field.unit.map { " \($0)" as SafeText<Terminal> } ?? "")"
    }
  }

  /// A plain value of the field table on one line.
  private static func text(_ value: PlainValue) -> SafeText<Terminal> {
    switch value {
    case .boolean(let isTrue): isTrue ? "true" : "false"
    case .number(let number): "\(number.description)"
    case .string(let text): "\(text)"
    case .null, .list, .map: "an empty one"
    }
  }
}
