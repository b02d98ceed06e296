import ConfigValue
import Diagnostics
import JobModel

/// A list element that has one key in the spec and another one live.
struct AlteredKey {
  /// The element.
  let path: FieldPath
  let live: PlainValue
  /// The key in the spec.
  let range: SourceRange
}

/// What a spec is compared with.
enum Counterpart {
  /// The live job: what the server decides, hides or fills in is no difference.
  case live
  /// Another version of the spec: what somebody wrote differs from what somebody else wrote.
  case spec
}

/// Walks a spec and a live job, or two versions of a spec, along the field table and collects what differs.
///
/// One path and two pointers are kept as stacks; they are copied only when something is recorded. Nothing here names a
/// field: what makes fields different from each other stands in the table.
struct Comparison {
  private(set) var changes: [Change] = []
  private(set) var folds: [Fold] = []
  /// Paths of live list elements whose key another one has too.
  var liveDuplicates: [FieldPath] = []
  /// Elements to which the server gave another key.
  private(set) var alteredKeys: [AlteredKey] = []
  /// The texts of values that are secret by what they are compared with.
  private(set) var secretTexts: Set<String> = []

  private var path: [FieldPath.Element] = []
  private var desiredPointer: [String] = []
  private var livePointer: [String] = []
  /// The narrowest ranges around the current value that are written in the spec, outermost first.
  private var anchors: [SourceRange]
  /// Whether what stands beside the current value makes it secret.
  var isSecret = false
  /// How the list element around the current value was found; nil outside of lists.
  private var match: ElementMatch?
  /// Whether only the number of differences is asked for, so that those of ordered lists are counted and not recorded.
  private(set) var isTrial = false
  /// How many differences of ordered lists a trial came upon.
  private var trialSteps = 0
  /// Shared with trials, so that they number each list once.
  let elementNumbers = ElementNumbers()

  /// The gates around the current value.
  var gates = Gates()
  /// The time of the run, where it is known.
  let now: Timestamp?
  /// Whether the live job has values that only administrators may see.
  let isRevealed: Bool
  /// What stands on the side that is called live here.
  let counterpart: Counterpart
  /// Whether the spec is a base, which may have been saved with masks; in what somebody wants they are no masks.
  private let isSaved: Bool
  /// Where the live job, and the spec, have masks in place of values that were left out when they were saved.
  private let maskedPlaces: (desired: Set<JSONPointer>, live: Set<JSONPointer>)
  /// What tells quickly that a field is in sync.
  private var walk = SyncWalk(.of(.blaxel))
  /// Everything that was decided, also what is the same on both sides; nil when nobody asks.
  private(set) var trace: [TraceEntry]?

  /// A walk from the top of a spec and a live job; nil for a spec that does not exist.
  init(
    _ job: JobDocument?, with other: JobDocument?, as counterpart: Counterpart = .live, isSaved: Bool = false,
    at now: Timestamp? = nil, isTraced: Bool = false
  ) {
    self.isSaved = isSaved
    anchors = (job?.value.range).map { [$0] } ?? []
    self.counterpart = counterpart
    isRevealed = other?.isRevealed ?? false
    maskedPlaces = (job?.maskedPlaces ?? [], other?.maskedPlaces ?? [])
    self.now = now
    trace = isTraced ? [] : nil
  }

  /// Compares one value and everything below it.
  mutating func compare(_ desired: Declaration, _ live: Value?, _ field: Field) {
    switch field.owner {
    case .envelope: return noteSame()
    case .server:
      if desired.value != nil || live != nil { fold(.serverOwned) }
      return
    case .writeOnly where counterpart == .live:
      if desired.value != nil || live != nil { fold(.writeOnly) }
      return
    case .writeOnly, .user, .either: break
    }
    if compareMasked(desired, live, field, field.shape) { return }
    if let value = desired.value, isUndecided(value) { return foldUnknown(value, live) }
    compare(desired, live, field, field.shape)
  }

  mutating func compare(_ desired: Declaration, _ live: Value?, _ field: Field?, _ shape: Shape) {
    switch shape {
    case .boolean, .integer, .string: compareScalars(desired, live, field, shape)
    case .list(let element, let identity): compareLists(desired, live, field, of: element, identity)
    case .object(let object): compareObjects(desired, live, field, object)
    case .map(let serverPrefix): compareMaps(desired, live, field, serverPrefix: serverPrefix)
    case .anything: compareAnything(desired, live, field)
    }
  }

  /// Folds what is to be folded in a field where a quick look tells that nothing differs. False when it does not, or when every
  /// decision is asked for.
  ///
  /// - Parameter entry: the field's in `SyncTable`.
  mutating func foldInSync(_ desired: Declaration, _ live: Value?, entry: Int) -> Bool {
    guard trace == nil, counterpart == .live, maskedPlaces.desired.isEmpty, maskedPlaces.live.isEmpty else {
      return false
    }
    if case .unset = desired { return false }
    guard let found = walk.folds(of: desired.value, live, entry: entry) else { return false }
    folds += found.map { fold in
      Fold(
        path: FieldPath(path + fold.path.elements), reason: fold.reason, detail: fold.detail,
        match: fold.match ?? match)
    }
    return true
  }

  /// Whether the spec's value is decided elsewhere, so that nobody can tell whether the live job has it. Two versions of a spec
  /// are compared as they are written.
  func isUndecided(_ value: Value) -> Bool {
    counterpart == .live && value.isUnknown
  }

  /// Whether the spec's value is the live one, or may become it.
  func mayEqual(_ desired: Value, _ live: Value) -> Bool {
    counterpart == .live && desired.mayEqual(live)
  }

  // MARK: Where the walk stands

  /// Runs `body` one step further down. The pointers' tokens are those of the side that has the value.
  mutating func descend(
    _ element: FieldPath.Element, desired: (token: String, range: SourceRange)?, liveToken: String?,
    _ body: (inout Comparison) -> Void
  ) {
    path.append(element)
    if let desired {
      desiredPointer.append(desired.token)
      anchors.append(desired.range)
    }
    if let liveToken { livePointer.append(liveToken) }
    body(&self)
    path.removeLast()
    if desired != nil {
      desiredPointer.removeLast()
      anchors.removeLast()
    }
    if liveToken != nil { livePointer.removeLast() }
  }

  /// Runs `body` where all values are secret, or those that were so before.
  mutating func keepingSecret(_ areSecret: Bool, _ body: (inout Comparison) -> Void) {
    let wasSecret = isSecret
    isSecret = wasSecret || areSecret
    body(&self)
    isSecret = wasSecret
  }

  /// Runs `body` for a list element that was found by `match`.
  mutating func matching(by match: ElementMatch?, _ body: (inout Comparison) -> Void) {
    let around = self.match
    self.match = match
    body(&self)
    self.match = around
  }

  var currentPath: FieldPath { FieldPath(path) }

  /// Whether the current value was left out on a side that has it, when that side was saved.
  var leftOut: (desired: Bool, live: Bool) {
    func isLeftOut(_ pointer: [String], _ places: Set<JSONPointer>) -> Bool {
      !places.isEmpty && isComplete(pointer) && places.contains(JSONPointer(pointer))
    }
    return (isLeftOut(desiredPointer, maskedPlaces.desired), isLeftOut(livePointer, maskedPlaces.live))
  }

  /// Whether one of the two is what the API puts in place of a value.
  func isCovered(_ desired: Declaration, _ live: Value?) -> Bool {
    [isSaved ? desired.value : nil, live].contains { $0.map(Mask.covers) ?? false }
  }

  /// Whether a side has the current value: when every step down to it was one of that side's.
  private func isComplete(_ pointer: [String]) -> Bool {
    pointer.count == path.count
  }

  // MARK: Recording

  mutating func fold(_ reason: Fold.Reason, _ detail: String? = nil) {
    let fold = Fold(path: currentPath, reason: reason, detail: detail, match: match)
    folds.append(fold)
    note(.fold(fold))
  }

  /// Notes the texts of a value that is secret by what it is compared with.
  private mutating func noteSecrets(_ value: PlainValue) {
    switch value {
    case .string(let text): if !Mask.covers(text) { secretTexts.insert(text) }
    case .list(let elements): for element in elements { noteSecrets(element) }
    case .map(let members): for member in members { noteSecrets(member.value) }
    case .null, .boolean, .number: break
    }
  }

  /// Folds a value of the spec that is decided elsewhere.
  mutating func foldUnknown(_ desired: Value, _ live: Value?) {
    let wasSecret = isSecret
    isSecret = wasSecret || desired.holdsSecret
    if isSecret, let live { noteSecrets(live.plain) }
    fold(.unknown, Fold.Detail.variable)
    isSecret = wasSecret
  }

  /// Notes that both sides have the current value, and that it is the same.
  mutating func noteSame() {
    note(.same)
  }

  private mutating func note(_ outcome: Decision.Outcome) {
    guard trace != nil else { return }
    let desired = isComplete(desiredPointer) ? JSONPointer(desiredPointer) : nil
    let live = isComplete(livePointer) ? JSONPointer(livePointer) : nil
    let entry = TraceEntry(
      path: currentPath, desired: desired, live: live, outcome: outcome, match: match, isSecret: isSecret)
    trace?.append(entry)
  }

  /// Turns the difference between the keys of the current list element, recorded since there were `start` changes, into a
  /// fold: the server makes keys up, and alters them.
  mutating func foldKey(_ key: FoldedKey, by match: ElementMatch?, since start: Int) {
    let keyPath = currentPath.appending(field: key.field)
    guard let position = changes[start...].firstIndex(where: { $0.path == keyPath }) else { return }
    let change = changes.remove(at: position)
    let detail = key.isAltered ? Fold.Detail.altered : nil
    let fold = Fold(path: keyPath, reason: .serverOwned, detail: detail, match: match)
    folds.append(fold)
    if let entry = trace?.lastIndex(where: { $0.path == keyPath }) { trace?[entry].outcome = .fold(fold) }
    if key.isAltered, let live = change.before, let range = change.range {
      alteredKeys.append(AlteredKey(path: currentPath, live: live, range: range))
    }
  }

  /// Records that the spec has `desired`, at `range` if not where it is written.
  mutating func record(
    _ operation: Change.Operation, before: Value?, desired: Value, at range: SourceRange? = nil, _ field: Field?,
    _ shape: Shape
  ) {
    let wasSecret = isSecret
    // What a secret is compared with may be the secret.
    isSecret = wasSecret || (before.map { $0.holdsSecret || desired.holdsSecret } ?? false)
    record(
      operation, before: before?.shown, after: desired.shown,
      isTold: before?.isMarked != true
        && (desired.isContainer ? !shape.hasSchedulesOfVariables(desired) : !desired.isMarked),
      at: range ?? desired.range, field,
      shape)
    isSecret = wasSecret
  }

  /// Records a difference of the current value. What it brings about is left out unless it `isTold`.
  mutating func record(
    _ operation: Change.Operation, counts: Bool = true, before: PlainValue?, after: PlainValue?,
    afterIsDefault: Bool = false, isTold: Bool = true, at range: SourceRange? = nil, _ field: Field?, _ shape: Shape
  ) {
    let isExplained =
      isTold && !isTrial && !isSecret && (operation == .add || operation == .remove || operation == .change)
    var before = before
    if isRevealed, let value = before {
      before = Mask.covering(value, field, shape, isSpoken: operation == .change && !afterIsDefault)
    }
    let change = Change(
      path: currentPath, pointer: JSONPointer(range == nil ? livePointer : desiredPointer), operation: operation,
      counts: counts, before: before, after: after, afterIsDefault: afterIsDefault, range: range ?? anchors.last,
      field: field, shape: shape, match: match, isSecret: isSecret,
      effect: isExplained ? Effect(from: before, to: after, field, shape, behind: gates, at: now) : nil)
    changes.append(change)
    if isSecret { for value in [before, after] { value.map { noteSecrets($0) } } }
    note(.change(change))
  }

  /// Says of a change of a gate of an object, recorded since there were `start` changes, what it stops or starts.
  mutating func noteGate(
    since start: Int, _ desired: Value?, _ live: Value?, _ object: ObjectShape, behind gates: Gates
  ) {
    guard !isTrial, changes.count > start, let last = changes.last, last.operation != .unmanagedField, !last.isSecret,
      let effect = Effect(of: last, around: desired, live, object, behind: gates, at: now)
    else { return }
    changes[changes.count - 1].effect = effect
    if let entry = trace?.lastIndex(where: { $0.path == last.path }) {
      trace?[entry].outcome = .change(changes[changes.count - 1])
    }
  }

  /// Notes differences of an ordered list, which a trial does not record.
  mutating func addToTrial(steps count: Int) {
    trialSteps += count
  }

  /// Runs `body` on a copy that starts where this one stands, and gives what it recorded, and how many differences of ordered
  /// lists there were besides.
  func trial(_ body: (inout Comparison) -> Void) -> (changes: [Change], folds: [Fold], steps: Int) {
    var copy = self
    copy.isTrial = true
    copy.trace = nil
    copy.changes = []
    copy.folds = []
    copy.trialSteps = 0
    body(&copy)
    return (copy.changes, copy.folds, copy.trialSteps)
  }
}
