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
    let others = survey(bytes) { byte, sum in
      // All but printable ASCII in one comparison: with a sign, what is one above a tilde or more is below a space, too.
      if Int8(bitPattern: byte &+ 1) <= 0x20 { sum &+= 1 }
      if byte == 0x0A { sum &-= 1 }
    }
    if others > 0 {
      let controlCharacters = survey(bytes) { byte, sum in
        if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F { sum &+= 1 }
      }
      hasControlCharacters = controlCharacters > 0
    }
    expectedNodes += bytes.count / 8
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
