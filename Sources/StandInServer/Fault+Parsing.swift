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
      let isRedirect = rest.hasPrefix("redirect=")
      let end = isRedirect ? rest.endIndex : rest.firstIndex(of: ":") ?? rest.endIndex
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
  private var effect: Fault.Effect?
  private var retryAfter: Int?
  private var times: Int?

  mutating func add(_ part: Substring) throws(InvalidFault) {
    let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let value = sides.count > 1 ? String(sides[1]) : ""
    let name = String(sides[0])
    switch name {
    case "page": try set(\.scope, .page(number(value, of: name, in: 1...1_000_000)), name)
    case "job": try set(\.scope, .job(word(value, of: name)), name)
    case "times": try set(\.times, number(value, of: name, in: 1...1_000_000), name)
    case "retry-after": try set(\.retryAfter, number(value, of: name, in: 0...86_400), name)
    case "status": try set(\.effect, .status(number(value, of: name, in: 400...599), retryAfter: nil), name)
    case "redirect": try set(\.effect, .redirect(word(value, of: name)), name)
    case "delay": try set(\.effect, .delay(milliseconds: milliseconds(value)), name)
    case "omit": try set(\.effect, .omit(word(value, of: name)), name)
    case "total": try set(\.effect, .total(number(value, of: name, in: 0...1_000_000)), name)
    case "html", "cut-body", "repeat-cursor", "end-early":
      guard sides.count == 1 else { throw InvalidFault("'\(name)' takes no value") }
      let effects: [String: Fault.Effect] = [
        "html": .html, "cut-body": .cutBody, "repeat-cursor": .repeatCursor, "end-early": .endEarly,
      ]
      try set(\.effect, effects[name], name)
    default:
      throw InvalidFault("There is no '\(name)' in a fault")
    }
  }

  func fault() throws(InvalidFault) -> Fault {
    guard let effect else { throw InvalidFault("A fault needs an effect, such as 'status=503'") }
    guard let retryAfter else { return Fault(effect, on: scope ?? .everything, times: times) }
    guard case .status(let code, _) = effect else { throw InvalidFault("'retry-after' goes with 'status'") }
    return Fault(.status(code, retryAfter: retryAfter), on: scope ?? .everything, times: times)
  }

  private mutating func set<Part>(
    _ path: WritableKeyPath<FaultParts, Part?>, _ value: Part?, _ name: String
  ) throws(InvalidFault) {
    guard self[keyPath: path] == nil else {
      throw InvalidFault("'\(name)' stands beside another part of its kind; a fault has one effect and one scope")
    }
    self[keyPath: path] = value
  }

  private func number(_ text: String, of name: String, in range: ClosedRange<Int>) throws(InvalidFault) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw InvalidFault("'\(name)' takes a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private func milliseconds(_ text: String) throws(InvalidFault) -> Int {
    guard text.hasSuffix("ms"), let number = Int(text.dropLast(2)), (0...600_000).contains(number) else {
      throw InvalidFault("'delay' takes a number from 0 to 600000 with the unit, as in 'delay=50ms'")
    }
    return number
  }

  private func word(_ text: String, of name: String) throws(InvalidFault) -> String {
    guard !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
      throw InvalidFault("'\(name)' takes a text of visible ASCII characters")
    }
    return text
  }
}
