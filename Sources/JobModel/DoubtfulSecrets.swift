import ConfigValue
import Diagnostics

/// Finds where a secret may stand in a spec with mistakes: what makes it one is misspelled, of the wrong type, or not where the
/// field table looks for it.
///
///     envs: [{name: A, value: hunter2, secrt: true}]
///     envs: {DB_PASSWORD: hunter2}
enum DoubtfulSecrets {
  /// Whether a field that is secret by others may be meant to be, because of how it and these are written. `value` is what it
  /// holds; nil stands for something under another name.
  static func mayBeSecret(_ field: Field, _ value: Value?, beside object: Value) -> Bool {
    guard case .marked(let mark, let named) = field.secrecy else { return false }
    // A name counts for what is not the text it should be, such as a tag in its place, and when it is one of several; other texts
    // have been asked about.
    var doubtsName = value?.kind != .string || value?.textBytes.isEmpty != false
    for member in object.members {
      let isUnknown = member.symbol == NameTable.unknown
      if isName(mark, member) || isUnknown && isNear(mark, member) {
        if mayBeTrue(member.value) { return true }
      } else if isName(named, member) || isUnknown && isNear(named, member) {
        if isUnknown || doubtsName, isSecretName(member.value) { return true }
        doubtsName = true
      } else if isUnknown, isName("<<", member) {
        // What a merge key would bring in is not looked at in a mapping with mistakes.
        return true
      }
    }
    return false
  }

  /// The places in a member whose name is no field's.
  static func ranges(inUnknown member: Value.Member, of shape: ObjectShape, beside object: Value) -> [SourceRange] {
    if member.value.isNull || member.value.kind == .boolean { return [] }
    let isMeant = shape.fields.contains { field in
      switch field.secrecy {
      case .never: false
      case .always: isNear(field.name, member)
      case .marked: mayBeSecret(field, nil, beside: object)
      }
    }
    return isMeant || SecretText.isSecretName(member.name) ? [member.value.range] : ranges(below: member.value)
  }

  /// The places in a value where the field table wants another shape.
  static func ranges(in value: Value, inPlaceOf shape: Shape) -> [SourceRange] {
    switch (shape, value.kind) {
    case (_, .map), (_, .list): ranges(below: value)
    case (.string, _), (.integer, _), (_, .null): []
    // A secret behind 'secret:' itself.
    case (.boolean, .string): isFlag(value.text) ? [] : [value.range]
    default: ranges(below: value)
    }
  }

  /// The places in a value that the field table says nothing about. Depth is bounded by the readers.
  static func ranges(below value: Value) -> [SourceRange] {
    switch value.kind {
    case .list: return value.elements.flatMap { ranges(below: $0) }
    case .map:
      // A name and a value, whatever the two are called.
      let isNamed = value.members.contains { isSecretName($0.value) }
      return value.members.flatMap { member in
        isNamed || SecretText.isSecretName(member.name) ? [member.value.range] : ranges(below: member.value)
      }
    case .string:
      let parts = value.text.split(separator: "=", maxSplits: 1)
      return parts.count == 2 && SecretText.isSecretName(String(parts[0])) ? [value.range] : []
    case .null, .boolean, .integer, .decimal: return []
    }
  }

  private static func isName(_ name: String, _ member: Value.Member) -> Bool {
    member.key.textBytes.elementsEqual(name.utf8)
  }

  private static func isNear(_ name: String, _ member: Value.Member) -> Bool {
    Spelling.suggestion(for: member.name, among: [name]) != nil
  }

  private static func isSecretName(_ value: Value) -> Bool {
    value.string.map(SecretText.isSecretName) ?? false
  }

  private static let falseWords: Set<String> = ["false", "no", "off", "0", ""]

  private static func isFlag(_ text: String) -> Bool {
    ["true", "yes", "on", "1"].contains(text.lowercased()) || falseWords.contains(text.lowercased())
  }

  private static func mayBeTrue(_ value: Value) -> Bool {
    switch value.kind {
    case .null: false
    case .boolean: value.boolean == true
    case .string: !falseWords.contains(value.text.lowercased())
    case .integer, .decimal: value.number?.isZero == false
    case .list, .map: true
    }
  }
}
