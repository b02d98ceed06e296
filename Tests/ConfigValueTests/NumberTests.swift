import ConfigValue
import TestSupport
import Testing

private func number(_ text: String) -> Number {
  Number(parsing: Array(text.utf8)[...])
}

@Suite("Numbers are exact")
struct NumberTests {
  @Test(
    "what is worth the same is equal",
    arguments: [
      ("4096", "4096.0"), ("4096", "0x1000"), ("4096", "4.096e+03"), ("0", "-0"), ("0", "0.000e99"), ("511", "0o777"),
      ("0.1", "1e-1"), ("100", "1E2"), ("-5", "-5.00"), ("18446744073709551615", "0xFFFFFFFFFFFFFFFF"), ("0", "0x0"),
    ])
  func equal(first: String, second: String) {
    #expect(number(first) == number(second))
    #expect(number(first).hashValue == number(second).hashValue)
  }

  @Test(
    "what is not worth the same is not equal",
    arguments: [
      ("1", "-1"), ("9007199254740993", "9007199254740992"), ("0.1", "0.10000000000000000001"), ("1e100", "1e101"),
      ("12", "21"),
    ])
  func different(first: String, second: String) {
    #expect(number(first) != number(second))
  }

  @Test(
    "numbers have one short spelling",
    arguments: [
      ("4096.0", "4096"), ("-0", "0"), ("1e3", "1000"), ("1e30", "1e+30"), ("12.5e30", "1.25e+31"), ("0.50", "0.5"),
      ("1e-30", "1e-30"),
      ("-0.00012", "-0.00012"), ("123456789012345678901234", "1.23456789012345678901234e+23"), ("0xff", "255"),
    ])
  func spellings(text: String, spelling: String) {
    #expect(number(text).description == spelling)
    #expect(number(spelling) == number(text))
  }

  @Test(
    "numbers with an exponent beyond all limits read as they are written",
    arguments: [
      "19e3387701234567890", "-1.25e99999999999999999999", "12345e1000000000", "12345e-1000000000", "1e-1000000000000",
      "0.001e1000000002",
    ])
  func hugeExponents(text: String) {
    #expect(number(number(text).description) == number(text))
  }

  @Test(
    "integers of 64 bits are taken as such, others not",
    arguments: [
      ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("9223372036854775808", nil), ("1.5", nil),
      ("1e18", 1_000_000_000_000_000_000), ("1e19", nil), ("1e999999999999", nil), ("0e999", 0), ("2.0", 2),
    ] as [(String, Int?)])
  func integers(text: String, value: Int?) {
    #expect(number(text).integer == value)
  }

  @Test("random integers keep their value", arguments: 0..<100)
  func roundTrip(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let value = Int.random(in: .min ... .max, using: &random) >> Int.random(in: 0..<64, using: &random)
    #expect(Number(value).integer == value)
    #expect(number("\(value)e0") == Number(value))
  }
}
