import ConfigValue

/// The tree and the table that a walk goes along, by numbers of nodes and places. Passed on at each step, and kept in nothing that
/// changes, so that neither is retained on the way.
struct WalkGround {
  let tree: ValueTree
  let table: FlatTable
  /// Whether values in the tree may have been put in from outside.
  let hasMarks: Bool

  init(_ value: Value, by schema: JobSchema) {
    tree = value.tree
    table = schema.table
    hasMarks = value.isMarked
  }

  /// Behind the last member of a map, and behind the node itself when it is none.
  @inline(__always) func endOfMembers(at node: Int) -> Int {
    switch tree.kind(at: node) {
    case .map: node &+ tree.extent(at: node)
    case .null, .boolean, .integer, .decimal, .string, .list: node &+ 1
    }
  }

  func isNull(_ node: Int) -> Bool {
    switch tree.kind(at: node) {
    case .null: true
    case .boolean, .integer, .decimal, .string, .list, .map: false
    }
  }

  func isString(_ node: Int) -> Bool {
    switch tree.kind(at: node) {
    case .string: true
    case .null, .boolean, .integer, .decimal, .list, .map: false
    }
  }

  /// Whether nothing is to be said of a value, as far as one look tells: most values of most jobs are such.
  @inline(__always) func isOrdinary(_ node: Int, _ place: FlatTable.Place) -> Bool {
    switch tree.kind(at: node) {
    case .null: return true
    case .boolean: return place.fitting & FlatTable.bit(of: .boolean) != 0 && tree.isTrue(at: node)
    case .string:
      guard place.traits.contains(.takesAnyText) else { return false }
      let text = tree.textBounds(at: node)
      // In bytes: there are no more code points.
      return !text.isEmpty && text.count <= place.upper
        && (!place.traits.contains(.isMaskable) || tree.text[text.lowerBound] != UInt8(ascii: "*"))
    case .integer:
      guard case .integer = place.form, let number = plainInteger(node) else { return false }
      return number != 0 && place.lower <= number && number <= place.upper
    case .decimal, .list, .map: return false
    }
  }

  /// See `Value.isZeroScalar`.
  func isZeroScalar(_ node: Int) -> Bool { Self.isZeroScalar(node, in: tree) }

  static func isZeroScalar(_ node: Int, in tree: ValueTree) -> Bool {
    switch tree.kind(at: node) {
    case .boolean: return !tree.isTrue(at: node)
    case .integer, .decimal:
      let text = tree.textBounds(at: node)
      // Nearly all numbers begin with a digit that makes them none.
      if !text.isEmpty, (0x31...0x39).contains(tree.text[text.lowerBound]) { return false }
      return tree.value(at: node).number?.isZero ?? false
    case .string: return tree.textBounds(at: node).isEmpty
    case .null, .list, .map: return false
    }
  }

  /// The value of an integer of up to 18 decimal digits without a sign; nil for other values.
  func plainInteger(_ node: Int) -> Int? {
    guard case .integer = tree.kind(at: node) else { return nil }
    let text = tree.textBounds(at: node)
    guard (1...18).contains(text.count) else { return nil }
    var number = 0
    for index in text {
      let digit = tree.text[index] &- 0x30
      if digit > 9 { return nil }
      number = number &* 10 &+ Int(truncatingIfNeeded: digit)
    }
    return number
  }

  /// See `StringRule.isName`.
  func isName(_ text: Range<Int>) -> Bool {
    for index in text {
      let byte = tree.text[index]
      let isLetter = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      if !isLetter, byte != UInt8(ascii: "-") { return false }
    }
    return true
  }

  /// The node by which an element of a list is recognised, when that is a string.
  func key(ofElement node: Int, of list: FlatTable.Place) -> Int? {
    if list.traits.contains(.isSet) { return isString(node) ? node : nil }
    guard list.key != NameTable.unknown, let key = tree.value(of: list.key, inMap: node) else { return nil }
    return isString(key) ? key : nil
  }

  /// Up to here all pairs are compared, which is quicker than sorting.
  private static let pairwiseLimit = 16

  /// Whether two elements of a list may be recognised by the same text: false only where no two are.
  func mayRepeat(_ list: Int, _ place: FlatTable.Place) -> Bool {
    let count = tree.count(at: list)
    guard count > 1, place.traits.contains(.isSet) || place.key != NameTable.unknown else { return false }
    var (node, marks) = (list &+ 1, UInt64(0))
    for _ in 0..<count {
      if let key = key(ofElement: node, of: place) {
        let mark = tree.textMark(at: key)
        if marks & mark != 0 { return mayRepeat(list, place, count) }
        marks |= mark
      }
      node &+= tree.extent(at: node)
    }
    return false
  }

  /// The same where a quick look does not tell.
  private func mayRepeat(_ list: Int, _ place: FlatTable.Place, _ count: Int) -> Bool {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(count)
    var node = list + 1
    for _ in 0..<count {
      if let key = key(ofElement: node, of: place) { hashes.append(hash(tree.textBounds(at: key))) }
      node += tree.extent(at: node)
    }
    if hashes.count > Self.pairwiseLimit {
      hashes.sort()
      for index in hashes.indices.dropFirst() where hashes[index] == hashes[index - 1] { return true }
      return false
    }
    for index in hashes.indices {
      for earlier in 0..<index where hashes[earlier] == hashes[index] { return true }
    }
    return false
  }

  /// FNV-1a.
  private func hash(_ text: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in text { hash = (hash ^ UInt64(tree.text[index])) &* 0x100_0000_01B3 }
    return hash
  }
}

extension ValueTree {
  /// A bit for the text of a scalar, by its length and its last byte, in which names that are counted differ. Texts with different
  /// bits are different.
  package func textMark(at node: Int) -> UInt64 {
    let bounds = textBounds(at: node)
    let last = bounds.isEmpty ? 0 : Int(text[bounds.upperBound &- 1])
    return 1 &<< UInt64(truncatingIfNeeded: (last &+ 11 &* bounds.count) & 63)
  }

  /// The value of the first member of a map whose name has the number; nil for other kinds.
  func value(of symbol: NameTable.Symbol, inMap map: Int) -> Int? {
    guard case .map = kind(at: map) else { return nil }
    var key = map &+ 1
    let end = map &+ extent(at: map)
    while key < end {
      if self.symbol(at: key) == symbol { return key &+ 1 }
      key &+= 1 &+ extent(at: key &+ 1)
    }
    return nil
  }
}
