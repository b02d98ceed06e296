extension Fault: CustomStringConvertible {
  /// The fault as `init(parsing:)` reads it, with every part spelled out.
  package var description: String {
    var parts: [String] = []
    switch scope {
    case .everything: break
    case .page(let number): parts.append("page=\(number)")
    case .job(let name): parts.append("job=\(name)")
    case .token: parts.append("token")
    }
    if let times { parts.append("times=\(times)") }
    // Last, since an address is the rest of the text.
    return (parts + [effect.description]).joined(separator: ":")
  }

  /// The grammar of `init(parsing:)`, for people.
  package static let grammar = """
    A fault is parts joined by colons, in any order: one effect and, where wanted,
    whom it befalls and how often. Effects on any answer:

    \(lines(of: FaultWord.effects))

    Effects on pages of listings:

    \(lines(of: FaultWord.pageEffects))

    Whom it befalls, and how often:

    \(lines(of: FaultWord.scopes))

    Without page, job and token, all pages and single jobs are meant. Faults befall
    requests that pass authentication, and add up. Two have a second name:
    \(aliases). Examples:

      page=2:503
      429-once
      job=etl-nightly:slow=50ms
      page=2:stale-cursor:times=1
      token:500:times=1
    """

  private static var aliases: String {
    FaultWord.aliases.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value)" }.joined(separator: "; ")
  }

  private static func lines(of words: [FaultWord]) -> String {
    words.map { word in
      let usage = "  " + word.name + (word.placeholder.isEmpty ? "" : "=" + word.placeholder)
      let indent = String(repeating: " ", count: 23)
      return (usage + indent).prefix(23) + word.meaning.joined(separator: "\n" + indent)
    }.joined(separator: "\n")
  }
}

extension Fault.Effect: CustomStringConvertible {
  /// The effect as a part of a fault.
  package var description: String {
    switch self {
    case .status(let code, let seconds): "status=\(code)" + (seconds.map { ":retry-after=\($0)" } ?? "")
    case .redirect(let address): "redirect" + (address.map { "=" + $0 } ?? "")
    case .delay(let milliseconds): "slow=\(milliseconds)ms"
    case .churn(let seed): "churn=\(seed)"
    case .omit(let name): "omit=\(name)"
    case .total(let count): "total=\(count)"
    case .html, .cutBody, .stallBody, .hang, .gzipBomb, .repeatCursor, .staleCursor, .offsetCursors, .duplicatePage,
      .endEarly, .noTotal, .partialTotal, .nullData, .noData, .bareArray, .sortIgnored, .descIgnored:
      FaultWord.name(of: self)
    }
  }
}
