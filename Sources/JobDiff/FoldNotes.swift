import ConfigValue

/// The folds of one job as words, until somebody wants them: most jobs have the same ones as the job before, whose words they are
/// held against while they are noted, so that nothing is written.
///
/// A fold is a word that says why and of which field, behind it the steps of its way that it does not share with the fold before:
/// a field by the number of its name, an element of a list by its key.
struct FoldNotes {
  /// What a walk of two jobs in sync folds for.
  enum Reason: UInt8 {
    case serverOwned, masked, zeroFill, documentedDefault, writeOnly

    fileprivate var ofFold: Fold.Reason {
      switch self {
      case .serverOwned: .serverOwned
      case .masked: .masked
      case .zeroFill: .zeroFill
      case .documentedDefault: .documentedDefault
      case .writeOnly: .writeOnly
      }
    }
  }

  /// The steps to the current value. The keys are nodes of the spec.
  private var way: [Step] = []
  /// How many of these the fold before has in common.
  private var shared = 0
  private var lastWords: [UInt64] = []
  private var lastFolds: [Fold] = []
  /// How many of the words so far are those of the last job.
  private var agreed = 0
  /// All words so far, once one of them is not.
  private var words: [UInt64]?
  private var known: [[UInt64]: [Fold]] = [:]
  /// How many different lists are kept. Jobs that share their folds mostly stand together.
  private static let most = 256

  private struct Step: BitwiseCopyable {
    /// The number of the name, or the node of the key.
    let number: Int32
    let isKey: Bool
  }

  mutating func start() {
    way.removeAll(keepingCapacity: true)
    (shared, agreed, words) = (0, 0, nil)
  }

  // MARK: The way

  /// Goes down to a field.
  mutating func enter(_ field: NameTable.Symbol) {
    way.append(Step(number: Int32(field), isKey: false))
  }

  /// Goes down to a list element, by the node of its key.
  mutating func enter(elementWithKey node: Int) {
    way.append(Step(number: Int32(truncatingIfNeeded: node), isKey: true))
  }

  /// Goes one step up.
  mutating func leave() {
    way.removeLast()
    shared = min(shared, way.count)
  }

  // MARK: Folds

  /// Notes a fold of a field of the current value, or of that itself when the field is `NameTable.unknown`. The keys on the way to
  /// it stand in `keys`.
  mutating func add(_ reason: Reason, _ field: NameTable.Symbol, keysIn keys: ValueTree) {
    head(reason, UInt64(field) << 8, keys)
  }

  /// Notes a fold of an entry of the current map; its name stands in `tree`.
  mutating func add(_ reason: Reason, entry name: Int, of tree: ValueTree, keysIn keys: ValueTree) {
    head(reason, Self.isEntry, keys)
    put(textAt: name, of: tree)
  }

  private mutating func head(_ reason: Reason, _ subject: UInt64, _ keys: ValueTree) {
    put(UInt64(reason.rawValue) | subject | UInt64(shared) << 32 | UInt64(way.count) << 48)
    for index in shared..<way.count {
      if way[index].isKey { put(textAt: Int(way[index].number), of: keys) } else { put(UInt64(way[index].number)) }
    }
    shared = way.count
  }

  /// Puts the length of a text, told from the number of a name by the highest bit, and its bytes.
  private mutating func put(textAt node: Int, of tree: ValueTree) {
    let bounds = tree.textBounds(at: node)
    put(Self.isText | UInt64(bounds.count))
    var offset = bounds.lowerBound
    while offset < bounds.upperBound {
      put(tree.textWord(at: offset, before: bounds.upperBound))
      offset &+= 8
    }
  }

  private mutating func put(_ word: UInt64) {
    if words == nil, agreed < lastWords.count, lastWords[agreed] == word {
      agreed &+= 1
    } else {
      diverge(to: word)
    }
  }

  @inline(never) private mutating func diverge(to word: UInt64) {
    if words == nil { words = Array(lastWords[..<agreed]) }
    words?.append(word)
  }

  /// The folds that were noted since the start.
  mutating func folds(by names: NameTable) -> [Fold] {
    if words == nil, agreed == lastWords.count { return lastFolds }
    let words = words ?? Array(lastWords[..<agreed])
    let folds = known[words] ?? Self.decoded(words[...], by: names)
    if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
    known[words] = folds
    (lastWords, lastFolds) = (words, folds)
    return folds
  }

  // MARK: Words

  private static let isEntry: UInt64 = 1 << 31
  private static let isText: UInt64 = 1 << 63

  private static func decoded(_ words: ArraySlice<UInt64>, by names: NameTable) -> [Fold] {
    var (folds, way, rest) = ([Fold](), [FieldPath.Element](), words)
    func step() -> (isText: Bool, text: String) {
      let word = rest.removeFirst()
      if word & isText == 0 { return (false, names.name(of: NameTable.Symbol(truncatingIfNeeded: word))) }
      let count = Int(word & ~isText)
      let bytes = rest.prefix((count + 7) / 8).flatMap { word in (0..<8).map { UInt8(word >> (8 * $0) & 0xFF) } }
      rest = rest.dropFirst((count + 7) / 8)
      return (true, String(decoding: bytes.prefix(count), as: UTF8.self))
    }
    while let head = rest.popFirst() {
      way.removeSubrange(Int(head >> 32 & 0xFFFF)...)
      while way.count < Int(head >> 48) {
        let (isKey, name) = step()
        way.append(isKey ? .key(name) : .field(name))
      }
      let field = NameTable.Symbol(head >> 8 & 0xFFFF)
      let own = head & isEntry != 0 ? step().text : field == NameTable.unknown ? nil : names.name(of: field)
      let isInElement = way.contains { if case .key = $0 { true } else { false } }
      folds.append(
        Fold(
          path: FieldPath(way + (own.map { [.field($0)] } ?? [])),
          reason: (Reason(rawValue: UInt8(head & 0xFF)) ?? .serverOwned).ofFold, detail: nil,
          match: isInElement ? .key : nil))
    }
    return folds
  }
}
