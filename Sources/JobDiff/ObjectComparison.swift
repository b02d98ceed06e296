import ConfigValue
import Diagnostics
import JobModel

extension Comparison {
  /// Compares objects field by field: a spec is responsible only for the fields it declares.
  mutating func compareObjects(_ desired: Declaration, _ live: Value?, _ field: Field?, _ object: ObjectShape) {
    if isMisfit(desired.value, .map) || isMisfit(live, .map) {
      return compareMisfits(desired, live, field, .object(object))
    }
    let desiredMembers = slots(desired.value, object)
    let liveMembers = slots(live, object)
    let outerGates = gates
    gates = gates.inside(object, desired.value, live)
    defer { gates = outerGates }
    let secrecy = secrecy(of: desired.value, live, object)
    let firstEntry = SyncTable.of(.blaxel).start(of: object)
    for (position, field) in object.fields.enumerated() {
      let wanted = desiredMembers.known[position]
      let actual = liveMembers.known[position]
      let keeper = counterpart == .live ? Self.keeper(of: field, actual?.value, live) : nil
      guard wanted != nil || actual != nil || keeper != nil else { continue }
      compareMembers(field.name, wanted, actual, inheriting: desired) { comparison, declaration in
        // Also where the spec is silent or says that there is none: what is live is not known to be nothing.
        if let keeper { return comparison.fold(.unknown, keeper) }
        if let firstEntry, comparison.foldInSync(declaration, actual?.value, entry: firstEntry + position) { return }
        let wasSecret = comparison.isSecret
        comparison.isSecret = wasSecret || [wanted, actual].contains { $0.map(secrecy.covers) ?? false }
        let start = comparison.changes.count
        comparison.compare(declaration, actual?.value, field)
        if object.gates.contains(position) {
          comparison.noteGate(since: start, desired.value, live, object, behind: outerGates)
        }
        comparison.isSecret = wasSecret
      }
    }
    guard !desiredMembers.unknown.isEmpty || !liveMembers.unknown.isEmpty else { return }
    compareUnknown(desiredMembers.unknown, liveMembers.unknown, inheriting: desired, secrecy)
  }

  /// The field beside this one that says where the server keeps its value, when the value is not here and it points
  /// somewhere.
  private static func keeper(of field: Field, _ value: Value?, _ live: Value?) -> String? {
    guard let name = field.storedElsewhereBy, value.map(isNothing) ?? true, let pointer = live?[name] else {
      return nil
    }
    return isNothing(pointer) || pointer.isZeroScalar ? nil : name
  }

  private static func isNothing(_ value: Value) -> Bool {
    value.isNull || (value.isContainer && value.count == 0)
  }

  /// Compares fields that the table does not have, by their names.
  private mutating func compareUnknown(
    _ desired: [Value.Member], _ live: [Value.Member], inheriting around: Declaration, _ secrecy: MapSecrecy
  ) {
    let liveByName = Dictionary(live.map { (ExactText($0.name), $0) }) { first, _ in first }
    let declared = Set(desired.map { ExactText($0.name) })
    let others = live.filter { !declared.contains(ExactText($0.name)) }
    for (wanted, actual) in desired.map({ ($0, liveByName[ExactText($0.name)]) }) + others.map({ (nil, $0) }) {
      guard let name = (wanted ?? actual)?.name else { continue }
      compareMembers(name, wanted, actual, inheriting: around) { comparison, declaration in
        if comparison.compareMasked(declaration, actual?.value, nil, .anything) { return }
        let wasSecret = comparison.isSecret
        comparison.isSecret =
          wasSecret || [wanted, actual].contains { $0.map(secrecy.covers) ?? false }
        comparison.compare(declaration, actual?.value, nil, .anything)
        comparison.isSecret = wasSecret
      }
    }
  }

  /// Goes down to a member of either side. What the spec leaves out is silent, unless the whole object is unset.
  func declaration(of member: Value.Member?, inheriting around: Declaration) -> Declaration {
    if member == nil, case .unset = around { return .unset }
    return Declaration(member?.value)
  }

  private mutating func compareMembers(
    _ name: String, _ desired: Value.Member?, _ live: Value.Member?, inheriting around: Declaration,
    _ body: (inout Comparison, Declaration) -> Void
  ) {
    let declaration = declaration(of: desired, inheriting: around)
    descend(
      .field(name), desired: desired.map { (name, $0.key.range) }, liveToken: live.map { _ in name }
    ) { body(&$0, declaration) }
  }

  /// The members of a map by the positions of their fields, and those without one.
  private func slots(_ value: Value?, _ object: ObjectShape) -> (known: [Value.Member?], unknown: [Value.Member]) {
    var known = [Value.Member?](repeating: nil, count: object.fields.count)
    var unknown: [Value.Member] = []
    guard let value else { return (known, unknown) }
    for member in value.members {
      if let position = object.position(of: member.symbol) {
        known[position] = member
      } else {
        unknown.append(member)
      }
    }
    return (known, unknown)
  }

  /// What either side says of secrets among the members of a map.
  private func secrecy(of desired: Value?, _ live: Value?, _ object: ObjectShape?) -> MapSecrecy {
    MapSecrecy(of: [desired, live].compactMap { $0?.kind == .map ? $0 : nil }, object, by: .blaxel)
  }

  // MARK: Open maps

  /// Compares maps under names of the user's choosing. A declared map is owned whole.
  mutating func compareMaps(_ desired: Declaration, _ live: Value?, _ field: Field?, serverPrefix: String) {
    if isMisfit(desired.value, .map) || isMisfit(live, .map) {
      return compareMisfits(desired, live, field, .map(serverPrefix: serverPrefix))
    }
    let actual = live.map { Array($0.members) } ?? []
    let liveByName = Dictionary(actual.map { (ExactText($0.name), $0) }) { first, _ in first }
    let wanted = desired.value.map { Array($0.members) } ?? []
    for member in wanted { compareEntry(member, liveByName[ExactText(member.name)], desired, field, serverPrefix) }
    let declared = Set(wanted.map { ExactText($0.name) })
    for member in actual where !declared.contains(ExactText(member.name)) {
      compareEntry(nil, member, desired, field, serverPrefix)
    }
  }

  private mutating func compareEntry(
    _ desired: Value.Member?, _ live: Value.Member?, _ map: Declaration, _ field: Field?, _ serverPrefix: String
  ) {
    guard let name = (desired ?? live)?.name else { return }
    descend(
      .field(name), desired: desired.map { (name, $0.key.range) }, liveToken: live.map { _ in name }
    ) { comparison in
      if name.utf8.starts(with: serverPrefix.utf8) { return comparison.fold(.serverOwned) }
      let declaration = desired == nil && !map.isSilent ? .unset : Declaration(desired?.value)
      if comparison.compareMasked(declaration, live?.value, field, .string()) { return }
      let actual = live.flatMap { $0.value.isNull ? nil : $0.value }
      switch (Declaration(desired?.value), actual) {
      case (.value(let value), nil):
        if comparison.isUndecided(value) { return comparison.foldUnknown(value, nil) }
        comparison.record(.add, before: nil, desired: value, field, .string())
      case (.value(let value), let actual?):
        comparison.compareScalars(.value(value), actual, field, .string())
      case (_, nil): return
      case (_, let actual?):
        if map.isSilent { return comparison.unmanaged(actual, field, .string()) }
        comparison.record(.remove, before: actual.shown, after: nil, field, .string())
      }
    }
  }

  // MARK: Anything

  /// Compares values of fields that the table does not know: maps member by member, lists as ordered ones.
  mutating func compareAnything(_ desired: Declaration, _ live: Value?, _ field: Field?) {
    guard let value = desired.value else {
      guard let live else { return }
      return live.isNull ? fold(.zeroFill) : compareSilence(desired, live, field, .anything)
    }
    if isUndecided(value) { return foldUnknown(value, live) }
    guard let live, !live.isNull else {
      if value.isZero { return fold(.zeroFill) }
      return record(.add, before: nil, desired: value, field, .anything)
    }
    switch (value.kind, live.kind) {
    case (.map, .map):
      // Nobody documents what leaving a member out means here, so that a declared map is taken as the whole of it.
      let secrecy = secrecy(of: value, live, nil)
      compareUnknown(Array(value.members), Array(live.members), inheriting: .unset, secrecy)
    case (.list, .list): compareOrdered(desired, live, field, of: .anything)
    default: compareScalars(desired, live, field, .anything)
    }
  }

  /// Whether a value is there, and of another kind than the table says.
  private func isMisfit(_ value: Value?, _ kind: ValueKind) -> Bool {
    guard let value, !value.isNull else { return false }
    return value.kind != kind
  }

  /// Compares values one of which is of another kind than the table says: as wholes.
  mutating func compareMisfits(_ desired: Declaration, _ live: Value?, _ field: Field?, _ shape: Shape) {
    guard let value = desired.value else {
      if let live { compareSilence(desired, live, field, shape) }
      return
    }
    compareScalars(.value(value), live, field, shape)
  }
}
