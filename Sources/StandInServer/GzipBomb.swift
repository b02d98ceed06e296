/// A body that is small on the wire and a thousand times as large when it is unpacked (RFC 1952, RFC 1951).
enum GzipBomb {
  /// `body` in gzip's format, with spaces behind it, so that JSON stays the JSON it is.
  ///
  /// - Parameter size: how many bytes the spaces take on the wire, about; 1032 times as many when they are unpacked.
  static func packing(_ body: [UInt8], size: Int = 1 << 20) -> [UInt8] {
    // A header without a name and a time; the operating system is not known.
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    for start in stride(from: 0, to: body.count, by: 0xFFFF) {
      let part = body[start..<min(start + 0xFFFF, body.count)]
      let length = UInt16(part.count)
      // A stored block that is not the last.
      packed += [0] + bytes(of: UInt32(length) | UInt32(~length) << 16)
      packed += part
    }
    packed += spaces(size: size)
    let count = 1 + size * 4 * copyLength
    var checksum = CyclicChecksum()
    for byte in body { checksum.add(byte) }
    checksum.add(UInt8(ascii: " "), times: count)
    return packed + bytes(of: checksum.value) + bytes(of: UInt32(truncatingIfNeeded: body.count + count))
  }

  /// As much as one code can repeat of what stands before it.
  private static let copyLength = 258

  /// The last block: a space, then copies of the byte before. Its codes are chosen so that a copy is two zero bits.
  private static func spaces(size: Int) -> [UInt8] {
    var bits = BitString()
    bits.add(1, count: 1)  // the last block
    bits.add(2, count: 2)  // with codes of its own
    bits.add(29, count: 5)  // 286 codes for bytes and lengths
    bits.add(0, count: 5)  // 1 code for distances
    bits.add(14, count: 4)  // 18 lengths of codes for what follows: of 18 it is 1, of 2 and 1 it is 2
    for length: UInt8 in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2] { bits.add(length, count: 3) }
    // So that 18, a run of zeros, is written 0; 1 is written 10, and 2 is written 11.
    bits.addRun(of: 32)
    bits.addCode(0b11)  // a space has 2 bits
    bits.addRun(of: 138)
    bits.addRun(of: 85)
    bits.addCode(0b11)  // the end has 2 bits
    bits.addRun(of: 28)
    bits.addCode(0b10)  // the length 258 has 1 bit
    bits.addCode(0b10)  // the distance 1 has 1 bit
    // So that length and distance are written 0, a space 10, and the end 11.
    bits.addCode(0b10)
    bits.addZeros(bytes: size)
    bits.addCode(0b11)
    return bits.bytes
  }

  private static func bytes(of number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}

/// Bits in the order of RFC 1951 §3.1.1: those of a byte from the lowest on.
private struct BitString {
  private(set) var bytes: [UInt8] = []
  private var count = 0

  /// Adds the lowest `count` bits of a number, from the lowest on.
  mutating func add(_ number: UInt8, count: Int) {
    for position in 0..<count {
      if self.count % 8 == 0 { bytes.append(0) }
      bytes[bytes.count - 1] |= (number >> position & 1) << (self.count % 8)
      self.count += 1
    }
  }

  /// Adds a code of two bits, from the highest on.
  mutating func addCode(_ code: UInt8) {
    add(code >> 1, count: 1)
    add(code & 1, count: 1)
  }

  /// Adds a run of 11 to 138 lengths of zero.
  mutating func addRun(of length: UInt8) {
    add(0, count: 1)
    add(length - 11, count: 7)
  }

  /// Adds so many bytes of zeros, wherever in a byte they begin.
  mutating func addZeros(bytes length: Int) {
    bytes += repeatElement(0, count: length)
    count += 8 * length
  }
}

/// The checksum of RFC 1952 §8 (CRC-32).
private struct CyclicChecksum {
  private var state = ~UInt32(0)

  var value: UInt32 { ~state }

  mutating func add(_ byte: UInt8) {
    state = Self.state(after: byte, state)
  }

  /// Adds the byte so many times, in steps that each double the last: what a byte does to the state is an affine map of its
  /// bits, and so is what many do.
  mutating func add(_ byte: UInt8, times count: Int) {
    let constant = Self.state(after: byte, 0)
    var step = (columns: (0..<32).map { Self.state(after: byte, 1 << $0) ^ constant }, constant: constant)
    func image(_ state: UInt32) -> UInt32 {
      step.columns.indices.reduce(0) { state >> $1 & 1 == 1 ? $0 ^ step.columns[$1] : $0 }
    }
    var rest = count
    while rest > 0 {
      if rest & 1 == 1 { state = image(state) ^ step.constant }
      step = (step.columns.map(image), image(step.constant) ^ step.constant)
      rest >>= 1
    }
  }

  private static func state(after byte: UInt8, _ state: UInt32) -> UInt32 {
    (0..<8).reduce(state ^ UInt32(byte)) { state, _ in state & 1 == 1 ? state >> 1 ^ 0xEDB8_8320 : state >> 1 }
  }
}
