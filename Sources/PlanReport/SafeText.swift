/// How texts from outside are made harmless in one kind of text.
protocol TextKind {
  /// The text as it may stand in this kind of text.
  static func escaped(_ text: String) -> String
}

/// A kind of text that stands in another kind as a block, whose bounds keep it apart.
protocol BlockKind: TextKind {
  associatedtype Surroundings: TextKind

  /// The block around escaped text, with its bounds.
  static func enclosed(_ text: String) -> String
}

/// Text of one kind, into which texts from outside only get escaped.
///
/// Literals are taken as they are written; whatever is interpolated goes through the kind's escaping. There is no way in for
/// a `String` as it is: it does not compile.
struct SafeText<Kind: TextKind>: Hashable, Sendable {
  private(set) var text: String

  private init(verbatim text: String) {
    self.text = text
  }

  /// No text.
  init() {
    text = ""
  }

  /// The text from outside, escaped.
  init(escaping text: String) {
    self.text = Kind.escaped(text)
  }

  var isEmpty: Bool { text.isEmpty }
  var utf8: String.UTF8View { text.utf8 }

  static func += (one: inout SafeText, other: SafeText) {
    one.text += other.text
  }

  static func + (one: SafeText, other: SafeText) -> SafeText {
    SafeText(verbatim: one.text + other.text)
  }

  /// The text as many times as that.
  func repeated(_ count: Int) -> SafeText {
    SafeText(verbatim: String(repeating: text, count: max(0, count)))
  }
}

extension SafeText: ExpressibleByStringInterpolation {
  init(stringLiteral literal: StaticString) {
    text = literal.description
  }

  init(stringInterpolation interpolation: Interpolation) {
    text = interpolation.text
  }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text: String

    init(literalCapacity: Int, interpolationCount: Int) {
      text = ""
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: StaticString) {
      text += literal.description
    }

    /// A text from outside, escaped. Disfavoured, so that a literal in an interpolation is taken as it is written, too.
    @_disfavoredOverload
    mutating func appendInterpolation(_ text: String) {
      self.text += Kind.escaped(text)
    }

    mutating func appendInterpolation(_ text: SafeText) {
      self.text += text.text
    }

    mutating func appendInterpolation(_ number: Int) {
      text += String(number)
    }

    /// A count with its noun: `1 job`, `2 jobs`.
    mutating func appendInterpolation(_ count: Int, of noun: SafeText) {
      text += "\(count) \(noun.text)\(count == 1 ? "" : "s")"
    }

    /// The same of a count that may be large: `12,345 jobs`.
    mutating func appendInterpolation(grouped count: Int, of noun: SafeText) {
      text += "\(DigitGroups.text(count)) \(noun.text)\(count == 1 ? "" : "s")"
    }
  }
}

extension SafeText where Kind: BlockKind {
  /// The text as a block of the kind of text around it.
  var enclosed: SafeText<Kind.Surroundings> {
    SafeText<Kind.Surroundings>(verbatim: Kind.enclosed(text))
  }
}

extension Sequence {
  /// The texts one behind the other, with `separator` between them.
  func joined<Kind>(separator: SafeText<Kind> = SafeText()) -> SafeText<Kind> where Element == SafeText<Kind> {
    var joined = SafeText<Kind>()
    for (position, text) in enumerated() {
      if position > 0 { joined += separator }
      joined += text
    }
    return joined
  }
}

extension DefaultStringInterpolation {
  /// Warns, which is an error here, of safe text in a `String`, where nobody would know what it is.
  @available(*, deprecated, message: "give the literal the type SafeText")
  mutating func appendInterpolation<Kind>(_ text: SafeText<Kind>) {
    appendInterpolation(text.text)
  }
}
