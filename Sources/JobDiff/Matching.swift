import ConfigValue

/// How two elements of a list were found to be the same one.
package enum ElementMatch: String, CaseIterable, Sendable {
  /// Their keys are equal; in a set, they themselves.
  case key
  /// A side lacks the key, and the fields that stand in for it are equal.
  case standIns = "stand-ins"
  /// Nothing else differs, whatever their keys are.
  case content
  /// No other element of their type was left, and a side lacks the key.
  case type
  /// Of all pairings of what was left of their type, the one they belong to has the fewest differences.
  case similarity
  /// Neither has a key, and they come at the same place in their lists.
  case position
}

/// What an element is recognised by.
enum ElementKey: Hashable {
  case text(ExactText)
  /// An element of a set that is no string, so that it is not taken for one that reads alike.
  case value(PlainValue)
}

/// Which elements of two lists are taken for the same ones so far.
///
/// Each round goes through each list once: an element finds its partner by looking a value up, never by searching.
struct Matching {
  let desiredKeys: [ElementKey?]
  let liveKeys: [ElementKey?]
  /// For each element of the spec, the position of its live partner.
  private(set) var partners: [Int?]
  /// For each element of the spec with a partner, how it was found.
  private(set) var matches: [ElementMatch?]
  private var isTaken: [Bool]
  private var isDropped: [Bool]

  /// No element has a partner yet. The keys are those of each list's elements; nil for elements without one.
  init(desired: [ElementKey?], live: [ElementKey?]) {
    desiredKeys = desired
    liveKeys = live
    partners = Array(repeating: nil, count: desired.count)
    matches = Array(repeating: nil, count: desired.count)
    isTaken = Array(repeating: false, count: live.count)
    isDropped = Array(repeating: false, count: desired.count)
  }

  /// The spec's elements without a partner, in order.
  var openDesired: [Int] { partners.indices.filter { partners[$0] == nil && !isDropped[$0] } }

  /// The live elements without a partner, in order.
  var openLive: [Int] { isTaken.indices.filter { !isTaken[$0] } }

  func isDropped(desired position: Int) -> Bool { isDropped[position] }

  /// Leaves out elements whose key an earlier one of the same list has. Whether there are any.
  mutating func dropRepetitions() -> Bool {
    var seen: Set<ElementKey> = []
    for (position, key) in desiredKeys.enumerated() {
      if let key, !seen.insert(key).inserted { isDropped[position] = true }
    }
    seen = []
    for (position, key) in liveKeys.enumerated() { if let key, !seen.insert(key).inserted { isTaken[position] = true } }
    return isDropped.contains(true) || isTaken.contains(true)
  }

  mutating func take(_ desired: Int, _ live: Int, _ match: ElementMatch) {
    partners[desired] = live
    matches[desired] = match
    isTaken[live] = true
  }

  /// Pairs open elements with equal keys, in their order.
  mutating func pairByKey() {
    pair(openDesired, .key, desired: { [desiredKeys] in desiredKeys[$0] }, live: { [liveKeys] in liveKeys[$0] })
  }

  /// Pairs open elements that have no key on either side, in their order.
  mutating func pairInOrder() {
    pair(
      openDesired, .position, desired: { [desiredKeys] in desiredKeys[$0] == nil ? true : nil },
      live: { [liveKeys] in liveKeys[$0] == nil ? true : nil })
  }

  /// Pairs `positions` of the spec with open live elements that have an equal mark, in their order. Elements without a mark
  /// stay open.
  mutating func pair<Mark: Hashable>(
    _ positions: [Int], _ match: ElementMatch, desired mark: (Int) -> Mark?, live liveMark: (Int) -> Mark?
  ) {
    pair(positions, match, desired: mark, live: liveMark) { _, _ in true }
  }

  /// The same, where `isPartner` agrees too. Of the live elements with one mark at most a few are tried for each element.
  mutating func pair<Mark: Hashable>(
    _ positions: [Int], _ match: ElementMatch, desired mark: (Int) -> Mark?, live liveMark: (Int) -> Mark?,
    where isPartner: (Int, Int) -> Bool
  ) {
    var queues: [Mark: Queue] = [:]
    for position in openLive {
      if let mark = liveMark(position) { queues[mark, default: Queue()].positions.append(position) }
    }
    for position in positions {
      guard let mark = mark(position), let found = queues[mark]?.next(where: { isPartner(position, $0) }) else {
        continue
      }
      take(position, found, match)
    }
  }

  /// Live positions that wait for a partner.
  private struct Queue {
    var positions: [Int] = []
    private var start = 0

    /// Takes out the first of the next 64 positions that `isPartner` agrees to.
    mutating func next(where isPartner: (Int) -> Bool) -> Int? {
      for index in start..<min(start + 64, positions.count) where isPartner(positions[index]) {
        let found = positions[index]
        for later in stride(from: index, to: start, by: -1) { positions[later] = positions[later - 1] }
        start += 1
        return found
      }
      return nil
    }
  }
}
