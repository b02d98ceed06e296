import ConfigValue

/// What a plain scalar is by the core schema (YAML 1.2.2 §10.3.2), or why it is refused.
enum CoreScalar: Equatable {
  case null
  case boolean(Bool)
  case integer
  case decimal
  case string
  case refused(Refusal)

  /// Why a plain scalar must be written otherwise: `bl`, which reads specs with go-yaml, takes it for another value, or
  /// no JSON could carry it.
  enum Refusal {
    case leadingZero, otherBase, underscore, date, outOfRange, notFinite
  }

  init(_ text: ArraySlice<UInt8>) {
    guard let first = text.first else {
      self = .null
      return
    }
    switch first {
    case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      self = Self.numeric(text)
    case UInt8(ascii: "~"):
      self = text.count == 1 ? .null : .string
    case UInt8(ascii: "n"), UInt8(ascii: "N"):
      self = Self.isWord(Self.nullWord, text) ? .null : .string
    case UInt8(ascii: "t"), UInt8(ascii: "T"):
      self = Self.isWord(Self.trueWord, text) ? .boolean(true) : .string
    case UInt8(ascii: "f"), UInt8(ascii: "F"):
      self = Self.isWord(Self.falseWord, text) ? .boolean(false) : .string
    default:
      self = .string
    }
  }

  /// What the plain scalar of `count` bytes from `start` on is where that is to be seen at a glance, as with nearly all; nil
  /// otherwise.
  @inline(__always)
  init?(obvious text: [UInt8], from start: Int, count: Int) {
    guard count > 0 else { return nil }
    switch text[start] {
    case 0x31...0x39:
      guard count < 16 else { return nil }
      var offset = start &+ 1
      while offset < start &+ count {
        if text[offset] &- 0x30 > 9 { return nil }
        offset &+= 1
      }
      self = .integer
    case 0x30:
      guard count == 1 else { return nil }
      self = .integer
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "~"):
      return nil
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"),
      UInt8(ascii: "F"):
      if count == 4 || count == 5 {
        if Self.beginsWord(text[start] | 0x20, text[start + 1] | 0x20) { return nil }
      }
      self = .string
    default:
      self = .string
    }
  }

  private static func beginsWord(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "n"): second == UInt8(ascii: "u")
    case UInt8(ascii: "t"): second == UInt8(ascii: "r")
    default: second == UInt8(ascii: "a")
    }
  }

  private static let nullWord = Array("null".utf8)
  private static let trueWord = Array("true".utf8)
  private static let falseWord = Array("false".utf8)

  /// Whether `text` is the word in small letters, capitalised, or in capitals.
  private static func isWord(_ word: [UInt8], _ text: ArraySlice<UInt8>) -> Bool {
    guard text.count == word.count else { return false }
    var capitals = 0
    for offset in word.indices {
      let byte = text[text.startIndex + offset]
      guard byte | 0x20 == word[offset] else { return false }
      if byte & 0x20 == 0 { capitals += 1 }
    }
    return capitals == 0 || capitals == text.count || (capitals == 1 && text[text.startIndex] & 0x20 == 0)
  }

  private static func numeric(_ text: ArraySlice<UInt8>) -> CoreScalar {
    var form = NumberForm(text)
    guard form.kind == nil else { return form.checked(text) }
    if form.isNotFinite { return .refused(.notFinite) }
    if isDate(text) { return .refused(.date) }
    guard text.contains(UInt8(ascii: "_")), text.first != UInt8(ascii: ".") || separatesDigits(text) else {
      return .string
    }
    form = NumberForm(text.filter { $0 != UInt8(ascii: "_") }[...])
    return form.kind == nil ? .string : .refused(.underscore)
  }

  /// Whether every '_' stands between digits, where Go's own numbers may have it.
  ///
  /// go-yaml asks for that only behind a leading '.'; from other numbers it removes every '_' first.
  private static func separatesDigits(_ text: ArraySlice<UInt8>) -> Bool {
    text.indices.allSatisfy { index in
      text[index] != UInt8(ascii: "_")
        || (text.index(after: index) < text.endIndex && text.startIndex < index
          && (0x30...0x39).contains(text[index - 1]) && (0x30...0x39).contains(text[index + 1]))
    }
  }

  /// A date, or a date and time, as go-yaml reads them.
  private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
    var scanner = DigitScanner(rest: text)
    guard scanner.number(digits: 4...4) != nil, scanner.take("-"),
      let month = scanner.number(digits: 1...2), (1...12).contains(month), scanner.take("-"),
      let day = scanner.number(digits: 1...2), (1...31).contains(day)
    else { return false }
    if scanner.rest.isEmpty { return true }
    let hasZone = !scanner.take(" ")
    guard !hasZone || scanner.take("T") || scanner.take("t") else { return false }
    guard scanner.time() else { return false }
    if scanner.take(".") || scanner.take(",") { guard scanner.number(digits: 1...99) != nil else { return false } }
    guard hasZone, !scanner.take("Z") else { return scanner.rest.isEmpty }
    guard scanner.take("+") || scanner.take("-") else { return false }
    return scanner.number(digits: 2...2) != nil && scanner.take(":") && scanner.number(digits: 2...2) != nil
      && scanner.rest.isEmpty
  }
}

/// Takes digits and marks off the front of a text.
private struct DigitScanner {
  var rest: ArraySlice<UInt8>

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The number in as many digits as there are; its value stops growing where no date could use it.
  mutating func number(digits: ClosedRange<Int>) -> Int? {
    let found = rest.prefix { (0x30...0x39).contains($0) }
    guard digits.contains(found.count) else { return nil }
    rest = rest[found.endIndex...]
    return found.reduce(0) { min($0 * 10 + Int($1 - 0x30), 100_000) }
  }

  mutating func time() -> Bool {
    guard let hour = number(digits: 1...2), hour < 24, take(":") else { return false }
    guard let minute = number(digits: 1...2), minute < 60, take(":") else { return false }
    guard let second = number(digits: 1...2) else { return false }
    return second < 60
  }
}
