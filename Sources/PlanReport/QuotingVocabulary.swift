import JobModel

/// The words that may be shown of a text nobody could read: none of them can be a secret where it stands.
///
/// Names of fields are such words. So are numbers, booleans and documented choices, behind the name of a field that
/// takes nothing else.
struct QuotingVocabulary: Sendable {
  /// What stands behind a field's name.
  struct Meaning: Sendable {
    /// Whether named fields may stand below it.
    fileprivate(set) var opens = false
    /// Whether it may be a secret.
    fileprivate(set) var isSecret = false
    fileprivate var takesNumbers = false
    fileprivate var takesBooleans = false
    fileprivate var choices: Set<String> = []

    /// Whether a scalar, without its quotes, may be shown here.
    func allows(_ scalar: ArraySlice<UInt8>) -> Bool {
      guard !isSecret, scalar.count <= 32 else { return false }
      let text = String(decoding: scalar, as: UTF8.self)
      if choices.contains(text) { return true }
      if takesNumbers, isNumber(scalar) { return true }
      if takesBooleans, text == "true" || text == "false" { return true }
      return (takesNumbers || takesBooleans || !choices.isEmpty) && (text == "null" || text == "~")
    }

    /// Ten digits hold every number that a field documents.
    private func isNumber(_ scalar: ArraySlice<UInt8>) -> Bool {
      scalar.count <= 10
        && scalar.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
    }
  }

  static let blaxel = QuotingVocabulary(.blaxel)

  private var meanings: [String: Meaning] = [:]

  init(_ schema: JobSchema) {
    for entry in schema.entries { meanings[entry.field.name, default: Meaning()].add(entry.field) }
    meanings["kind"]?.choices = ["Job"]
  }

  /// What stands behind a name; nil for names that are no field's.
  subscript(_ name: ArraySlice<UInt8>) -> Meaning? {
    name.count <= 32 ? meanings[String(decoding: name, as: UTF8.self)] : nil
  }
}

extension QuotingVocabulary.Meaning {
  /// Adds a field of the name. Where fields of one name differ, all that one of them takes is known, but a secret.
  fileprivate mutating func add(_ field: Field) {
    if case .never = field.secrecy {} else { isSecret = true }
    switch field.shape {
    case .object, .list(of: .object, _): opens = true
    case .integer: takesNumbers = true
    case .boolean: takesBooleans = true
    case .string(let rule): choices.formUnion(rule.choices)
    case .list, .map, .anything: break
    }
  }
}
