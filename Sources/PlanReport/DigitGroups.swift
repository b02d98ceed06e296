/// Large numbers as people read them.
package enum DigitGroups {
  /// 12345 as `12,345`; no sign is expected.
  package static func text(_ number: Int) -> String {
    let digits = Array(String(number).utf8)
    var grouped: [UInt8] = []
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { grouped.append(UInt8(ascii: ",")) }
      grouped.append(digit)
    }
    return String(decoding: grouped, as: UTF8.self)
  }
}
