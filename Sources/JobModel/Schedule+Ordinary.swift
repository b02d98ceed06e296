extension Schedule {
  /// Whether a part of a text is an expression of five fields that all readings know, that fires, and has no trap, as far as a
  /// quick look tells: numbers, lists and ranges of them, and steps over all minutes or hours, with a day in only one field, and
  /// none that a month lacks. False says nothing.
  static func isOrdinary(_ text: [UInt8], _ bounds: Range<Int>) -> Bool {
    var look = ScheduleLook(position: bounds.lowerBound, end: bounds.upperBound)
    return look.hasStepOrList(text, in: 0...59) && look.hasStepOrList(text, in: 0...23)
      && look.hasDays(text) && look.isAtEnd
  }
}

/// A look at one expression, field by field; fields are apart by one space.
private struct ScheduleLook {
  var position: Int
  let end: Int

  var isAtEnd: Bool { position == end }

  /// Reads a field of minutes or hours, and the space behind it.
  mutating func hasStepOrList(_ text: [UInt8], in bounds: ClosedRange<Int>) -> Bool {
    guard takes("*", text) else { return hasList(text, in: bounds) && takes(" ", text) }
    if takes("/", text) {
      // A step that reaches past the end leaves only the first value.
      guard let step = number(text), step > 0, step <= bounds.upperBound else { return false }
    }
    return takes(" ", text)
  }

  /// Reads the last three fields.
  mutating func hasDays(_ text: [UInt8]) -> Bool {
    let isAnyDay = takes("*", text)
    guard isAnyDay || hasList(text, in: 1...28), takes(" ", text) else { return false }
    guard takes("*", text) || hasList(text, in: 1...12), takes(" ", text) else { return false }
    return takes("*", text) || isAnyDay && hasList(text, in: 0...6)
  }

  /// Reads numbers and ranges with commas between them.
  private mutating func hasList(_ text: [UInt8], in bounds: ClosedRange<Int>) -> Bool {
    repeat {
      guard let first = number(text), bounds.contains(first) else { return false }
      if takes("-", text) {
        guard let last = number(text), bounds.contains(last), first <= last else { return false }
      }
    } while takes(",", text)
    return true
  }

  /// Reads one or two digits.
  private mutating func number(_ text: [UInt8]) -> Int? {
    guard let first = digit(text) else { return nil }
    guard let second = digit(text) else { return first }
    return first * 10 + second
  }

  private mutating func digit(_ text: [UInt8]) -> Int? {
    guard position < end, (0x30...0x39).contains(text[position]) else { return nil }
    defer { position += 1 }
    return Int(text[position]) - 0x30
  }

  private mutating func takes(_ character: Unicode.Scalar, _ text: [UInt8]) -> Bool {
    guard position < end, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}
