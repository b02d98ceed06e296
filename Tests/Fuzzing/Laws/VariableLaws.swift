import ConfigValue
import JobModel

/// What holds for every text that is cut into literals and references to variables.
enum VariableLaws {
  static func check(_ text: [UInt8]) throws(BrokenLaw) {
    for context in [VariableText.Context.scalar, .file] {
      let pieces = VariableText(text[...], in: context).pieces
      try checkTiling(pieces, of: text)
      for piece in pieces { try check(piece, in: text, context) }
      try law(
        "a slice is cut as the text it holds",
        VariableText(([UInt8(ascii: "$")] + text)[1...], in: context).pieces.map(\.bounds)
          == pieces.map { $0.bounds.lowerBound + 1..<$0.bounds.upperBound + 1 })
    }
  }

  private static func checkTiling(_ pieces: [VariableText.Piece], of text: [UInt8]) throws(BrokenLaw) {
    var end = 0
    var isAfterLiteral = false
    for piece in pieces {
      try law("pieces leave no gap: \(piece.bounds) after \(end)", piece.bounds.lowerBound == end)
      try law("no piece is empty: \(piece.bounds)", !piece.bounds.isEmpty)
      end = piece.bounds.upperBound
      let isLiteral = if case .literal = piece { true } else { false }
      try law("no literal follows another: \(piece.bounds)", !(isLiteral && isAfterLiteral))
      isAfterLiteral = isLiteral
    }
    try law("pieces reach to the end of the text", end == text.count)
  }

  private static func check(
    _ piece: VariableText.Piece, in text: [UInt8], _ context: VariableText.Context
  ) throws(BrokenLaw) {
    let cut = text[piece.bounds]
    let reread = VariableText(cut, in: context)
    switch piece {
    case .literal(let bounds):
      try law("a literal holds no reference: \(bounds)", !reread.hasReferences)
    case .reference(let reference):
      try law("a reference begins with '$': \(reference.bounds)", cut.first == UInt8(ascii: "$"))
      try law("a reference has a name of letters, digits and '_': \(reference.name)", isName(reference.name))
      try law("a reference reads as itself when cut out: \(reference.name)", reread.pieces == [piece])
      // Bytes that are not UTF-8 are replaced in a default.
      if let fallback = reference.fallback, cut.firstInvalidUTF8 == nil {
        try law(
          "a default is as it is written: \(reference.name)", spellings(of: reference, fallback).contains(Array(cut)))
      }
    case .lookAlike(let bounds, .marked(let name, _)), .lookAlike(let bounds, .spaced(let name, _)):
      try law("a look-alike has a name: \(name)", isName(name))
      try law("a look-alike reads as itself when cut out: \(bounds)", reread.pieces == [piece])
    case .lookAlike(let bounds, .doubled):
      try law("a doubled dollar is two of them: \(bounds)", cut.elementsEqual("$$".utf8))
    case .lookAlike(let bounds, .nameless):
      try law(
        "a secret without a name begins like one: \(bounds)",
        cut.starts(with: "$secrets".utf8) || cut.starts(with: "${secrets".utf8))
      try law("a look-alike reads as itself when cut out: \(bounds)", reread.pieces == [piece])
    }
  }

  /// How a reference with a default is written, with and without braces.
  private static func spellings(of reference: VariableText.Reference, _ fallback: String) -> [[UInt8]] {
    let inner = (reference.isSecret ? "secrets." : "") + reference.name + ":" + fallback
    return [Array("${\(inner)}".utf8), Array("$\(inner)".utf8)]
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case 0x30...0x39, UInt8(ascii: "_"): true
        default: false
        }
      }
  }
}
