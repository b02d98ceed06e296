/// Something that source code must not do, found by its tokens.
struct ForbiddenUse: Sendable {
  /// Sequences of words and symbols, one of which gives it away.
  let patterns: [[String]]
  let reason: String
  /// The targets it is allowed in.
  let allowed: Set<String>

  private init(_ patterns: [[String]], _ reason: String, allowed: Set<String> = []) {
    self.patterns = patterns
    self.reason = reason
    self.allowed = allowed
  }

  static let all = [
    ForbiddenUse(
      ["print", "debugPrint", "puts", "fputs", "putchar"].map { [$0, "("] } + [["FileHandle"], ["FileOutputStream"]],
      "only an executable prints", allowed: House.executables),
    ForbiddenUse(
      ["exit", "_exit", "abort", "quick_exit"].map { [$0, "("] }, "only an executable exits", allowed: House.executables
    ),
    ForbiddenUse(
      [["getenv", "("], ["setenv", "("], ["environ"], ["ProcessInfo"], ["CommandLine"]],
      "only an executable reads the environment", allowed: House.executables),
    ForbiddenUse(
      [["isatty", "("], ["ioctl", "("]], "only an executable asks about the terminal", allowed: House.executables),
    ForbiddenUse(
      [
        ["Date", "(", ")"], ["Date", ".", "now"], ["Date", "(", "timeIntervalSinceNow"], ["ContinuousClock", "("],
        ["ContinuousClock", ".", "now"], ["SuspendingClock", "("], ["SuspendingClock", ".", "now"],
        ["clock_gettime", "("],
        ["gettimeofday", "("], ["NIODeadline", ".", "now"], ["DispatchTime", ".", "now"],
      ],
      "only an executable and the stand-in read the clock", allowed: House.executables.union(["StandInServer"])),
    ForbiddenUse([["try", "!"], ["as", "!"]], "failing must be handled, not trapped"),
    ForbiddenUse([["fatalError", "(", ")"], ["preconditionFailure", "(", ")"]], "a trap must say what was broken"),
  ]

  /// The places in `tokens` where one of the patterns stands.
  ///
  /// Members and declarations of the same name are something else: `plan.print()`, `.exit(2)`, `func print()`.
  func places(in tokens: [SwiftToken]) -> [SwiftToken] {
    let code = tokens.filter { $0.kind != .comment }
    return code.indices.compactMap { index in
      let found = patterns.contains { pattern in
        index + pattern.count <= code.count
          && pattern.indices.allSatisfy { code[index + $0].kind != .string && code[index + $0].text == pattern[$0] }
      }
      return found && !isMemberOrDeclaration(index, in: code) ? code[index] : nil
    }
  }

  private func isMemberOrDeclaration(_ index: Int, in code: [SwiftToken]) -> Bool {
    guard index > 0 else { return false }
    if ["func", "case"].contains(code[index - 1].text) { return true }
    guard code[index - 1].text == "." else { return false }
    let modules: Set = ["Swift", "Glibc", "Musl", "Darwin", "Foundation", "FoundationEssentials"]
    return index < 2 || !modules.contains(code[index - 2].text)
  }
}

/// Texts that tell of work left undone.
enum Apology {
  private static let inTraps = [
    "implement", "not supported yet", "should not happen", "should never", "can't happen", "cannot happen", "sorry",
    "oops",
  ]
  private static let inComments: Set<Substring> = ["TODO", "FIXME", "XXX", "HACK"]

  /// The traps whose message apologises, and the comments that put work off.
  static func places(in tokens: [SwiftToken]) -> [SwiftToken] {
    let traps = tokens.indices.dropFirst(2).filter { index in
      tokens[index].kind == .string && tokens[index - 1].text == "("
        && ["fatalError", "preconditionFailure", "assertionFailure"].contains(tokens[index - 2].text)
        && inTraps.contains { tokens[index].text.lowercased().contains($0) }
    }
    let comments = tokens.indices.filter { index in
      tokens[index].kind == .comment
        && tokens[index].text.split { !$0.isLetter }.contains { inComments.contains($0) }
    }
    return (traps + comments).sorted().map { tokens[$0] }
  }
}
