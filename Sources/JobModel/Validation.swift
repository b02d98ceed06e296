package import ConfigValue
package import Diagnostics

/// Checks what a spec declares against the field table.
///
/// Findings are about the spec alone; nothing here knows of live jobs. Errors are what `bl apply` or the API would
/// silently lose or refuse; what the API only documents in prose is a warning.
package struct Validation {
  /// What was found, in document order.
  package private(set) var findings: [Diagnostic] = []
  /// The server-owned fields the spec carries, in document order, so that a file is told once.
  package private(set) var serverOwned: [Value.Member] = []
  private var zeros: [(path: String, range: SourceRange, isDangerous: Bool)] = []

  /// The way to the current value: most values have no finding, so that it is written as a text only for what is found.
  private var steps: [Step] = []

  private enum Step {
    /// By its key.
    case member(Value)
    case element(ListPlaces, Int)
  }

  private init() {}

  /// Checks one job. Of values that variables gave it says no more than that they do not fit.
  package static func check(_ job: Value, by schema: JobSchema) -> Validation {
    var validation = Validation()
    validation.object(job, schema.job)
    validation.reportZeros()
    return validation
  }

  private mutating func check(_ value: Value, _ shape: Shape, _ field: Field) {
    if value.isNull { return }
    if field.owner != .server, field.owner != .envelope, value.isZeroScalar {
      zeros.append((path, value.range, field.documentedDefault == .boolean(true)))
    }
    if WrongType.isWrong(value, shape, field) { return reportWrongType(value, shape, field) }
    switch (shape, value.kind) {
    case (.object(let object), .map): self.object(value, object)
    case (.list(let element, let identity), .list):
      let places = ListPlaces(value, identity)
      for (position, child) in value.elements.enumerated() {
        steps.append(.element(places, position))
        if child.isNull, WrongType.isWrong(child, element, field) { reportWrongType(child, element, field) }
        check(child, element, field)
        steps.removeLast()
      }
      duplicates(in: value, identity)
    case (.map, .map):
      for member in value.members where !member.value.isNull {
        steps.append(.member(member.key))
        if WrongType.isWrong(member.value, .string(), field) { reportWrongType(member.value, .string(), field) }
        steps.removeLast()
      }
    case (.integer(let range?), .integer), (.integer(let range?), .decimal): self.range(value, range, field)
    case (.string(let rule), .string): string(value, rule, field)
    default: break
    }
  }

  private mutating func reportWrongType(_ value: Value, _ shape: Shape, _ field: Field) {
    findings.append(WrongType.finding(value, shape, field, path: path))
  }

  private var path: String {
    steps.reduce(into: "") { path, step in
      switch step {
      case .member(let key): path += (path.isEmpty ? "" : ".") + key.text
      case .element(let places, let position): path += places.selector(position)
      }
    }
  }

  // MARK: Objects and lists

  private mutating func object(_ value: Value, _ object: ObjectShape) {
    for member in value.members {
      guard let position = object.position(of: member.symbol) else {
        unknownField(member, in: object)
        continue
      }
      let field = object.fields[position]
      if field.owner == .server { serverOwned.append(member) }
      steps.append(.member(member.key))
      check(member.value, field.shape, field)
      steps.removeLast()
    }
    for field in object.fields where field.isRequired && !(value.member(field.name).map { !$0.value.isNull } ?? false) {
      let place = steps.isEmpty ? "a job" : "'\(path)'"
      findings.append(
        Diagnostic(
          .missingField, "Required field '\(field.name)' of \(place) is missing", at: value.range,
          help: "add '\(field.name):', \(field.shape.noun); \(field.documentation)"))
    }
  }

  private mutating func unknownField(_ member: Value.Member, in object: ObjectShape) {
    let place = steps.isEmpty ? "a job" : "'\(path)'"
    if let name = Spelling.suggestion(for: member.name, among: object.fields.map(\.name)) {
      findings.append(
        Diagnostic(
          .unknownField, "Unknown field '\(member.name)' in \(place), did you mean '\(name)'?", at: member.key.range,
          help: "write '\(name)'; 'bl apply' drops fields it does not know without a word"))
      return
    }
    let known = object.fields.filter { $0.owner != .server }.map(\.name).joined(separator: ", ")
    findings.append(
      Diagnostic(
        .unknownField, "Unknown field '\(member.name)' in \(place)", severity: .warning, at: member.key.range,
        help: "it is compared, but 'bl apply' may not send it; known fields here are \(known)"))
  }

  private mutating func duplicates(in list: Value, _ identity: ListIdentity) {
    var seen: [ExactText: SourceRange] = [:]
    for element in list.elements {
      let key: Value? =
        switch identity {
        case .key(let identity): element[identity.field]
        case .set: element
        case .ordered: nil
        }
      guard let key, let text = key.string.map({ ExactText($0) }) else { continue }
      if let first = seen[text] {
        findings.append(
          Diagnostic(
            .duplicateElement, "'\(text.text)' stands twice in '\(path)'", severity: .warning, at: key.range,
            notes: [Diagnostic.Note("first here", at: first)],
            help: "keep one; which of them the server uses is not documented"))
      } else {
        seen[text] = key.range
      }
    }
  }

  // MARK: Scalars

  private mutating func range(_ value: Value, _ range: ClosedRange<Int>, _ field: Field) {
    guard let number = value.number, !(number.integer.map(range.contains) ?? false) else { return }
    let bounds =
      range.upperBound == Int.max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    findings.append(
      Diagnostic(
        .valueOutOfRange, "'\(path)' is documented as \(bounds)\(field.unit.map { " \($0)" } ?? "")",
        severity: .warning,
        at: value.range, help: field.documentation))
  }

  private mutating func string(_ value: Value, _ rule: StringRule, _ field: Field) {
    if field.isMaskable, Mask.covers(value) {
      let isSent = field.owner != .server
      findings.append(
        Diagnostic(
          .maskInSpec, "'\(path)' holds the API's mask, not a value", severity: isSent ? .error : .note,
          at: value.range,
          help: isSent
            ? "write the value, or a reference such as ${secrets.NAME}; applying would store the asterisks" : nil))
      return
    }
    if value.isUnknown { return }
    let text = value.text
    if value.substitute == nil, case .schedule = field.equivalence, !text.isEmpty {
      for trap in Schedule(text).traps { findings.append(Self.finding(trap, at: value.range, path: path)) }
    }
    if !rule.choices.isEmpty, !text.isEmpty, !rule.choices.contains(text) { choice(text, value, rule) }
    if let maximum = rule.maximumLength, text.unicodeScalars.count > maximum {
      findings.append(
        Diagnostic(
          .valueOutOfRange, "'\(path)' is documented as at most \(maximum) characters long", severity: .warning,
          at: value.range, help: field.documentation))
    }
    if rule.isName, !StringRule.isName(text.utf8) {
      findings.append(
        Diagnostic(
          .valueOutOfRange, "'\(path)' is documented as lowercase letters, digits and hyphens", severity: .warning,
          at: value.range, help: field.documentation))
    }
  }

  private mutating func choice(_ text: String, _ value: Value, _ rule: StringRule) {
    let suggestion = value.substitute == nil ? Spelling.suggestion(for: text, among: rule.choices) : nil
    let question = suggestion.map { ", did you mean '\($0)'?" } ?? ""
    findings.append(
      Diagnostic(
        .unknownValue, "'\(path)' is not one of the documented values\(question)",
        severity: suggestion == nil ? .warning : .error, at: value.range,
        help: "the API documents \(rule.choices.joined(separator: ", "))"))
  }

  private static func finding(_ trap: Schedule.Trap, at range: SourceRange, path: String) -> Diagnostic {
    func warning(_ code: DiagnosticCode, _ summary: String, _ help: String) -> Diagnostic {
      Diagnostic(code, "'\(path)' \(summary)", severity: .warning, at: range, help: help)
    }
    switch trap {
    case .unknown:
      return warning(
        .unknownSchedule, "is not a schedule that common readings of cron know",
        "write five fields, minute hour day-of-month month day-of-week, such as '0 * * * *'")
    case .neverFires:
      return warning(.misleadingSchedule, "never fires", "no month in it has such a day; check both fields")
    case .idleStep(let step):
      return warning(
        .misleadingSchedule, "has the step '\(step)', which reaches past the end of its range",
        "only the first value of the range fires; write that value, or a smaller step")
    case .eitherDay(isSure: true):
      return warning(
        .misleadingSchedule, "sets both day fields, and fires when either fits",
        "leave one of them '*' unless that is meant; cron does not ask for both")
    case .eitherDay(isSure: false):
      return warning(
        .misleadingSchedule, "sets both day fields in a way that schedulers read differently",
        "some fire when either fits, some only when both do; write a plain '*' in one of them")
    }
  }

  /// Go programs write every field they hold, so that a spec made by one declares zeros nobody meant. Those that mean what
  /// absence means are no news; one that switches something off is.
  private mutating func reportZeros() {
    guard zeros.count >= 5 else { return }
    let ranges = zeros.map(\.range)
    findings.removeAll { finding in finding.code == .valueOutOfRange && finding.range.map(ranges.contains) ?? false }
    guard let worst = zeros.first(where: \.isDangerous) else { return }
    findings.append(
      Diagnostic(
        .zeroValues, "\(zeros.count) fields are declared with zero values, among them '\(worst.path)'",
        severity: .warning, at: worst.range,
        help: "applying switches '\(worst.path)' off; remove what was not meant"))
  }
}

extension Value {
  /// Whether the value is one that Go writes for an unset field: `0`, `""` or `false`.
  package var isZeroScalar: Bool {
    switch kind {
    case .boolean: boolean == false
    case .integer, .decimal: number?.isZero ?? false
    case .string: textBytes.isEmpty
    case .null, .list, .map: false
    }
  }

  /// Whether the value is such a one, or a list or map without anything in it.
  package var isZero: Bool {
    isZeroScalar || isContainer && count == 0
  }
}
