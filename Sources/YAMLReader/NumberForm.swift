import ConfigValue

/// How a text is written as a number: by the core schema, or only by go-yaml.
struct NumberForm {
  enum Kind {
    case decimalInteger, octal, hexadecimal, fraction
    /// Forms that only go-yaml reads: `0b1`, `0X1F`, `-0x1F`, `0o-7`.
    case foreign
  }

  private(set) var kind: Kind?
  /// Whether it is an infinity or not a number at all, as `.inf` and `.nan`.
  private(set) var isNotFinite = false
  private let unsigned: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) {
    let isSigned = text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-")
    unsigned = isSigned ? text.dropFirst() : text
    if let base = Self.base(unsigned) {
      var digits = unsigned.dropFirst(2)
      // go-yaml cuts off '0o' and '0b', and takes a sign behind them.
      let hasInnerSign =
        !isSigned && base.kind != .hexadecimal
        && (digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-"))
      if hasInnerSign { digits = digits.dropFirst() }
      if !digits.isEmpty, digits.allSatisfy(base.digits.contains) {
        kind = isSigned || hasInnerSign || base.isForeign ? .foreign : base.kind
      }
    } else if unsigned.allSatisfy({ (0x30...0x39).contains($0) }) {
      kind = unsigned.isEmpty ? nil : .decimalInteger
    } else if Self.isFraction(unsigned) {
      kind = .fraction
    } else if unsigned.count == 4, unsigned.first == UInt8(ascii: ".") {
      let word = String(decoding: unsigned.dropFirst(), as: UTF8.self)
      isNotFinite = ["inf", "Inf", "INF"].contains(word) || (!isSigned && ["nan", "NaN", "NAN"].contains(word))
    }
  }

  /// The number's kind, unless go-yaml gives it another value.
  func checked(_ text: ArraySlice<UInt8>) -> CoreScalar {
    switch kind {
    case nil: .string
    case .foreign: .refused(.otherBase)
    case .decimalInteger where unsigned.count > 1 && unsigned.first == 0x30: .refused(.leadingZero)
    case .fraction: Self.fitsDouble(text) ? .decimal : .refused(.outOfRange)
    case .decimalInteger, .octal, .hexadecimal: fits64Bits(text) ? .integer : .refused(.outOfRange)
    }
  }

  private struct Base {
    let kind: Kind
    let isForeign: Bool
    let digits: Set<UInt8>
  }

  private static let binaryDigits = Set("01".utf8)
  private static let octalDigits = Set("01234567".utf8)
  private static let hexadecimalDigits = Set("0123456789abcdefABCDEF".utf8)

  /// What `0x`, `0o` and their like announce; nil without such a beginning or without anything behind it.
  private static func base(_ text: ArraySlice<UInt8>) -> Base? {
    guard text.count > 2, text.first == 0x30 else { return nil }
    switch text[text.startIndex + 1] {
    case UInt8(ascii: "x"): return Base(kind: .hexadecimal, isForeign: false, digits: hexadecimalDigits)
    case UInt8(ascii: "X"): return Base(kind: .hexadecimal, isForeign: true, digits: hexadecimalDigits)
    case UInt8(ascii: "o"): return Base(kind: .octal, isForeign: false, digits: octalDigits)
    case UInt8(ascii: "O"): return Base(kind: .octal, isForeign: true, digits: octalDigits)
    case UInt8(ascii: "b"), UInt8(ascii: "B"): return Base(kind: .foreign, isForeign: true, digits: binaryDigits)
    default: return nil
    }
  }

  /// Whether it is `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
  private static func isFraction(_ text: ArraySlice<UInt8>) -> Bool {
    func digits(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> { text.prefix { (0x30...0x39).contains($0) } }
    let whole = digits(text)
    var rest = text[whole.endIndex...]
    if rest.first == UInt8(ascii: ".") {
      let places = digits(rest.dropFirst())
      if whole.isEmpty, places.isEmpty { return false }
      rest = rest[places.endIndex...]
    } else if whole.isEmpty {
      return false
    }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    return !rest.isEmpty && digits(rest).count == rest.count
  }

  /// go-yaml rounds integers beyond 64 bits, and those that only fit without a sign when they have a '+'.
  private func fits64Bits(_ text: ArraySlice<UInt8>) -> Bool {
    if unsigned.count < 16 { return true }
    switch kind {
    case .hexadecimal:
      return UInt64(String(decoding: unsigned.dropFirst(2), as: UTF8.self), radix: 16) != nil
    case .octal:
      return UInt64(String(decoding: unsigned.dropFirst(2), as: UTF8.self), radix: 8) != nil
    default:
      let digits = String(decoding: unsigned, as: UTF8.self)
      switch text.first {
      case UInt8(ascii: "-"): return Int64("-" + digits) != nil
      case UInt8(ascii: "+"): return Int64(digits) != nil
      default: return UInt64(digits) != nil
      }
    }
  }

  /// go-yaml takes a fraction too large for a double for a string, and sends the nearest double of all others, in its shortest
  /// spelling.
  private static func fitsDouble(_ text: ArraySlice<UInt8>) -> Bool {
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return false }
    // Any fifteen digits come back from a double as they went in, if it is not too near to zero.
    if text.count <= 15, value.isNormal { return true }
    return Number(parsing: Array(value.description.utf8)[...]) == Number(parsing: text)
  }
}
