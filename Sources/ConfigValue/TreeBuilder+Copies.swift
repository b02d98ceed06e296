extension TreeBuilder {
  /// A complete value, kept to be copied later.
  package struct Subtree: Sendable, BitwiseCopyable {
    fileprivate let start: Int
    /// How many nodes a copy adds.
    package let count: Int
    /// How many levels of lists and maps it has; none for a scalar.
    package let depth: Int
  }

  /// How many values and keys the value at `index` is, itself included.
  package func count(at index: Int) -> Int { nodes[index].extent }

  /// Keeps the complete value at `index`, so that later merges cannot move it away.
  package mutating func subtree(at index: Int) -> Subtree {
    let start = aside.count
    aside.append(from: nodes, index..<index + nodes[index].extent)
    return Subtree(start: start, count: aside.count - start, depth: depth(at: index))
  }

  /// Lets go of all values that were kept.
  package mutating func discardSubtrees() { aside.removeAll(from: 0) }

  /// Adds a copy of a value, its ranges where they were written.
  package mutating func copy(_ subtree: Subtree) {
    beginValue()
    nodes.append(from: aside, subtree.start..<subtree.start + subtree.count)
  }

  /// How many levels of lists and maps the complete value at `index` has. Values nest no deeper than the caller allows.
  private func depth(at index: Int) -> Int {
    guard nodes[index].isContainer else { return 0 }
    let end = index + nodes[index].extent
    var (deepest, child) = (0, index + 1)
    while child < end {
      if nodes[child].isContainer { deepest = max(deepest, depth(at: child)) }
      child += nodes[child].extent
    }
    return deepest + 1
  }

  // MARK: Merge keys

  /// The members of a map whose merge keys are being replaced, the nodes of which stand from `start` on at the end of `aside`.
  private struct MergedMap {
    let start: Int
    /// How many members there may be.
    let most: Int
    var count = 0
    /// A bit for each fingerprint of a key.
    var fingerprints: UInt64 = 0
    /// The keys by their texts, where they are many.
    var table: KeyTable?
  }

  /// Replaces merge keys by the members they name: a map's own keys win, then earlier maps of a merged list
  /// (YAML 1.1 merge key type).
  mutating func replaceMergeKeys(ofMapAt index: Int) {
    // All keys stand in the map, each with a value.
    var merged = MergedMap(start: aside.count, most: (nodes.count - index) / 2)
    aside.append(nodes[index])
    addMembers(ofMapAt: index, to: &merged, isOwn: true)
    var key = index + 1
    while key < nodes.count {
      let next = key + 1 + nodes[key + 1].extent
      if nodes[key].isTrue {
        var source = nodes[key + 1].kind == .list ? key + 2 : key + 1
        while source < next {
          if nodes[source].kind == .map { addMembers(ofMapAt: source, to: &merged, isOwn: false) }
          source += nodes[source].extent
        }
      }
      key = next
    }
    aside[merged.start].setPackedCount(merged.count)
    aside[merged.start].place = UInt32(truncatingIfNeeded: aside.count - merged.start)
    nodes.removeAll(from: index)
    nodes.append(from: aside, merged.start..<aside.count)
    aside.removeAll(from: merged.start)
  }

  /// Adds the members of a map whose keys are not there.
  ///
  /// - Parameter isOwn: whether it is the map whose merge keys are replaced, which are left out.
  private mutating func addMembers(ofMapAt index: Int, to merged: inout MergedMap, isOwn: Bool) {
    let end = index + nodes[index].extent
    var key = index + 1
    while key < end {
      let next = key + 1 + nodes[key + 1].extent
      if !(isOwn && nodes[key].isTrue), isNew(nodes[key], in: &merged) {
        aside.append(from: nodes, key..<next)
        merged.count += 1
      }
      key = next
    }
  }

  private func isNew(_ key: Node, in merged: inout MergedMap) -> Bool {
    if merged.count > 2 * Self.pairwiseLimit { return isNew(key, inTableOf: &merged) }
    let bit = fingerprint(of: key)
    if merged.fingerprints & bit == 0 {
      merged.fingerprints |= bit
      return true
    }
    var other = merged.start + 1
    while other < aside.count {
      if isSameKey(aside[other], key) { return false }
      other += 1 + aside[other + 1].extent
    }
    return true
  }

  private func fingerprint(of key: Node) -> UInt64 {
    guard key.low == NameTable.unknown else { return RememberedKey.fingerprint(key.low, length: 0, lastByte: 0) }
    let text = content(of: key)
    return RememberedKey.fingerprint(key.low, length: text.count, lastByte: text.last ?? 0)
  }

  /// The same where comparing with one after the other would not take linear time.
  private func isNew(_ key: Node, inTableOf merged: inout MergedMap) -> Bool {
    var table = merged.table ?? tableOfKeys(in: merged)
    merged.table = nil
    defer { merged.table = table }
    return table.insert(aside.count, text: content(of: key), textOf: { content(of: aside[$0]) }) == nil
  }

  private func tableOfKeys(in merged: MergedMap) -> KeyTable {
    var table = KeyTable(capacity: merged.most)
    var key = merged.start + 1
    while key < aside.count {
      _ = table.insert(key, text: content(of: aside[key]), textOf: { content(of: aside[$0]) })
      key += 1 + aside[key + 1].extent
    }
    return table
  }
}
