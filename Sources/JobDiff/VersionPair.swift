import ConfigValue

/// What comparing two versions of one job decided, to be looked up by where things stand in either.
///
/// The two are called desired and live here, as in every comparison, whatever they are.
struct VersionPair {
  /// Which versions they are.
  enum Versions {
    case specWithLive, specWithBase, baseWithLive
  }

  /// Every decision, in the order of the comparison.
  let entries: [TraceEntry]
  /// Texts that are secret by what they were compared with.
  let secretTexts: Set<String>
  private let desired: Value?
  private let live: Value?
  private var byDesired = PointerIndex()
  private var byLive = PointerIndex()
  /// The live counterparts of what is on both sides, and the other way round.
  private var liveOf: [JSONPointer: JSONPointer] = [:]
  private var desiredOf: [JSONPointer: JSONPointer] = [:]
  /// Where whole values are the same, so that what is in them has its counterpart at the same place.
  private var sameInDesired: Set<JSONPointer> = []
  private var sameInLive: Set<JSONPointer> = []

  /// What `comparison`, which was traced, decided about two versions; nil for one that does not exist.
  init(_ comparison: Comparison, desired: Value?, live: Value?) {
    entries = comparison.trace ?? []
    secretTexts = comparison.secretTexts
    self.desired = desired
    self.live = live
    for (position, entry) in entries.enumerated() {
      if case .change = entry.outcome {
        if let pointer = entry.desired { byDesired.add(position, at: pointer) }
        if let pointer = entry.live { byLive.add(position, at: pointer) }
      }
      guard let desired = entry.desired, let live = entry.live else { continue }
      if case .same = entry.outcome {
        sameInDesired.insert(desired)
        sameInLive.insert(live)
      }
      for (one, other) in zip(desired.prefixes, live.prefixes) {
        liveOf[one] = other
        desiredOf[other] = one
      }
    }
  }

  /// Whether there are changes, or only such as count.
  func hasChanges(thatCount isStrict: Bool) -> Bool {
    entries.contains { entry in
      guard case .change(let change) = entry.outcome else { return false }
      return change.counts || !isStrict
    }
  }

  /// The changes at a place of the desired version, below it, or around it: by their positions among the entries, in order.
  func changes(atDesired pointer: JSONPointer) -> [Int] { byDesired.overlapping(pointer) }

  /// The same for a place of the live version.
  func changes(atLive pointer: JSONPointer) -> [Int] { byLive.overlapping(pointer) }

  /// Where the live counterpart of a place of the desired version is; nil when it has none.
  func live(of pointer: JSONPointer) -> JSONPointer? {
    Self.counterpart(of: pointer, in: liveOf, sameInDesired, desired, live)
  }

  /// Where the desired counterpart of a place of the live version is; nil when it has none.
  func desired(of pointer: JSONPointer) -> JSONPointer? {
    Self.counterpart(of: pointer, in: desiredOf, sameInLive, live, desired)
  }

  /// Members have counterparts of their own name, elements those that they were matched with.
  private static func counterpart(
    of pointer: JSONPointer, in known: [JSONPointer: JSONPointer], _ same: Set<JSONPointer>, _ from: Value?,
    _ to: Value?
  ) -> JSONPointer? {
    var (place, found) = (JSONPointer(), JSONPointer())
    var isSame = false
    for token in pointer.tokens {
      isSame = isSame || same.contains(place)
      let isElement = !isSame && from?.value(at: place)?.kind == .list
      place = place.appending(token)
      if let match = known[place] {
        found = match
      } else {
        guard !isElement else { return nil }
        found = found.appending(token)
      }
    }
    return to?.value(at: found) == nil ? nil : found
  }
}

/// Positions by the places they are about.
private struct PointerIndex {
  private var at: [JSONPointer: [Int]] = [:]
  private var around: [JSONPointer: [Int]] = [:]

  mutating func add(_ position: Int, at pointer: JSONPointer) {
    at[pointer, default: []].append(position)
    for prefix in pointer.prefixes.dropLast() { around[prefix, default: []].append(position) }
  }

  /// Those at a place, below it or around it, in the order they were added.
  func overlapping(_ pointer: JSONPointer) -> [Int] {
    let above = pointer.prefixes.flatMap { at[$0] ?? [] }
    return above + (around[pointer] ?? [])
  }
}

extension JSONPointer {
  /// The pointer to everything on the way, the whole document first and this place last.
  fileprivate var prefixes: [JSONPointer] {
    (0...tokens.count).map { JSONPointer(Array(tokens.prefix($0))) }
  }
}
