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

  /// Notes a fold of the value to which `path` leads.
  mutating func add(_ reason: Fold.Reason, isInElement: Bool, at path: ArraySlice<UInt8>) {
    bytes.append(Self.code(reason))
    bytes.append(isInElement ? 1 : 0)
    for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: path.count >> (8 * shift))) }
    bytes += path
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
    var rest = bytes[...]
    while rest.count >= 6 {
      let header = Array(rest.prefix(6))
      let count = header[2...].reversed().reduce(0) { $0 << 8 | Int($1) }
      let path = FieldPath(PathBytes.elements(of: rest.dropFirst(6).prefix(count), by: names))
      folds.append(
        Fold(path: path, reason: Self.reasons[Int(header[0])], detail: nil, match: header[1] == 1 ? .key : nil))
      rest = rest.dropFirst(6 + count)
    }
    return folds
  }

  private static func code(_ reason: Fold.Reason) -> UInt8 {
    UInt8(reasons.firstIndex { $0 == reason } ?? 0)
  }

  /// What a walk of two jobs in sync folds for.
  private static let reasons: [Fold.Reason] = [.serverOwned, .masked, .zeroFill, .documentedDefault, .writeOnly]
}
