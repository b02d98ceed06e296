/// An exact number of any size: a sign, decimal digits, and a power of ten.
///
/// Two numbers are equal when they are worth the same, however they were written: `4096`, `4096.0`, `0x1000` and
/// `4.096e+03` are one number. `-0` is `0`.
package struct Number: Hashable, Sendable {
  private let isNegative: Bool
  /// Decimal digits as values 0…9, without zeros at either end; empty for zero.
  private let digits: [UInt8]
  /// What the digits, read as an integer, are multiplied by.
  private let powerOfTen: Int

  package init(_ value: Int) {
    self.init(parsing: Array(String(value).utf8)[...])
  }

  /// Reads a number as JSON or YAML 1.2 §10.3.2 writes it: a decimal integer or fraction with an optional exponent, or
  /// `0x…` and `0o…` integers. The text must be one of these; other bytes are skipped.
  package init(parsing text: ArraySlice<UInt8>) {
    var rest = text
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    var digits: [UInt8] = []
    var power = 0
    if let base = Self.base(of: rest) {
      digits = Self.decimalDigits(rest.dropFirst(2), base: base)
    } else {
      let mark = rest.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? rest.endIndex
      var isFraction = false
      for byte in rest[..<mark] {
        if byte == UInt8(ascii: ".") {
          isFraction = true
        } else if byte >= 0x30, byte <= 0x39 {
          digits.append(byte - 0x30)
          if isFraction { power -= 1 }
        }
      }
      if mark < rest.endIndex { power += Self.exponent(rest[(mark + 1)...]) }
    }
    while digits.last == 0 {
      digits.removeLast()
      power += 1
    }
    let leading = digits.prefix { $0 == 0 }.count
    self.digits = Array(digits.dropFirst(leading))
    // Far beyond what any field holds, all exponents are one, and adding to them overflows nothing.
    self.powerOfTen = self.digits.isEmpty ? 0 : min(max(power, -1_000_000_000), 1_000_000_000)
    self.isNegative = isNegative && !self.digits.isEmpty
  }

  package var isZero: Bool { digits.isEmpty }

  /// Whether the number has no fraction.
  package var isIntegral: Bool { powerOfTen >= 0 }

  /// The number as an `Int`, when it is one.
  package var integer: Int? {
    guard isIntegral, digits.count + powerOfTen <= 19 else { return digits.isEmpty ? 0 : nil }
    return Int(description)
  }

  private static func base(of text: ArraySlice<UInt8>) -> UInt32? {
    guard text.first == UInt8(ascii: "0") else { return nil }
    switch text.dropFirst().first {
    case UInt8(ascii: "x"): return 16
    case UInt8(ascii: "o"): return 8
    default: return nil
    }
  }

  /// Converts the digits of another base by repeated multiplication: O(n²) in their number, which readers bound.
  private static func decimalDigits(_ text: ArraySlice<UInt8>, base: UInt32) -> [UInt8] {
    var reversed: [UInt8] = []
    for byte in text {
      guard var carry = Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt32.init) else { continue }
      for position in reversed.indices {
        let sum = UInt32(reversed[position]) * base + carry
        reversed[position] = UInt8(sum % 10)
        carry = sum / 10
      }
      while carry > 0 {
        reversed.append(UInt8(carry % 10))
        carry /= 10
      }
    }
    return reversed.reversed()
  }

  /// The exponent, or one too large for the limit whatever the digits before it.
  private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
    var value = 0
    for byte in text where byte >= 0x30 && byte <= 0x39 {
      value = min(value * 10 + Int(byte) - 0x30, 1_000_000_000_000_000)
    }
    return text.first == UInt8(ascii: "-") ? -value : value
  }
}

extension Number: CustomStringConvertible {
  /// The shortest plain spelling, valid in JSON: an integer without an exponent up to 21 digits, a fraction with up to
  /// 21 places, and `d.ddde±n` beyond.
  package var description: String {
    guard !digits.isEmpty else { return "0" }
    let text = digits.map { String($0) }.joined()
    let sign = isNegative ? "-" : ""
    if powerOfTen >= 0, digits.count + powerOfTen <= 21 {
      return sign + text + String(repeating: "0", count: powerOfTen)
    }
    if powerOfTen < 0, -powerOfTen <= 21 {
      let padded = String(repeating: "0", count: max(0, 1 - powerOfTen - digits.count)) + text
      let point = padded.index(padded.endIndex, offsetBy: powerOfTen)
      return sign + padded[..<point] + "." + padded[point...]
    }
    let exponent = powerOfTen + digits.count - 1
    let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
    return sign + text.prefix(1) + fraction + "e" + (exponent < 0 ? "" : "+") + String(exponent)
  }
}
