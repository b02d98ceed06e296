/// A text with references to variables, cut into pieces.
///
/// The references are those that `bl apply` replaces: `$X`, `${X}`, `${X:default}`, `$secrets.X`, `$secrets.X:default`,
/// `${secrets.X}` and `${secrets.X:default}`. Names are ASCII letters, digits and `_`; without braces they begin with no digit.
package struct VariableText: Sendable {
  package enum Piece: Hashable, Sendable {
    /// Text that stands for itself.
    case literal(Range<Int>)
    case reference(Reference)
    /// Something that looks like a reference of other tools, and that `bl` would read in its own way.
    case lookAlike(Range<Int>, LookAlike)
  }

  /// One reference.
  package struct Reference: Hashable, Sendable {
    package let name: String
    package let isSecret: Bool
    /// What it stands for when the variable has no value; never empty, since `bl` takes an empty one for none.
    package let fallback: String?
    /// Where it stands in the text.
    package let bounds: Range<Int>
  }

  /// What other tools would take it for.
  package enum LookAlike: Hashable, Sendable {
    /// `${X:-default}`, `${X:=default}`, `${X:?message}` or `${X:+other}`: `bl` takes the mark for a part of the default.
    case marked(name: String, isSecret: Bool)
    /// `${ X }`: some versions of `bl` take it for a reference, and others do not.
    case spaced(name: String, isSecret: Bool)
    /// `$$X`: `bl` replaces what is behind the first dollar.
    case doubled
    /// `$secrets` without a name behind a point: `bl` takes any character for the point, so that `$secrets_X` and
    /// `${secretsX}` are such, too.
    case nameless
  }

  /// What a text is cut out of.
  package enum Context: Sendable {
    /// It is the whole of a scalar, so that a default without braces reaches to its end.
    case scalar
    /// It is a file, in which such a default ends with the word.
    case file
  }

  /// The pieces in order; together they are the whole text, and no two literals are neighbours.
  package private(set) var pieces: [Piece] = []

  /// Cuts a text; offsets are those of `text`.
  package init(_ text: ArraySlice<UInt8>, in context: Context = .scalar) {
    var literalStart = text.startIndex
    var position = text.startIndex
    var scanner = VariableScanner(text: text, context: context)
    while let dollar = text[position...].firstIndex(of: UInt8(ascii: "$")) {
      guard let piece = scanner.piece(at: dollar) else {
        position = dollar + 1
        continue
      }
      if literalStart < dollar { pieces.append(.literal(literalStart..<dollar)) }
      pieces.append(piece)
      position = piece.bounds.upperBound
      literalStart = position
    }
    if literalStart < text.endIndex { pieces.append(.literal(literalStart..<text.endIndex)) }
  }

  /// Whether anything in the text is not literal.
  package var hasReferences: Bool {
    pieces.contains { if case .literal = $0 { false } else { true } }
  }

  package var references: [Reference] {
    pieces.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
  }

  /// Whether the text is one reference without a default, so that nothing of a value stands in it.
  package var isBareReference: Bool {
    guard pieces.count == 1, case .reference(let reference) = pieces[0] else { return false }
    return reference.fallback == nil
  }
}

extension VariableText.Piece {
  /// Where it stands in the text.
  package var bounds: Range<Int> {
    switch self {
    case .literal(let bounds), .lookAlike(let bounds, _): bounds
    case .reference(let reference): reference.bounds
    }
  }
}

/// Reads what begins with a dollar.
private struct VariableScanner {
  let text: ArraySlice<UInt8>
  let context: VariableText.Context

  /// Where a search for the end of braces began and ended last.
  private var searched = 0..<0

  init(text: ArraySlice<UInt8>, context: VariableText.Context) {
    self.text = text
    self.context = context
  }

  private typealias Name = (text: String, isSecret: Bool, end: Int)

  /// What the dollar begins; nil when it stands for itself.
  mutating func piece(at dollar: Int) -> VariableText.Piece? {
    switch byte(at: dollar + 1) {
    case UInt8(ascii: "$")?:
      guard let next = byte(at: dollar + 2), next == UInt8(ascii: "{") || Self.isNamePart(next) else { return nil }
      return .lookAlike(dollar..<dollar + 2, .doubled)
    case UInt8(ascii: "{")?: return braced(from: dollar)
    case let first? where Self.isNamePart(first) && !Self.isDigit(first): return bare(from: dollar)
    default: return nil
    }
  }

  private func bare(from dollar: Int) -> VariableText.Piece? {
    guard let name = name(at: dollar + 1) else { return nil }
    if !name.isSecret {
      if name.text.hasPrefix("secrets") { return .lookAlike(dollar..<name.end, .nameless) }
      return reference(name, nil, dollar..<name.end)
    }
    guard byte(at: name.end) == UInt8(ascii: ":"), let end = defaultEnd(from: name.end + 1, behind: dollar) else {
      return reference(name, nil, dollar..<name.end)
    }
    return reference(name, name.end + 1..<end, dollar..<end)
  }

  /// Where a default without braces ends; nil when the colon begins none.
  private func defaultEnd(from start: Int, behind dollar: Int) -> Int? {
    switch context {
    case .scalar: return dollar == text.startIndex ? text.endIndex : nil
    case .file:
      if let before = byte(at: dollar - 1), !Self.isSpace(before), !"'\"".utf8.contains(before) { return nil }
      return text[start...].firstIndex { Self.isSpace($0) || "'\",]}".utf8.contains($0) } ?? text.endIndex
    }
  }

  private mutating func braced(from dollar: Int) -> VariableText.Piece? {
    let start = dollar + 2
    let inner = text[start...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let name = name(at: inner.startIndex) else { return nil }
    guard let end = byte(at: name.end) else { return nil }
    let isSpaced = inner.startIndex > start || Self.isSpace(end)
    guard isSpaced || end == UInt8(ascii: "}") || end == UInt8(ascii: ":"),
      case let close = close(from: name.end), byte(at: close) == UInt8(ascii: "}")
    else { return nil }
    let bounds = dollar..<close + 1
    let rest = text[name.end..<close].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    if isSpaced {
      guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { return nil }
      return .lookAlike(bounds, .spaced(name: name.text, isSecret: name.isSecret))
    }
    if !name.isSecret, name.text.hasPrefix("secrets") { return .lookAlike(bounds, .nameless) }
    if end == UInt8(ascii: "}") { return reference(name, nil, bounds) }
    if let mark = byte(at: name.end + 1), "-=?+".utf8.contains(mark) {
      return .lookAlike(bounds, .marked(name: name.text, isSecret: name.isSecret))
    }
    return reference(name, name.end + 1..<close, bounds)
  }

  /// The first closing brace or, in a scalar, line end; the end of the text when there is none. What some versions of `bl` do
  /// with a default of several lines is found by looking at the file.
  ///
  /// Braces that are not closed would all search through the same bytes, in quadratic time together.
  private mutating func close(from start: Int) -> Int {
    if !searched.contains(start) {
      let end =
        text[start...].firstIndex { byte in
          byte == UInt8(ascii: "}") || byte == UInt8(ascii: "\n") && context == .scalar
        } ?? text.endIndex
      searched = start..<end
    }
    return searched.upperBound
  }

  private func reference(_ name: Name, _ fallback: Range<Int>?, _ bounds: Range<Int>) -> VariableText.Piece {
    let fallback = fallback.flatMap { $0.isEmpty ? nil : String(decoding: text[$0], as: UTF8.self) }
    return .reference(
      VariableText.Reference(name: name.text, isSecret: name.isSecret, fallback: fallback, bounds: bounds))
  }

  /// A name, or `secrets.` and a name.
  private func name(at start: Int) -> Name? {
    let word = text[start...].prefix(while: Self.isNamePart)
    guard !word.isEmpty else { return nil }
    if word.elementsEqual("secrets".utf8), byte(at: word.endIndex) == UInt8(ascii: ".") {
      let name = text[(word.endIndex + 1)...].prefix(while: Self.isNamePart)
      if !name.isEmpty { return (String(decoding: name, as: UTF8.self), true, name.endIndex) }
    }
    return (String(decoding: word, as: UTF8.self), false, word.endIndex)
  }

  private func byte(at position: Int) -> UInt8? {
    text.indices.contains(position) ? text[position] : nil
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: isDigit(byte)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
