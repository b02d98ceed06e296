package import ConfigValue
package import Diagnostics

/// Checks what a spec declares against the field table.
///
/// Findings are about the spec alone; nothing here knows of live jobs. Errors are what `bl apply` or the API would
/// silently lose or refuse; what the API only documents in prose is a warning.
package struct Validation {
  /// What was found, in document order.
  package let findings: [Diagnostic]
  /// The server-owned fields the spec carries, in document order, so that a file is told once.
  package let serverOwned: [Value.Member]

  /// Checks one job. Of values that variables gave it says no more than that they do not fit.
  package static func check(_ job: Value, by schema: JobSchema) -> Validation {
    var walk = ValidationWalk()
    walk.check(job, by: schema)
    return Validation(findings: walk.findings, serverOwned: walk.serverOwned)
  }
}

/// The walk along one job.
struct ValidationWalk {
  var findings: [Diagnostic] = []
  private(set) var serverOwned: [Value.Member] = []
  private var zeros: [Int] = []
  /// The first zero that switches something off.
  private var dangerousZero: (path: String, range: SourceRange)?
  /// The containers around the current value, but for the job itself.
  private var steps: [Step] = []
  /// What the elements of lists are called, by the lists' nodes, where something was found.
  private var listPlaces: [Int: ListPlaces] = [:]

  /// One value on the way: most have no finding, so that a path is written as a text only for what is found.
  struct Step: BitwiseCopyable {
    let node: Int
    /// Its place in the table; that of the map for an entry of an open map.
    let place: Int
    /// Of an element of a list its position, from 0; negative for members of maps.
    let position: Int
  }

  /// Checks one job.
  mutating func check(_ job: Value, by schema: JobSchema) {
    let ground = WalkGround(job, by: schema)
    object(job.index, 0, ground)
    if zeros.count >= Self.manyZeros { reportZeros(ground) }
  }

  /// The way to a value in the current container, or to the container itself; empty for the job.
  mutating func path(to value: Step?, _ ground: WalkGround) -> String {
    var path = ""
    var around: Step?
    for step in steps + [value].compactMap(\.self) {
      if step.position < 0 {
        path += (path.isEmpty ? "" : ".") + ground.tree.value(at: step.node - 1).text
      } else if let list = around {
        path += places(of: list, ground).selector(step.position)
      }
      around = step
    }
    return path
  }

  private mutating func places(of list: Step, _ ground: WalkGround) -> ListPlaces {
    if let places = listPlaces[list.node] { return places }
    var identity = ListIdentity.ordered
    if case .list(_, let declared) = ground.table.origins[list.place].shape { identity = declared }
    let places = ListPlaces(ground.tree.value(at: list.node), identity)
    listPlaces[list.node] = places
    return places
  }

  // MARK: Containers

  private mutating func object(_ node: Int, _ number: Int, _ ground: WalkGround) {
    let first = ground.table.objects[number].first
    // Where a name stands twice, which is an error of its own, the first one counts.
    var (seen, present): (UInt64, UInt64) = (0, 0)
    var key = node &+ 1
    let end = ground.endOfMembers(at: node)
    while key < end {
      let value = key &+ 1
      let place = ground.table.place(of: ground.tree.symbol(at: key), in: number)
      if place >= 0 {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: place &- first)
        if seen & bit == 0, !ground.isNull(value) { present |= bit }
        seen |= bit
        if ground.table.places[place].traits.contains(.isServerOwned) {
          serverOwned.append(ground.tree.member(at: key))
        }
        if ground.isOrdinary(value, ground.table.places[place]) {
          key = value &+ 1
          continue
        }
        check(Step(node: value, place: place, position: -1), ground)
      } else {
        reportUnknownField(key, in: number, ground)
      }
      key = value &+ ground.tree.extent(at: value)
    }
    let missing = ground.table.objects[number].required & ~present
    if missing != 0 { reportMissing(missing, of: node, number, ground) }
  }

  /// Checks a value that is not null, and not plain to be as it should be.
  private mutating func check(_ step: Step, _ ground: WalkGround) {
    let kind = FlatTable.bit(of: ground.tree.kind(at: step.node))
    let place = ground.table.places[step.place]
    if kind & FlatTable.scalars != 0, place.traits.contains(.countsZeros), ground.isZeroScalar(step.node) {
      noteZero(step, ground)
    }
    if place.fitting & kind == 0, reportsMisfit(step, ground) { return }
    switch place.form {
    case .object:
      guard kind == FlatTable.bit(of: .map) else { return }
      steps.append(step)
      object(step.node, place.inner, ground)
      steps.removeLast()
    case .list: if kind == FlatTable.bit(of: .list) { list(step, place, ground) }
    case .map: if kind == FlatTable.bit(of: .map) { openMap(step, ground) }
    case .integer: integer(step, place, ground)
    case .string: if kind == FlatTable.bit(of: .string) { string(step, place, ground) }
    case .boolean, .anything: break
    }
  }

  private mutating func list(_ list: Step, _ place: FlatTable.Place, _ ground: WalkGround) {
    let inner = ground.table.places[place.inner]
    steps.append(list)
    var node = list.node + 1
    for position in 0..<ground.tree.count(at: list.node) {
      let element = Step(node: node, place: place.inner, position: position)
      if ground.isNull(node) {
        // Null stands for an absent member, but an element is there.
        if inner.fitting & FlatTable.bit(of: .null) == 0 { _ = reportsMisfit(element, ground) }
      } else if !ground.isOrdinary(node, inner) {
        check(element, ground)
      }
      node &+= ground.tree.extent(at: node)
    }
    if ground.mayRepeat(list.node, place) { reportDuplicates(in: list, ground) }
    steps.removeLast()
  }

  private mutating func openMap(_ map: Step, _ ground: WalkGround) {
    var value = map.node + 2
    for _ in 0..<ground.tree.count(at: map.node) {
      let kind = FlatTable.bit(of: ground.tree.kind(at: value))
      if kind & (FlatTable.bit(of: .string) | FlatTable.bit(of: .null)) == 0 {
        reportMisfit(entry: value, of: map, ground)
      }
      value += ground.tree.extent(at: value) + 1
    }
  }

  // MARK: Scalars

  private mutating func integer(_ step: Step, _ place: FlatTable.Place, _ ground: WalkGround) {
    if let number = ground.plainInteger(step.node) {
      if place.lower <= number, number <= place.upper { return }
    } else if reportsMisfit(step, ground) {
      return
    }
    reportRange(step, ground)
  }

  private mutating func string(_ step: Step, _ place: FlatTable.Place, _ ground: WalkGround) {
    let text = ground.tree.textBounds(at: step.node)
    // In bytes: there are no more code points.
    if text.count > place.upper || place.traits.contains(.isName) && !ground.isName(text)
      || place.traits.contains(.isMaskable) && Mask.mayCover(ground.tree.text, text)
      || place.traits.contains(.hasChoices) && !text.isEmpty && !isChoice(text, step, ground)
      || place.traits.contains(.isSchedule) && !text.isEmpty
        && !Schedule.isOrdinary(ground.tree.text, text)
    {
      reportString(step, ground)
    }
  }

  private func isChoice(_ text: Range<Int>, _ step: Step, _ ground: WalkGround) -> Bool {
    ground.table.origins[step.place].choices.contains { ground.tree.text[text].elementsEqual($0) }
  }
}

extension ValidationWalk {
  /// From how many zeros on they are taken for a program's.
  private static let manyZeros = 5

  private mutating func noteZero(_ step: Step, _ ground: WalkGround) {
    zeros.append(step.node)
    if dangerousZero == nil, ground.table.origins[step.place].field.documentedDefault == .boolean(true) {
      dangerousZero = (path(to: step, ground), ground.tree.range(at: step.node))
    }
  }

  /// Go programs write every field they hold, so that a spec made by one declares zeros nobody meant. Those that mean what
  /// absence means are no news; one that switches something off is.
  private mutating func reportZeros(_ ground: WalkGround) {
    let ranges = Set(zeros.map { ground.tree.range(at: $0) })
    findings.removeAll { finding in finding.code == .valueOutOfRange && finding.range.map(ranges.contains) ?? false }
    guard let dangerousZero else { return }
    findings.append(
      Diagnostic(
        .zeroValues, "\(zeros.count) fields are declared with zero values, among them '\(dangerousZero.path)'",
        severity: .warning, at: dangerousZero.range,
        help: "applying switches '\(dangerousZero.path)' off; remove what was not meant"))
  }
}

extension Value {
  /// Whether the value is one that Go writes for an unset field: `0`, `""` or `false`.
  package var isZeroScalar: Bool { WalkGround.isZeroScalar(index, in: tree) }

  /// Whether the value is such a one, or a list or map without anything in it.
  package var isZero: Bool {
    isZeroScalar || isContainer && count == 0
  }
}
