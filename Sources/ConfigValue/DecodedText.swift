/// How texts that are not written as they read stand behind a source: each with its length, in four bytes, before it.
enum DecodedText {
  static let lengthBytes = 4

  /// Adds a text and says where it begins.
  static func append(_ content: [UInt8], to buffer: inout [UInt8]) -> Int {
    let length = UInt32(content.count)
    for shift in stride(from: UInt32(0), to: 32, by: 8) { buffer.append(UInt8(truncatingIfNeeded: length >> shift)) }
    buffer += content
    return buffer.count - content.count
  }

  /// The text of a scalar or key, where the source and what is to stand behind it are two buffers.
  static func content(of node: Node, in source: [UInt8], before decoded: [UInt8]) -> ArraySlice<UInt8> {
    guard node.isDecoded else { return source[node.writtenBounds] }
    let start = Int(node.place) - source.count
    return decoded[start..<start + Int(decoded.halfWord(at: start - lengthBytes))]
  }
}
