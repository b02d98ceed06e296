/// A machine that looks at each byte of a text once, and tells whether anything stands in it that a secret text begins with.
///
/// It never misses what `SecretText.credentials(in:)`, `SecretText.isSecretAssignment` or `StructuredText` would find, since it
/// stops for: an equals sign, two slashes or five dashes in a row, the first letters of a token or of the name of a way to
/// authenticate where a word begins, and a bracket or brace before all else.
final class CredentialLook: Sendable {
  /// The shortest secret text there is, such as `{pat`, in bytes.
  static let shortest = 4

  /// What each byte is. Those are told apart that are a letter of a beginning.
  private let classes: InlineArray<256, UInt8>
  /// For each state and class the next state; states are multiples of the number of classes.
  private let next: InlineArray<4096, UInt16>

  private static let classCount = 64
  private static let start: UInt16 = 0
  /// Something was found; nothing leads out of it.
  private static let found = UInt16(classCount)

  /// Whether a part of a text may be a secret, or have one in it.
  func finds(in text: [UInt8], _ bounds: Range<Int>) -> Bool {
    guard bounds.count >= Self.shortest else { return false }
    var state = Self.start
    for index in bounds { state = next[Int((state | UInt16(classes[Int(text[index])])) & 4095)] }
    return state == Self.found
  }

  init() {
    var builder = Builder()
    builder.build()
    let (classes, rows) = (builder.classes, builder.rows)
    precondition(rows.count <= Self.classCount, "every state has a row")
    self.classes = InlineArray { classes[$0] }
    next = InlineArray { index in
      let (state, number) = index.quotientAndRemainder(dividingBy: Self.classCount)
      return state < rows.count && number < rows[state].count ? UInt16(rows[state][number] * Self.classCount) : 0
    }
  }

  /// How a secret text begins where a word does: as tokens do, and as the names of ways to authenticate that `CredentialSigns`
  /// takes for such.
  private static let beginnings = Set(
    (SecretText.tokenPrefixes + ["eyJ"]).map { Array($0.utf8.prefix(3)) }
      + ["be", "Be", "BE"].flatMap { spellings(of: "ar", behind: $0) }
      + ["ba", "Ba", "BA"].flatMap { spellings(of: "si", behind: $0) })

  /// The letters in either case, behind others as they are.
  private static func spellings(of letters: String, behind start: String) -> [[UInt8]] {
    letters.utf8.reduce([Array(start.utf8)]) { texts, letter in
      texts.flatMap { [$0 + [letter], $0 + [letter & ~0x20]] }
    }
  }

  private struct Builder {
    var classes = [UInt8](repeating: 0, count: 256)
    /// The next state by class.
    var rows: [[Int]] = []
    /// The states in which a word has begun like a secret.
    private var words: [[UInt8]: Int] = [:]
    /// A byte of each class.
    private var samples: [UInt8] = []

    mutating func build() {
      classify()
      for beginning in CredentialLook.beginnings.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        for length in 1..<beginning.count where words[Array(beginning.prefix(length))] == nil {
          words[Array(beginning.prefix(length))] = State.count + words.count
        }
      }
      rows = (0..<State.count + words.count).map { state in
        let word = words.first { $0.value == state }?.key
        return samples.map { next(state, word, $0) }
      }
    }

    /// The states that are no beginnings.
    private enum State {
      static let (start, found, boundary, inside, slash, dash) = (0, 1, 2, 3, 4, 5)
      /// Behind one to four dashes.
      static let dashes = 5...8
      static let count = 9
    }

    /// Bytes that lead to the same states from everywhere are of one class.
    private mutating func classify() {
      let special = Set(CredentialLook.beginnings.joined()).union("=/-".utf8)
      var numbers: [[Int]: UInt8] = [:]
      for byte in UInt8.min...UInt8.max {
        let kind = byte <= 0x20 ? 0 : "[{".utf8.contains(byte) ? 1 : Self.isWordPart(byte) ? 2 : 3
        let traits = [kind, special.contains(byte) ? Int(byte) : -1]
        if let number = numbers[traits] {
          classes[Int(byte)] = number
        } else {
          classes[Int(byte)] = UInt8(samples.count)
          numbers[traits] = UInt8(samples.count)
          samples.append(byte)
        }
      }
      precondition(samples.count <= CredentialLook.classCount, "every class has a column")
    }

    private func next(_ state: Int, _ word: [UInt8]?, _ byte: UInt8) -> Int {
      if state == State.found || byte == UInt8(ascii: "=") { return State.found }
      if let longer = word.map({ $0 + [byte] }) {
        if CredentialLook.beginnings.contains(longer) { return State.found }
        if let next = words[longer] { return next }
      }
      switch byte {
      case UInt8(ascii: "/"): return state == State.slash ? State.found : State.slash
      case UInt8(ascii: "-"):
        if state == State.dashes.upperBound { return State.found }
        return State.dashes.contains(state) ? state + 1 : State.dash
      case UInt8(ascii: "["), UInt8(ascii: "{"): return state == State.start ? State.found : State.boundary
      default: break
      }
      guard Self.isWordPart(byte) else { return state == State.start && byte <= 0x20 ? State.start : State.boundary }
      let isInside = word != nil || state == State.inside
      return isInside ? State.inside : words[[byte]] ?? State.inside
    }

    private static func isWordPart(_ byte: UInt8) -> Bool { SecretText.isLetter(byte) || SecretText.isDigit(byte) }
  }
}
