/// What a quick scan asks for seldom: keys that were not expected, strings that must be decoded, keys that may stand twice.
///
/// A class, so that all of it is one word to the scan.
final class QuickJSONRarities {
  let text: RawText
  let nodes: RawList<Node>
  let keys: RawList<RememberedKey>
  /// How long strings may be, as written.
  let scalarBytes: Int
  private let bytes: [UInt8]
  private let names: NameTable
  /// What is to stand behind the text.
  private(set) var decoded: [UInt8] = []

  init(
    _ bytes: [UInt8], as text: RawText, names: NameTable, scalarBytes: Int,
    memory: (nodes: RawList<Node>, keys: RawList<RememberedKey>)
  ) {
    self.bytes = bytes
    self.text = text
    self.names = names
    self.scalarBytes = scalarBytes
    (nodes, keys) = memory
    for number in 0..<keys.capacity { keys[number] = RememberedKey() }
  }

  /// A key as it is to be noted.
  struct Key {
    /// The number under which it is remembered; 0 when it is not.
    var number: UInt16 = 0
    var symbol = NameTable.unknown
    var fingerprint: UInt64
    var flags = Node.closing
    /// Where its text begins, and where the key ends.
    var place: Int
    var end: Int
  }

  /// The key that begins at `quote` in an open map, and is not the one that was expected there. Nil when there is none.
  @inline(never)
  func unexpectedKey(at quote: Int, in frame: QuickJSONFrame) -> Key? {
    let start = quote &+ 1
    let end = text.endOfPlainString(from: start)
    guard end &- start <= scalarBytes, end < text.end else { return nil }
    guard text[end] == UInt8(ascii: "\"") else { return decodedKey(at: quote) }
    let symbol = names.symbol(in: bytes, start..<end)
    let fingerprint = RememberedKey.fingerprint(
      symbol, length: end &- start, lastByte: start < end ? text[end &- 1] : 0)
    var key = RememberedKey(text, quote: quote, length: end &- start, symbol: symbol, fingerprint: fingerprint)
    let number = key.remember(in: keys, inside: frame.context)
    if frame.children == 1 {
      keys[Int(frame.context)].child = number
    } else {
      keys[Int(frame.previous)].next = number
    }
    return Key(number: number, symbol: symbol, fingerprint: fingerprint, place: start, end: end &+ 1)
  }

  private func decodedKey(at quote: Int) -> Key? {
    guard let string = decodedString(at: quote) else { return nil }
    let content = decoded[(string.place - bytes.count)...]
    let symbol = names.symbol(in: decoded, content.indices)
    let fingerprint = RememberedKey.fingerprint(symbol, length: content.count, lastByte: content.last ?? 0)
    return Key(symbol: symbol, fingerprint: fingerprint, flags: Node.decoded, place: string.place, end: string.end)
  }

  /// Where the text of the string that begins at `quote` was put, and where the string ends. Nil when there is none.
  @inline(never)
  func decodedString(at quote: Int) -> (place: Int, end: Int)? {
    guard let string = try? EscapedString.read(bytes, at: quote), string.end - quote - 2 <= scalarBytes else {
      return nil
    }
    return (bytes.count + DecodedText.append(string.content, to: &decoded), string.end)
  }

  /// Whether the last of `count` nodes is a key whose text stands in its map before. In large maps that is left to be seen later.
  @inline(never)
  func hasLastKeyTwice(_ frame: inout QuickJSONFrame, _ count: Int) -> Bool {
    frame.mayHaveDuplicates = frame.children > TreeBuilder.pairwiseLimit
    if frame.mayHaveDuplicates { return false }
    let key = nodes[count - 1]
    var next = Int(frame.index) + 1
    while next < count - 1 {
      if nodes[next].low == key.low, key.low != NameTable.unknown || content(of: nodes[next]) == content(of: key) {
        return true
      }
      next += 1 + nodes[next + 1].extent
    }
    return false
  }

  /// Whether any key of a map that ends with the last of `count` nodes stands twice there.
  @inline(never)
  func hasDuplicates(_ frame: QuickJSONFrame, _ count: Int) -> Bool {
    var table = KeyTable(capacity: Int(frame.children))
    var key = Int(frame.index) + 1
    while key < count {
      if table.insert(key, text: content(of: nodes[key]), textOf: { content(of: nodes[$0]) }) != nil { return true }
      key += 1 + nodes[key + 1].extent
    }
    return false
  }

  private func content(of node: Node) -> ArraySlice<UInt8> {
    DecodedText.content(of: node, in: bytes, before: decoded)
  }
}
