/// What is to be known of a text before it is read, from one pass of vector instructions over its bytes.
package struct TextSurvey: Sendable {
  /// Whether all bytes are below 0x80.
  package private(set) var isASCII = true
  /// Whether a '%' stands anywhere.
  package private(set) var hasPercentSigns = false
  /// Whether YAML has an ASCII character that YAML must escape: one that is not printable, and neither a tab nor a line break.
  package private(set) var hasControlCharacters = false
  /// For how many nodes the tree of the text needs memory.
  package private(set) var expectedNodes = 1

  /// Surveys JSON: no tree has more nodes than are expected, whatever else its strings hold.
  package init(ofJSON bytes: [UInt8]) {
    // Each value but the root stands behind one of these, and each but those in the innermost containers takes two bytes.
    let separators = survey(bytes) { byte, sum in
      if byte == UInt8(ascii: ",") { sum &+= 1 }
      if byte == UInt8(ascii: ":") { sum &+= 1 }
      if byte | 0x20 == UInt8(ascii: "{") { sum &+= 1 }
    }
    expectedNodes += min(separators, bytes.count / 2 + JSONReader.maximumDepth)
  }

  /// Surveys YAML: as people write it, a node takes some ten bytes, so that the tree seldom has more than are expected.
  package init(ofYAML bytes: [UInt8]) {
    expectedNodes += bytes.count / 8
    if Self.isOrdinary(bytes) { return }
    let controlCharacters = survey(bytes) { byte, sum in
      if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F { sum &+= 1 }
    }
    hasControlCharacters = controlCharacters > 0
  }

  /// Whether all bytes are ends of lines and printable ASCII but '%', as nearly always: in half the time of counting them apart.
  private static func isOrdinary(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var others: UInt8 = 0
      // No branch and no early exit, so that it becomes vector instructions.
      for offset in 0..<buffer.count {
        let byte = unsafe buffer[offset]
        // With a sign, what is one above a tilde or more is below a space, too.
        let isOther = Int8(bitPattern: byte &+ 1) <= 0x20
        others |= (isOther ? 1 : 0) ^ (byte == 0x0A ? 1 : 0) | (byte == UInt8(ascii: "%") ? 1 : 0)
      }
      return others == 0
    }
  }

  /// Has each byte counted, as one at most.
  @inline(__always)
  private mutating func survey(_ bytes: [UInt8], counting count: (UInt8, inout UInt8) -> Void) -> Int {
    let (high, percentSigns, total) = unsafe bytes.withUnsafeBufferPointer { buffer in
      var high: UInt8 = 0
      var (percentSigns, total, start) = (0, 0, 0)
      while start < buffer.count {
        let end = min(start &+ 240, buffer.count)
        var (blockSigns, blockSum): (UInt8, UInt8) = (0, 0)
        // Counters of the size of the bytes, unlike flags and early exits, become vector instructions.
        for offset in start..<end {
          let byte = unsafe buffer[offset]
          high |= byte
          if byte == UInt8(ascii: "%") { blockSigns &+= 1 }
          count(byte, &blockSum)
        }
        percentSigns &+= Int(blockSigns)
        total &+= Int(blockSum)
        start = end
      }
      return (high, percentSigns, total)
    }
    isASCII = high < 0x80
    hasPercentSigns = percentSigns > 0
    return total
  }
}
