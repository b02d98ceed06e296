import JobModel

/// Why a text is not a fault: one line that states the rule.
package struct InvalidFault: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension Fault {
  /// Reads a fault as `grammar` describes it.
  package init(parsing text: String) throws(InvalidFault) {
    var parts = FaultParts()
    var rest = text[...]
    while true {
      // An address holds colons.
      let end = rest.hasPrefix("redirect=") ? rest.endIndex : rest.firstIndex(of: ":") ?? rest.endIndex
      try parts.add(rest[..<end])
      guard end < rest.endIndex else { break }
      rest = rest[rest.index(after: end)...]
    }
    self = try parts.fault()
  }
}

/// The parts of a fault read so far, each at most once.
private struct FaultParts {
  private var scope: Fault.Scope?
  private var effect: (effect: Fault.Effect, name: String)?
  private var retryAfter: Int?
  private var times: Int?
  /// Whether the error is to come once, and as a service does that asks for patience.
  private var isOnce = false

  mutating func add(_ text: Substring) throws(InvalidFault) {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let written = String(sides[0])
    if sides.count == 1, try addStatus(written) { return }
    let name = FaultWord.aliases[written] ?? written
    guard let word = FaultWord.all.first(where: { $0.name == name }) else { throw Self.unknown(written) }
    switch try word.part(sides.count > 1 ? String(sides[1]) : nil, written: written) {
    case .effect(let effect): try set(\.effect, (effect, written), written)
    case .scope(let scope): try set(\.scope, scope, written)
    case .times(let count): try set(\.times, count, written)
    case .retryAfter(let seconds): try set(\.retryAfter, seconds, written)
    }
  }

  /// Takes `CODE` and `CODE-once`; says whether it was one of them.
  private mutating func addStatus(_ written: String) throws(InvalidFault) -> Bool {
    let isOnce = written.hasSuffix("-once")
    let digits = isOnce ? String(written.dropLast(5)) : written
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    guard let code = Int(digits), (400...599).contains(code) else {
      throw InvalidFault("'\(written)' is no error: its status is a number from 400 to 599")
    }
    try set(\.effect, (.status(code, retryAfter: nil), written), written)
    if isOnce { try set(\.times, 1, written) }
    self.isOnce = isOnce
    return true
  }

  func fault() throws(InvalidFault) -> Fault {
    guard let (effect, name) = effect else { throw InvalidFault("A fault needs an effect, such as 'status=503'") }
    switch scope {
    case .page(let number) where number < effect.firstPage:
      throw InvalidFault("'\(name)' cannot befall the first page")
    case .job, .token:
      guard !effect.isAboutPages else { throw InvalidFault("'\(name)' is about pages; it goes with 'page' alone") }
    case .page, .everything, nil: break
    }
    guard case .status(let code, _) = effect else {
      guard retryAfter == nil else { throw InvalidFault("'retry-after' goes with an error, such as 'status=503'") }
      return Fault(effect, on: scope ?? .everything, times: times)
    }
    let seconds = retryAfter ?? (isOnce && code == 429 ? 1 : nil)
    return Fault(.status(code, retryAfter: seconds), on: scope ?? .everything, times: times)
  }

  private mutating func set<Part>(
    _ path: WritableKeyPath<FaultParts, Part?>, _ value: Part, _ name: String
  ) throws(InvalidFault) {
    guard self[keyPath: path] == nil else {
      throw InvalidFault("'\(name)' stands beside another part of its kind; a fault has one effect and one scope")
    }
    self[keyPath: path] = value
  }

  private static func unknown(_ written: String) -> InvalidFault {
    let names = FaultWord.all.map(\.name)
    let nearest = Spelling.suggestion(for: written, among: names + FaultWord.aliases.keys.sorted())
    let parts = FaultWord.all.map { $0.placeholder.isEmpty ? $0.name : "\($0.name)=\($0.placeholder)" }
    return InvalidFault(
      "There is no '\(written)' in a fault" + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
        + " A fault is parts joined by colons, of CODE, CODE-once, \(parts.joined(separator: ", "))")
  }
}
