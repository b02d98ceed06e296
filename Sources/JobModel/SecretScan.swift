package import ConfigValue
package import Diagnostics

/// The secret scalars of documents: what they are, and where they stand.
package struct SecretScan: Sendable {
  /// The texts, for finding copies of them elsewhere.
  package private(set) var texts: Set<String> = []
  /// The places, in document order.
  package private(set) var ranges: [SourceRange] = []
  private let schema: JobSchema

  package init(by schema: JobSchema) {
    self.schema = schema
  }

  /// Adds the secrets of a document: of a job, or of a list of them.
  package mutating func scan(_ document: Value) {
    if document.kind == .list {
      for job in document.elements { scan(job) }
    } else {
      scan(document, .object(schema.job))
      scanShared([document])
    }
  }

  /// Adds what looks secret in a value that the table says nothing of.
  package mutating func scanUnknown(_ value: Value) {
    scanLooks(value, isMisplaced: true)
  }

  /// Adds what is secret in a job because another version of it says so, of versions that were scanned.
  package mutating func scanShared(_ versions: [Value]) {
    scanMarks(versions, .object(schema.job))
  }

  /// Adds what another scan found.
  package mutating func merge(_ other: SecretScan) {
    if !other.texts.isEmpty { texts.formUnion(other.texts) }
    ranges += other.ranges
  }

  /// Adds texts that came from elsewhere.
  package mutating func hide(_ texts: Set<String>) {
    self.texts.formUnion(texts)
  }

  /// Whether a text is a secret, or has one in it, by what it says itself.
  ///
  /// - Parameter isMisplaced: whether the table says nothing of a text in this place, so that all of it may be an assignment.
  package static func isSecret(_ text: String, isMisplaced: Bool, by schema: JobSchema) -> Bool {
    SecretText.hasSecretShape(text) || isMisplaced && SecretText.isSecretAssignment(text)
      || StructuredText(text, by: schema)?.isSecret == true
  }

  /// Whether a text has anything in it that secrets have: signs of credentials, an assignment, or the beginning of a list or mapping.
  private static func mayBeSecret(_ text: ArraySlice<UInt8>) -> Bool {
    if !CredentialSigns(of: text).isEmpty { return true }
    let first = text.first { $0 > 0x20 }
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
  }

  /// Adds the secret scalars below `value`, which has `shape`.
  private mutating func scan(_ value: Value, _ shape: Shape) {
    switch (shape, value.kind) {
    case (.object(let object), .map):
      let secrecy = MapSecrecy(of: [value], object, by: schema)
      for member in value.members {
        if secrecy.covers(member) {
          addAll(member)
        } else {
          scan(member.value, object.position(of: member.symbol).map { object.fields[$0].shape } ?? .anything)
        }
      }
    case (.list(let element, _), .list): for child in value.elements { scan(child, element) }
    case (.map, .map): scanLooks(value, isMisplaced: false)
    case (.list(of: .object, _), .string), (.object, .string):
      SecretText.isContainerText(value.text) ? add(value) : scanLooks(value, isMisplaced: true)
    // What keeps to the rules for names is none that a service made up, such as 'sk-learn-2024'.
    case (.string(let rule), .string) where rule.isName && StringRule.isName(value.textBytes): break
    case (.string, _): scanLooks(value, isMisplaced: false)
    default: scanLooks(value, isMisplaced: true)
    }
  }

  /// Adds what belongs to list elements that one version, or an element with the same key, marks as a secret's.
  private mutating func scanMarks(_ versions: [Value], _ shape: Shape) {
    switch shape {
    case .object(let object):
      for position in object.fieldsWithMarks {
        let values = versions.compactMap { map in
          map.members.first { object.position(of: $0.symbol) == position }?.value
        }
        if !values.isEmpty { scanMarks(values, object.fields[position].shape) }
      }
    case .list(.object(let object), .key(let key)) where object.secrecyMark != nil:
      guard versions.contains(where: { $0.elements.contains { MapSecrecy(of: [$0], object, by: schema).isMarked } })
      else { return }
      let elements = versions.flatMap(\.elements).filter { $0.kind == .map }
      let isMarked = elements.map { MapSecrecy(of: [$0], object, by: schema).isMarked }
      guard let mark = zip(elements, isMarked).first(where: \.1)?.0 else { return }
      let keys = Set(zip(elements, isMarked).filter(\.1).compactMap { $0.0[key.field].map { ExactText($0.text) } })
      for (element, isMarked) in zip(elements, isMarked) where !isMarked {
        guard let name = element[key.field], keys.contains(ExactText(name.text)) else { continue }
        let secrecy = MapSecrecy(of: [element, mark], object, by: schema)
        for member in element.members where secrecy.covers(member) { addAll(member) }
      }
    case .list(let element, _):
      for child in versions.flatMap(\.elements) { scanMarks([child], element) }
    case .boolean, .integer, .string, .map, .anything: break
    }
  }

  /// Adds what looks secret below a value that the table says nothing of, or that is not where it belongs. Depth is bounded by
  /// the readers.
  private mutating func scanLooks(_ value: Value, isMisplaced: Bool) {
    switch value.kind {
    case .map:
      let secrecy = MapSecrecy(of: [value], nil, by: schema)
      for member in value.members {
        if secrecy.covers(member) {
          addAll(member)
        } else {
          scanLooks(member.value, isMisplaced: isMisplaced)
        }
      }
    case .list: for element in value.elements { scanLooks(element, isMisplaced: isMisplaced) }
    case .string:
      if value.substitute?.isSecret == true
        || Self.mayBeSecret(value.textBytes) && Self.isSecret(value.text, isMisplaced: isMisplaced, by: schema)
      {
        add(value)
      }
    case .null, .boolean, .integer, .decimal: break
    }
  }

  /// Adds every scalar of a secret value: of the wrong type it is no less secret.
  private mutating func addAll(_ value: Value) {
    switch value.kind {
    case .map: for member in value.members { addAll(member) }
    case .list: for element in value.elements { addAll(element) }
    case .null, .boolean, .integer, .decimal, .string: add(value)
    }
  }

  /// Adds a member of which everything is secret. A name without a value is half of a text with a comma, or of one in braces; one
  /// with a null that is written is a name.
  private mutating func addAll(_ member: Value.Member) {
    if member.value.isNull, member.value.range.bounds.isEmpty, member.symbol == NameTable.unknown { add(member.key) }
    addAll(member.value)
  }

  private mutating func add(_ value: Value) {
    // Where a value was put in, or is to be put in, the text has no more than a reference; but it may have a default beside it, or
    // a part of the secret.
    let isBare = value.isUnknown ? VariableText(value.textBytes).isBareReference : value.substitute?.isBare ?? false
    if !isBare { ranges.append(value.range) }
    guard value.kind == .string, !value.isUnknown, !Mask.covers(value) else { return }
    texts.insert(value.text)
    // What is in it may stand elsewhere by itself.
    texts.formUnion(SecretText.credentials(in: value.text))
    if let structure = StructuredText(value.text, by: schema) { texts.formUnion(structure.secrets.texts) }
  }
}
