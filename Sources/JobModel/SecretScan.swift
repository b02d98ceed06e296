package import ConfigValue
package import Diagnostics

/// The secret scalars of a document: what they are, and where they stand.
package struct SecretScan: Sendable {
  /// The texts, for finding copies of them elsewhere.
  package private(set) var texts: Set<String> = []
  /// The places, in document order.
  package private(set) var ranges: [SourceRange] = []
  /// Places where a secret may stand because a spec is not written as it should be, such as beside a misspelled `secret`. They
  /// are not quoted; what stands there is no known secret.
  package private(set) var doubts: [SourceRange] = []

  package init() {}

  /// Adds the secrets of a whole job.
  package mutating func scan(_ job: Value, by schema: JobSchema) {
    scan(job, shape: .object(schema.job))
  }

  /// Adds the secret scalars below `value`, which has `shape`.
  private mutating func scan(_ value: Value, shape: Shape) {
    switch (shape, value.kind) {
    case (.object(let object), .map):
      for member in value.members {
        guard let position = object.position(of: member.symbol) else {
          scanLooks(member.value)
          doubts += DoubtfulSecrets.ranges(inUnknown: member, of: object, beside: value)
          continue
        }
        let field = object.fields[position]
        if field.isSecret(member.value, beside: value) {
          addAll(member.value)
        } else {
          if DoubtfulSecrets.mayBeSecret(field, member.value, beside: value) { doubts.append(member.value.range) }
          scan(member.value, shape: field.shape)
        }
      }
    case (.list(let element, _), .list):
      for child in value.elements { scan(child, shape: element) }
    default:
      scanLooks(value)
      doubts += DoubtfulSecrets.ranges(in: value, inPlaceOf: shape)
    }
  }

  /// Adds scalars that look secret, at any depth. Depth is bounded by the readers.
  private mutating func scanLooks(_ value: Value) {
    switch value.kind {
    case .map: for member in value.members { scanLooks(member.value) }
    case .list: for element in value.elements { scanLooks(element) }
    case .string: if SecretText.hasSecretShape(value.text) { add(value) }
    case .null, .boolean, .integer, .decimal: break
    }
  }

  /// Adds every scalar of a secret value: of the wrong type it is no less secret.
  private mutating func addAll(_ value: Value) {
    switch value.kind {
    case .map: for member in value.members { addAll(member.value) }
    case .list: for element in value.elements { addAll(element) }
    case .null, .boolean, .integer, .decimal, .string: add(value)
    }
  }

  private mutating func add(_ value: Value) {
    ranges.append(value.range)
    guard value.kind == .string, !Mask.covers(value) else { return }
    texts.insert(value.text)
    if let password = SecretText.passwordInAddress(value.text) { texts.insert(String(password)) }
  }
}

extension Field {
  /// The same as `isSecret(_:beside:)`, without copying containers that cannot be secret.
  fileprivate func isSecret(_ value: Value, beside object: Value) -> Bool {
    if case .never = secrecy, value.isContainer { return false }
    return isSecret(value.plain) { object[$0]?.plain }
  }
}
