/// One pass over a JSON text that writes nodes as it goes, and gives up at the first thing that is wrong.
///
/// All of it becomes one function: what changes lives in registers, or in memory of its own. What is called from there is rare, and
/// is given what it needs: the state would have to be in memory otherwise. See `RawText` for why reading needs no checks. Nodes are
/// written where room was seen for a key and its value.
struct QuickJSONScan {
  private let text: RawText
  private let nodes: RawList<Node>
  private let keys: RawList<RememberedKey>
  private let rare: QuickJSONRarities
  /// The innermost container, and those around it.
  private var frames: RawStack<QuickJSONFrame>
  private var position = 0
  private var count = 0

  /// Takes memory for the nodes, and for lists and maps that are open.
  init(_ rare: QuickJSONRarities, frames: RawStack<QuickJSONFrame>) {
    (text, nodes, keys) = (rare.text, rare.nodes, rare.keys)
    self.rare = rare
    self.frames = frames
    self.frames.top = QuickJSONFrame()
  }

  /// The number of nodes written; nil when anything is wrong.
  func run() -> Int? {
    var scan = self
    scan.skipSpace()
    guard scan.text[scan.position] | 0x20 == UInt8(ascii: "{") else { return nil }
    while true {
      scan.frames.top.children &+= 1
      guard scan.count &+ 2 <= scan.nodes.capacity else { return nil }
      if scan.frames.top.closing == UInt8(ascii: "}") { guard scan.key() else { return nil } }
      let byte = scan.text[scan.position]
      if byte == UInt8(ascii: "\"") {
        guard scan.string() else { return nil }
      } else if byte | 0x20 == UInt8(ascii: "{") {
        guard scan.open(byte) else { return nil }
        scan.skipSpace()
        if scan.text[scan.position] != scan.frames.top.closing { continue }
      } else {
        guard byte < UInt8(ascii: ":") ? scan.number() : scan.word() else { return nil }
      }
      guard scan.endValues() else { return nil }
      if scan.frames.isAtBottom { return scan.position == scan.text.end ? scan.count : nil }
    }
  }

  /// Reads on up to the next key or value, through the ends of containers, or to behind the last one.
  @inline(__always)
  private mutating func endValues() -> Bool {
    while true {
      skipSpace()
      let byte = text[position]
      if byte == UInt8(ascii: ",") {
        position &+= 1
        skipSpace()
        return true
      }
      guard byte == frames.top.closing, close() else { return false }
      if frames.isAtBottom { return true }
      if position == text.end { return false }
    }
  }

  // MARK: Containers

  @inline(__always)
  private mutating func open(_ bracket: UInt8) -> Bool {
    let context = frames.top.previous
    guard frames.push() else { return false }
    // Each bracket that closes is two above the one that opens, '[' and ']' as well as '{' and '}'.
    frames.top = QuickJSONFrame(
      index: UInt32(truncatingIfNeeded: count), closing: bracket &+ 2, context: context, previous: context,
      expected: keys[Int(context)].child)
    add(bracket == UInt8(ascii: "{") ? .map : .list, from: position, to: position, flags: 0, place: 1)
    position &+= 1
    return true
  }

  @inline(__always)
  private mutating func close() -> Bool {
    position &+= 1
    let index = Int(frames.top.index)
    nodes[index].place = UInt32(truncatingIfNeeded: count &- index)
    nodes[index].upperBound = UInt32(truncatingIfNeeded: position)
    nodes[index].setPackedCount(Int(frames.top.children))
    if frames.top.mayHaveDuplicates, rare.hasDuplicates(frames.top, count) { return false }
    frames.pop()
    return true
  }

  /// Reads a key and its colon.
  @inline(__always)
  private mutating func key() -> Bool {
    let quote = position
    guard text[quote] == UInt8(ascii: "\"") else { return false }
    let number = frames.top.expected
    let fingerprint: UInt64
    if keys[Int(number)].stands(in: text, at: quote) {
      position = quote &+ Int(keys[Int(number)].length) &+ 2
      fingerprint = keys[Int(number)].fingerprint
      add(
        .string, from: quote, to: position, symbol: keys[Int(number)].symbol, flags: Node.closing, place: quote &+ 1)
      frames.top.previous = number
      frames.top.expected = keys[Int(number)].next
    } else {
      guard let key = rare.unexpectedKey(at: quote, in: frames.top) else { return false }
      position = key.end
      fingerprint = key.fingerprint
      add(.string, from: quote, to: position, symbol: key.symbol, flags: key.flags, place: key.place)
      frames.top.previous = key.number
      frames.top.expected = keys[Int(key.number)].next
    }
    if frames.top.fingerprints & fingerprint == 0 {
      frames.top.fingerprints |= fingerprint
    } else if rare.hasLastKeyTwice(&frames.top, count) {
      return false
    }
    skipSpace()
    guard text[position] == UInt8(ascii: ":") else { return false }
    position &+= 1
    skipSpace()
    return true
  }

  // MARK: Scalars

  @inline(__always)
  private mutating func string() -> Bool {
    let quote = position
    let end = text.endOfPlainString(from: quote &+ 1)
    guard end &- quote &- 1 <= rare.scalarBytes, end < text.end else { return false }
    if text[end] == UInt8(ascii: "\"") {
      position = end &+ 1
      add(.string, from: quote, to: position, flags: Node.closing, place: quote &+ 1)
      return true
    }
    guard let string = rare.decodedString(at: quote) else { return false }
    position = string.end
    add(.string, from: quote, to: position, flags: Node.decoded, place: string.place)
    return true
  }

  @inline(__always)
  private mutating func number() -> Bool {
    let start = position
    if text[position] == UInt8(ascii: "-") { position &+= 1 }
    let startsWithZero = text[position] == UInt8(ascii: "0")
    let digits = position
    skipDigits()
    guard position > digits, !startsWithZero || position == digits &+ 1 else { return false }
    var kind = ValueKind.integer
    if text[position] == UInt8(ascii: ".") {
      kind = .decimal
      position &+= 1
      let places = position
      skipDigits()
      guard position > places else { return false }
    }
    if text[position] | 0x20 == UInt8(ascii: "e") {
      kind = .decimal
      position &+= 1
      if text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") { position &+= 1 }
      let exponent = position
      skipDigits()
      guard position > exponent else { return false }
    }
    add(kind, from: start, to: position, flags: 0, place: start)
    return true
  }

  @inline(__always)
  private mutating func skipDigits() {
    while text[position] &- 0x30 < 10 { position &+= 1 }
  }

  @inline(__always)
  private mutating func word() -> Bool {
    let start = position
    // A bracket stands behind each word, so that at least five bytes are left.
    guard text.end &- start >= 5 else { return false }
    let (kind, flags): (ValueKind, UInt8)
    switch text.halfWord(at: start) {
    case 0x6C6C_756E: (kind, flags, position) = (.null, 0, start &+ 4)
    case 0x6575_7274: (kind, flags, position) = (.boolean, Node.truth, start &+ 4)
    case 0x736C_6166 where text[start &+ 4] == UInt8(ascii: "e"): (kind, flags, position) = (.boolean, 0, start &+ 5)
    default: return false
    }
    add(kind, from: start, to: position, flags: flags, place: start)
    return true
  }

  // MARK: Steps

  @inline(__always)
  private mutating func skipSpace() {
    position = text.endOfSpace(from: position)
  }

  @inline(__always)
  private mutating func add(
    _ kind: ValueKind, from start: Int, to end: Int, symbol: NameTable.Symbol = NameTable.unknown, flags: UInt8,
    place: Int
  ) {
    nodes[count] = Node(
      kind, flags: flags, symbol: symbol, place: UInt32(truncatingIfNeeded: place),
      lowerBound: UInt32(truncatingIfNeeded: start), upperBound: UInt32(truncatingIfNeeded: end))
    count &+= 1
  }
}
