import ConfigValue
import JobModel
import TestSupport
import Testing

@Suite struct VariableTests {
  private static func cut(_ text: String, in context: VariableText.Context = .scalar) -> VariableText {
    VariableText(Array(text.utf8)[...], in: context)
  }

  private static func outline(_ text: String, in context: VariableText.Context = .scalar) -> [String] {
    let bytes = Array(text.utf8)
    return cut(text, in: context).pieces.map { piece in
      switch piece {
      case .literal(let bounds): "=" + String(decoding: bytes[bounds], as: UTF8.self)
      case .reference(let reference):
        (reference.isSecret ? "secret " : "") + reference.name + (reference.fallback.map { ":" + $0 } ?? "")
      case .lookAlike(_, let kind):
        switch kind {
        case .marked(let name, _): "?marked \(name)"
        case .spaced(let name, _): "?spaced \(name)"
        case .doubled: "?doubled"
        case .nameless: "?nameless"
        }
      }
    }
  }

  @Test(
    .timeLimit(.minutes(1)), arguments: ["${X:", "${ X ", "${secrets.X:a", "${X :"],
    [VariableText.Context.scalar, .file])
  func `Braces that are not closed take no more time than others`(piece: String, context: VariableText.Context) {
    let text = String(repeating: piece, count: 250_000)
    #expect(Self.cut(text, in: context).pieces == [.literal(0..<text.utf8.count)])
    #expect(Self.cut(text + "}", in: context).pieces.count <= 2)
  }

  @Test(
    arguments: [
      ("$X", ["X"]), ("${X}", ["X"]), ("${X:default}", ["X:default"]), ("$secrets.X", ["secret X"]),
      ("$secrets.X:a default", ["secret X:a default"]), ("${secrets.X}", ["secret X"]),
      ("${secrets.X:d}", ["secret X:d"]),
      ("a$X-b", ["=a", "X", "=-b"]), ("$X$Y", ["X", "Y"]), ("$X_1.y", ["X_1", "=.y"]), ("${X}}", ["X", "=}"]),
      ("${X:a:b}", ["X:a:b"]), ("${X:}", ["X"]), ("${X:$Y}", ["X:$Y"]), ("é${X}é", ["=é", "X", "=é"]),
      ("Bearer $secrets.X:d", ["=Bearer ", "secret X", "=:d"]), ("${1}", ["1"]), ("${1:d}", ["1:d"]),
      // What is none.
      ("", []), ("$", ["=$"]), ("$5 and $ 6", ["=$5 and $ 6"]), ("a$", ["=a$"]), ("$$", ["=$$"]), ("${}", ["=${}"]),
      ("${X", ["=${X"]), ("${X:a", ["=${X:a"]), ("${X:a\n}", ["=${X:a\n}"]), ("${X-d}", ["=${X-d}"]),
      ("$(X)", ["=$(X)"]),
      ("${{ X }}", ["=${{ X }}"]), ("${a.b}", ["=${a.b}"]), ("$é", ["=$é"]), ("$secretsX", ["?nameless"]),
      ("${secretsX}", ["?nameless"]),
      // What looks like one.
      ("${X:-d}", ["?marked X"]), ("${X:=d}", ["?marked X"]), ("${X:?m}", ["?marked X"]), ("${X:+o}", ["?marked X"]),
      ("${secrets.X:-d}", ["?marked X"]), ("$$X", ["?doubled", "=X"]), ("$${X}", ["?doubled", "={X}"]),
      ("${ X }", ["?spaced X"]), ("${ secrets.X }", ["?spaced X"]), ("${X }", ["?spaced X"]),
      ("${ X:d}", ["?spaced X"]),
      ("$secrets", ["?nameless"]), ("$secrets/X", ["?nameless", "=/X"]), ("$secrets.", ["?nameless", "=."]),
    ] as [(String, [String])])
  func `A text is cut into what 'bl apply' replaces and what it leaves alone`(text: String, pieces: [String]) {
    #expect(Self.outline(text) == pieces)
  }

  @Test func `In a file a default without braces ends with its word`() {
    #expect(
      Self.outline("a: $secrets.X:d e\nb: {c: $secrets.Y:f}\nc: '$secrets.Z:g'\n", in: .file) == [
        "=a: ", "secret X:d", "= e\nb: {c: ", "secret Y:f", "=}\nc: '", "secret Z:g", "='\n",
      ])
  }

  private static func piece(_ random: inout SeededRandom) -> String {
    random.pick([
      "$", "{", "}", ":", "-", "X", "secrets", ".", " ", "\n", "é", "$X", "${X}", "${secrets.X", "\\", "'", "\"", "1",
      "?",
    ])
  }

  @Test(arguments: 0..<200) func `The pieces of any text are the text`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<50 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in Self.piece(&random) }.joined()
      for context in [VariableText.Context.scalar, .file] {
        var end = 0
        var wasLiteral = false
        for piece in Self.cut(text, in: context).pieces {
          let isLiteral = if case .literal = piece { true } else { false }
          #expect(piece.bounds.lowerBound == end && !piece.bounds.isEmpty && !(isLiteral && wasLiteral), "\(text)")
          (end, wasLiteral) = (piece.bounds.upperBound, isLiteral)
        }
        #expect(end == text.utf8.count)
      }
    }
  }

  // MARK: Values

  private static let variables = ["A": "1", "B": "$A ${secrets.S}", "S": "hunter2-hunter2"]

  private static func outcome(
    _ text: String, shown: Set<String> = [], unresolved: Variables.Unresolved = .error
  ) -> Variables.Outcome {
    Variables(variables, shown: shown, unresolved: unresolved).outcome(of: Array(text.utf8)[...])
  }

  /// What a replacement came to: the text, how it is shown, whether it is secret, and what is hidden.
  private static func replacement(_ text: String, shown: Set<String> = [], unresolved: Variables.Unresolved = .error)
    -> [String]
  {
    guard case .replaced(let found) = outcome(text, shown: shown, unresolved: unresolved) else { return [] }
    return [found.text, found.shownAs ?? "", found.isSecret ? "secret" : ""] + found.hidden
  }

  @Test func `Each reference is replaced once, and shown as itself`() {
    #expect(Self.replacement("x$A") == ["x1", "x$A", "", "1"])
    #expect(
      Self.replacement("$B$A") == ["$A ${secrets.S}1", "$B$A", "", "$A ${secrets.S}", "1"])
    #expect(Self.replacement("a$A$C", unresolved: .literal) == ["a1$C", "a$A$C", "", "1"])
    #expect(Self.outcome("x") == .unchanged)
    #expect(Self.outcome("$C", unresolved: .literal) == .unchanged)
  }

  @Test func `What may be shown is shown, and secrets never are`() {
    #expect(Self.replacement("x$A", shown: ["A"]) == ["x1", "", ""])
    #expect(Self.replacement("${C:d}") == ["d", "", ""])
    #expect(
      Self.replacement("${secrets.S}", shown: ["S"]) == [
        "hunter2-hunter2", "${secrets.S}", "secret", "hunter2-hunter2",
      ])
    #expect(
      Self.replacement("a${secrets.C:in-the-spec}") == ["ain-the-spec", "a${secrets.C}", "secret", "in-the-spec"])
    #expect(Self.replacement("${A:d}") == ["1", "${A:d}", "", "1"])
  }

  @Test func `What has no value is what was asked for, and a secret is unknown`() {
    #expect(Self.outcome("a $C $A $D") == .faulty([.unresolved(name: "C", 2..<4), .unresolved(name: "D", 8..<10)]))
    #expect(Self.outcome("$C$A", unresolved: .unknown) == .unknown)
    for unresolved in Variables.Unresolved.allCases {
      #expect(Self.outcome("$A${secrets.C}", unresolved: unresolved) == .unknown)
      #expect(
        Self.outcome("${A:-d}", unresolved: unresolved)
          == .faulty([.lookAlike(.marked(name: "A", isSecret: false), 0..<7)]))
    }
  }

  // MARK: As 'bl apply' does it

  /// The algorithm of the released `bl` (`getResultsWrapper`, `handleSecret`), which knows no defaults: one pass over plain
  /// references, then each form of a secret everywhere. Here the forms are taken in order of length, the longest first.
  private static func blApply(_ text: String, _ values: [String: String]) -> String {
    let plain = text.replacing(/\$([A-Za-z0-9_]+)|\$\{([A-Za-z0-9_]+)\}/) { match in
      values[String(match.output.1 ?? match.output.2 ?? "")] ?? String(match.output.0)
    }
    let forms = plain.matches(of: /\$secrets.([A-Za-z0-9_]+)|\$\{\s?secrets.([A-Za-z0-9_]+)\s?\}/).map { match in
      (form: String(match.output.0), name: String(match.output.1 ?? match.output.2 ?? ""))
    }
    return forms.sorted { $0.form.utf8.count > $1.form.utf8.count }.reduce(plain) { text, secret in
      values[secret.name].map { text.replacing(secret.form, with: $0) } ?? text
    }
  }

  @Test(arguments: 0..<100) func `A file is replaced as the released 'bl' does it`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let values = ["X": "1", "Y": "a b", "XY": "'q'"]
    for _ in 0..<20 {
      let text = (0..<Int.random(in: 0...10, using: &random)).map { _ in
        random.pick([
          "$X", "${Y}", "$secrets.X", "${secrets.Y}", "$secrets.XY", "$Z", "${Z}", " ", "a", "-", "\n", "{", "}",
        ])
      }.joined()
      // A name goes on as far as it can, and two of them in a row are another one.
      guard Self.cut(text, in: .file).pieces.allSatisfy({ if case .lookAlike = $0 { false } else { true } }) else {
        continue
      }
      let applied = Variables(values, unresolved: .error).appliedToFile(Array(text.utf8))
      if let applied { #expect(String(decoding: applied, as: UTF8.self) == Self.blApply(text, values), "\(text)") }
    }
  }

  @Test func `What depends on the order in which secrets are taken has no outcome`() {
    func applied(_ text: String, _ values: [String: String]) -> String? {
      Variables(values, unresolved: .error).appliedToFile(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(applied("$secrets.A $secrets.AB", ["A": "1", "AB": "2"]) == nil)
    #expect(applied("${secrets.A} ${secrets.AB}", ["A": "1", "AB": "2"]) == "1 2")
    #expect(applied("${secrets.A} ${secrets.B}", ["A": "${secrets.B}", "B": "2"]) == nil)
  }
}
