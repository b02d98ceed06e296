import ConfigValue

/// The folds of one job as bytes, until somebody wants them: most jobs have the same ones as the job before.
struct FoldNotes {
  private var bytes: [UInt8] = []
  private var lastBytes: [UInt8] = []
  private var lastFolds: [Fold] = []
  private var known: [[UInt8]: [Fold]] = [:]
  /// How many different lists are kept. Jobs that share their folds mostly stand together.
  private static let most = 256

  mutating func start() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Notes a fold of the value that `steps` lead to.
  mutating func add(
    _ reason: Fold.Reason, isInElement: Bool, at steps: [SyncWalk.Step], _ desired: ValueTree, _ live: ValueTree
  ) {
    bytes.append(Self.code(reason))
    bytes.append(isInElement ? 1 : 0)
    bytes.append(UInt8(steps.count))
    for step in steps {
      bytes.append(step.kind.rawValue)
      switch step.kind {
      case .field:
        bytes.append(UInt8(truncatingIfNeeded: step.number))
        bytes.append(UInt8(truncatingIfNeeded: step.number >> 8))
      case .key, .entry: append(desired, step.number)
      case .liveEntry: append(live, step.number)
      }
    }
  }

  private mutating func append(_ tree: ValueTree, _ index: Int) {
    let bounds = tree.textBounds(at: index)
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bounds.count >> shift)) }
    bytes.append(contentsOf: tree.text[bounds])
  }

  /// The folds that were noted since the start.
  mutating func folds(by names: NameTable) -> [Fold] {
    if bytes == lastBytes { return lastFolds }
    let folds = known[bytes] ?? decoded(by: names)
    if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
    known[bytes] = folds
    (lastBytes, lastFolds) = (bytes, folds)
    return folds
  }

  private func decoded(by names: NameTable) -> [Fold] {
    var folds: [Fold] = []
    var place = 0
    func byte() -> Int {
      defer { place += 1 }
      return Int(bytes[place])
    }
    func text() -> String {
      let count = byte() | byte() << 8 | byte() << 16 | byte() << 24
      defer { place += count }
      return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }
    while place < bytes.count {
      let reason = Self.reasons[byte()]
      let match: ElementMatch? = byte() == 1 ? .key : nil
      let path = (0..<byte()).map { _ -> FieldPath.Element in
        switch SyncWalk.Step.Kind(rawValue: UInt8(byte())) {
        case .field: .field(names.name(of: NameTable.Symbol(byte() | byte() << 8)))
        case .key: .key(text())
        case .entry, .liveEntry, nil: .field(text())
        }
      }
      folds.append(Fold(path: FieldPath(path), reason: reason, detail: nil, match: match))
    }
    return folds
  }

  private static func code(_ reason: Fold.Reason) -> UInt8 {
    UInt8(reasons.firstIndex { $0 == reason } ?? 0)
  }

  /// What a walk of two jobs in sync folds for.
  private static let reasons: [Fold.Reason] = [.serverOwned, .masked, .zeroFill, .documentedDefault, .writeOnly]
}
