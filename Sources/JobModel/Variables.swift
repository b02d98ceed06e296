/// The values that references in specs stand for, and what to do with references that have none.
package struct Variables: Sendable {
  /// What a reference without a value and without a default is.
  package enum Unresolved: String, CaseIterable, Sendable {
    /// A mistake.
    case error
    /// A value that cannot be compared.
    case unknown
    /// The text as it is written, which is what `bl apply` sends.
    case literal
  }

  private let values: [String: String]
  /// The variables whose values may be shown.
  private let shown: Set<String>
  private let unresolved: Unresolved

  package init(_ values: [String: String] = [:], shown: Set<String> = [], unresolved: Unresolved) {
    self.values = values
    self.shown = shown
    self.unresolved = unresolved
  }

  /// A byte of no UTF-8 text, for a dollar that begins no reference.
  package static let escapedDollar: UInt8 = 0xFF

  /// What a text stands for.
  package enum Outcome: Hashable, Sendable {
    /// Nothing in it is to be replaced.
    case unchanged
    /// What it depends on is known elsewhere.
    case unknown
    case replaced(Replacement)
    /// In the order of the text.
    case faulty([Fault])
  }

  /// What is wrong with a reference, and where in the text.
  package enum Fault: Hashable, Sendable {
    /// A variable has no value.
    case unresolved(name: String, Range<Int>)
    case lookAlike(VariableText.LookAlike, Range<Int>)
  }

  /// A text with values in it.
  package struct Replacement: Hashable, Sendable {
    package let text: String
    /// The same with references in place of values that are not to be shown; nil when all may be.
    package let shownAs: String?
    /// Whether a secret is in it.
    package let isSecret: Bool
    /// The values that are not to be shown.
    package let hidden: [String]
  }

  /// Replaces the references of a scalar's text, each once: what a value holds is not looked at again. Dollars that begin none
  /// may be given as `escapedDollar`.
  ///
  /// A secret without a value is always unknown: whoever applies the spec is asked for it.
  package func outcome(of text: ArraySlice<UInt8>) -> Outcome {
    guard text.contains(UInt8(ascii: "$")) else { return .unchanged }
    var result: [UInt8] = []
    var shownAs: [UInt8] = []
    var (isReplaced, isSecret, isUnknown) = (false, false, false)
    var hidden: [String] = []
    var faults: [Fault] = []
    for piece in VariableText(text).pieces {
      let written = text[piece.bounds]
      switch piece {
      case .literal:
        result += written
        shownAs += written
      case .lookAlike(let bounds, let lookAlike): faults.append(.lookAlike(lookAlike, bounds))
      case .reference(let reference):
        guard let value = value(of: reference) else {
          if reference.isSecret || unresolved == .unknown {
            isUnknown = true
          } else if unresolved == .error {
            faults.append(.unresolved(name: reference.name, reference.bounds))
          }
          result += written
          shownAs += written
          continue
        }
        isReplaced = true
        isSecret = isSecret || reference.isSecret
        result += value.utf8
        if isVisible(reference) {
          shownAs += value.utf8
        } else {
          // The default of a secret is no better hidden than the secret.
          let isWhole = !reference.isSecret || reference.fallback == nil
          shownAs += isWhole ? Array(written) : Array("${secrets.\(reference.name)}".utf8)
          hidden.append(value)
        }
      }
    }
    if !faults.isEmpty { return .faulty(faults) }
    if isUnknown { return .unknown }
    guard isReplaced else { return .unchanged }
    return .replaced(
      Replacement(
        text: Self.string(result), shownAs: hidden.isEmpty ? nil : Self.string(shownAs), isSecret: isSecret,
        hidden: hidden))
  }

  private static func string(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.lazy.map { $0 == escapedDollar ? UInt8(ascii: "$") : $0 }, as: UTF8.self)
  }

  /// What a reference stands for; nil when the variable has no value and the reference no default.
  package func value(of reference: VariableText.Reference) -> String? {
    values[reference.name] ?? reference.fallback
  }

  /// The values that `bl` may put in for what looks like a reference in a file; whether it does depends on its version.
  package func values(ofLookAlike lookAlike: VariableText.LookAlike, at bounds: Range<Int>, in text: [UInt8])
    -> [String]
  {
    switch lookAlike {
    case .marked(let name, _), .spaced(let name, _): return [values[name]].compactMap(\.self)
    case .doubled:
      let rest = text[(bounds.lowerBound + 1)...].prefix(1 << 10)
      return VariableText(rest, in: .file).references.prefix(1).compactMap { value(of: $0) }
    case .nameless:
      guard let word = text[bounds.lowerBound...].firstRange(of: Array("secrets".utf8)) else { return [] }
      let name = text[word.upperBound...].dropFirst().prefix { byte in
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
      }
      return [values[String(decoding: name, as: UTF8.self)]].compactMap(\.self)
    }
  }

  /// A default stands in the spec for everyone to see, unless it stands for a secret.
  private func isVisible(_ reference: VariableText.Reference) -> Bool {
    !reference.isSecret && (shown.contains(reference.name) || values[reference.name] == nil)
  }

  /// The text of a file as `bl apply` makes it before it reads the YAML in it: plain references first, then those to secrets,
  /// wherever they stand. Nil when the outcome depends on the order in which it takes the secrets, which it does not fix.
  package func appliedToFile(_ text: [UInt8]) -> [UInt8]? {
    var plain: [UInt8] = []
    for piece in VariableText(text[...], in: .file).pieces {
      if case .reference(let reference) = piece, !reference.isSecret, let value = value(of: reference) {
        plain += value.utf8
      } else {
        plain += text[piece.bounds]
      }
    }
    var secrets: [[UInt8]: String] = [:]
    for reference in VariableText(plain[...], in: .file).references where reference.isSecret {
      if let value = value(of: reference) { secrets[Array(plain[reference.bounds])] = value }
    }
    // It replaces one written form after the other, each everywhere.
    let forms = secrets.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    let first = forms.reduce(plain) { $0.replacing($1.key, with: Array($1.value.utf8)) }
    let last = forms.reversed().reduce(plain) { $0.replacing($1.key, with: Array($1.value.utf8)) }
    return first == last ? first : nil
  }
}
