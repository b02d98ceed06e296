import ConfigValue
import JobModel

/// The pairs that a matching made, and the elements it left alone, with what to call each.
struct ElementAssembly {
  /// The spec's elements in its order, then those only live.
  private(set) var pairs: [ElementPair] = []

  private let desired: [Value]
  private let live: [Value]
  private let matching: Matching
  private let names: ElementNames
  private let desiredPaths: [FieldPath.Element]
  private let livePaths: [FieldPath.Element]
  /// How often each key stands in the lists; for sets only when that matters.
  private var desiredCounts: [ElementKey: Int] = [:]
  private var liveCounts: [ElementKey: Int] = [:]
  private var usedPaths: Set<FieldPath.Element> = []

  init(_ desired: [Value], _ live: [Value], _ matching: Matching, _ names: ElementNames, hasRepetitions: Bool) {
    self.desired = desired
    self.live = live
    self.matching = matching
    self.names = names
    desiredPaths = names.paths(desired, matching.desiredKeys)
    livePaths = names.paths(live, matching.liveKeys)
    if hasRepetitions { desiredCounts = Self.counts(matching.desiredKeys) }
    if hasRepetitions || !names.isSet { liveCounts = Self.counts(matching.liveKeys) }
    let isMixed = names.isSet && (desired + live).contains { $0.kind != .string }
    for position in desired.indices where !matching.isDropped(desired: position) { append(desired: position, isMixed) }
    for position in matching.openLive {
      pairs.append(
        ElementPair(
          desired: nil, live: ElementPair.Side(position: position, value: live[position]),
          path: unused(livePaths[position], isMixed), match: nil, foldedKey: nil, isRepeated: false,
          isLiveDuplicate: isDuplicate(position)))
    }
  }

  private static func counts(_ keys: [ElementKey?]) -> [ElementKey: Int] {
    keys.reduce(into: [:]) { if let key = $1 { $0[key, default: 0] += 1 } }
  }

  private mutating func append(desired position: Int, _ isMixed: Bool) {
    let partner = matching.partners[position]
    let (key, liveKey) = (matching.desiredKeys[position], partner.flatMap { matching.liveKeys[$0] })
    let isCalledByLive = key == nil && liveKey != nil
    let path = isCalledByLive ? partner.map { livePaths[$0] } ?? desiredPaths[position] : desiredPaths[position]
    pairs.append(
      ElementPair(
        desired: ElementPair.Side(position: position, value: desired[position]),
        live: partner.map { ElementPair.Side(position: $0, value: live[$0]) }, path: unused(path, isMixed),
        match: matching.matches[position],
        foldedKey: liveKey == nil || key == liveKey || names.isSet
          ? nil : FoldedKey(field: names.keyField, isAltered: key != nil),
        isRepeated: names.isSet && isRepeated(key), isLiveDuplicate: isDuplicate(partner)))
  }

  private func isRepeated(_ key: ElementKey?) -> Bool {
    guard let key else { return false }
    return desiredCounts[key] != liveCounts[key]
  }

  private func isDuplicate(_ position: Int?) -> Bool {
    guard !names.isSet, let position, let key = matching.liveKeys[position] else { return false }
    return liveCounts[key, default: 0] > 1
  }

  /// The path; another one when an element of a set that reads alike has it already.
  private mutating func unused(_ path: FieldPath.Element, _ isMixed: Bool) -> FieldPath.Element {
    guard isMixed, !usedPaths.insert(path).inserted else { return path }
    let conditions: [FieldPath.Condition] =
      switch path {
      case .key(let name): [FieldPath.Condition(names.keyField, name)]
      case .match(let conditions, _): conditions
      case .field, .live: []
      }
    let places = (2...).lazy.map { FieldPath.Element.match(conditions, position: $0) }
    guard let free = places.first(where: { [usedPaths] in !usedPaths.contains($0) }) else { return path }
    usedPaths.insert(free)
    return free
  }
}
