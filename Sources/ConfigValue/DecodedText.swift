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
}
