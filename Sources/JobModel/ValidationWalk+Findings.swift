import ConfigValue
import Diagnostics

// What is said of what the walk finds. Nothing here is quick: it is for the few values about which something is to be said.
extension ValidationWalk {
  /// Whether a value does not fit, which is then reported.
  mutating func reportsMisfit(_ step: Step, _ ground: WalkGround) -> Bool {
    let (value, origin) = (ground.tree.value(at: step.node), ground.table.origins[step.place])
    guard WrongType.isWrong(value, origin.shape, origin.field) else { return false }
    findings.append(WrongType.finding(value, origin.shape, origin.field, path: path(to: step, ground)))
    return true
  }

  /// Reports an entry of an open map that is not what these hold.
  mutating func reportMisfit(entry node: Int, of map: Step, _ ground: WalkGround) {
    let (value, field) = (ground.tree.value(at: node), ground.table.origins[map.place].field)
    guard WrongType.isWrong(value, .string(), field) else { return }
    let path = path(to: map, ground) + "." + ground.tree.value(at: node - 1).text
    findings.append(WrongType.finding(value, .string(), field, path: path))
  }

  /// Reports fields that must be there and are not, by their bits.
  mutating func reportMissing(_ missing: UInt64, of node: Int, _ object: Int, _ ground: WalkGround) {
    let place = place(ground)
    for position in 0..<UInt64.bitWidth where missing >> UInt64(position) & 1 == 1 {
      let field = ground.table.origins[ground.table.objects[object].first + position].field
      findings.append(
        Diagnostic(
          .missingField, "Required field '\(field.name)' of \(place) is missing", at: ground.tree.range(at: node),
          help: "add '\(field.name):', \(field.shape.noun); \(field.documentation)"))
    }
  }

  mutating func reportUnknownField(_ key: Int, in object: Int, _ ground: WalkGround) {
    let (key, place) = (ground.tree.value(at: key), place(ground))
    let fields = ground.table.fields(of: object)
    if let name = Spelling.suggestion(for: key.text, among: fields.map(\.name)) {
      findings.append(
        Diagnostic(
          .unknownField, "Unknown field '\(key.text)' in \(place), did you mean '\(name)'?", at: key.range,
          help: "write '\(name)'; 'bl apply' drops fields it does not know without a word"))
      return
    }
    let known = fields.filter { $0.owner != .server }.map(\.name).joined(separator: ", ")
    findings.append(
      Diagnostic(
        .unknownField, "Unknown field '\(key.text)' in \(place)", severity: .warning, at: key.range,
        help: "it is compared, but 'bl apply' may not send it; known fields here are \(known)"))
  }

  /// What the current object is called.
  private mutating func place(_ ground: WalkGround) -> String {
    let path = path(to: nil, ground)
    return path.isEmpty ? "a job" : "'\(path)'"
  }

  /// Reports elements of the current list that stand twice in it.
  mutating func reportDuplicates(in list: Step, _ ground: WalkGround) {
    let place = ground.table.places[list.place]
    var seen: [ExactText: SourceRange] = [:]
    var node = list.node + 1
    for _ in 0..<ground.tree.count(at: list.node) {
      defer { node += ground.tree.extent(at: node) }
      guard let key = ground.key(ofElement: node, of: place) else { continue }
      let (text, range) = (ExactText(ground.tree.value(at: key).text), ground.tree.range(at: key))
      if let first = seen[text] {
        findings.append(
          Diagnostic(
            .duplicateElement, "'\(text.text)' stands twice in '\(path(to: nil, ground))'", severity: .warning,
            at: range,
            notes: [Diagnostic.Note("first here", at: first)],
            help: "keep one; which of them the server uses is not documented"))
      } else {
        seen[text] = range
      }
    }
  }

  /// Reports an integer that is outside of what is documented.
  mutating func reportRange(_ step: Step, _ ground: WalkGround) {
    let origin = ground.table.origins[step.place]
    guard case .integer(let range?) = origin.shape, let number = ground.tree.value(at: step.node).number,
      !(number.integer.map(range.contains) ?? false)
    else { return }
    let bounds =
      range.upperBound == Int.max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    warn(
      .valueOutOfRange, "is documented as \(bounds)\(origin.field.unit.map { " \($0)" } ?? "")", of: step,
      help: origin.field.documentation, ground)
  }

  /// Reports what is to be said of a string: nothing, perhaps.
  mutating func reportString(_ step: Step, _ ground: WalkGround) {
    let (value, field) = (ground.tree.value(at: step.node), ground.table.origins[step.place].field)
    guard case .string(let rule) = ground.table.origins[step.place].shape else { return }
    if field.isMaskable, Mask.covers(value) {
      let isSent = field.owner != .server
      findings.append(
        Diagnostic(
          .maskInSpec, "'\(path(to: step, ground))' holds the API's mask, not a value",
          severity: isSent ? .error : .note, at: value.range,
          help: isSent
            ? "write the value, or a reference such as ${secrets.NAME}; applying would store the asterisks" : nil))
      return
    }
    if value.isUnknown { return }
    let text = value.text
    if value.substitute == nil, case .schedule = field.equivalence, !text.isEmpty {
      for trap in Schedule(text).traps { report(trap, of: step, ground) }
    }
    if !rule.choices.isEmpty, !text.isEmpty, !rule.choices.contains(text) {
      reportChoice(value, rule, of: step, ground)
    }
    if let maximum = rule.maximumLength, text.unicodeScalars.count > maximum {
      warn(
        .valueOutOfRange, "is documented as at most \(maximum) characters long", of: step, help: field.documentation,
        ground)
    }
    if rule.isName, !StringRule.isName(text.utf8) {
      warn(
        .valueOutOfRange, "is documented as lowercase letters, digits and hyphens", of: step,
        help: field.documentation, ground)
    }
  }

  private mutating func reportChoice(_ value: Value, _ rule: StringRule, of step: Step, _ ground: WalkGround) {
    let suggestion = value.substitute == nil ? Spelling.suggestion(for: value.text, among: rule.choices) : nil
    let question = suggestion.map { ", did you mean '\($0)'?" } ?? ""
    findings.append(
      Diagnostic(
        .unknownValue, "'\(path(to: step, ground))' is not one of the documented values\(question)",
        severity: suggestion == nil ? .warning : .error, at: value.range,
        help: "the API documents \(rule.choices.joined(separator: ", "))"))
  }

  private mutating func report(_ trap: Schedule.Trap, of step: Step, _ ground: WalkGround) {
    switch trap {
    case .unknown:
      warn(
        .unknownSchedule, "is not a schedule that common readings of cron know", of: step,
        help: "write five fields, minute hour day-of-month month day-of-week, such as '0 * * * *'", ground)
    case .neverFires:
      warn(
        .misleadingSchedule, "never fires", of: step, help: "no month in it has such a day; check both fields", ground)
    case .idleStep(let written):
      warn(
        .misleadingSchedule, "has the step '\(written)', which reaches past the end of its range", of: step,
        help: "only the first value of the range fires; write that value, or a smaller step", ground)
    case .eitherDay(isSure: true):
      warn(
        .misleadingSchedule, "sets both day fields, and fires when either fits", of: step,
        help: "leave one of them '*' unless that is meant; cron does not ask for both", ground)
    case .eitherDay(isSure: false):
      warn(
        .misleadingSchedule, "sets both day fields in a way that schedulers read differently", of: step,
        help: "some fire when either fits, some only when both do; write a plain '*' in one of them", ground)
    }
  }

  private mutating func warn(
    _ code: DiagnosticCode, _ saying: String, of step: Step, help: String, _ ground: WalkGround
  ) {
    findings.append(
      Diagnostic(
        code, "'\(path(to: step, ground))' \(saying)", severity: .warning, at: ground.tree.range(at: step.node),
        help: help))
  }
}
