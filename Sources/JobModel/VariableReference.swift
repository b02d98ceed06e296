package import ConfigValue

/// References to variables in spec values, as `bl apply` replaces them before it sends a job.
package enum VariableReference {
  /// Whether the text holds `$NAME`, `${NAME…}`, `$secrets.NAME` or `${secrets.NAME…}`, so that what would be sent
  /// cannot be known from the spec alone.
  package static func occurs(in value: Value) -> Bool {
    guard value.kind == .string else { return false }
    let text = value.textBytes
    var rest = text
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      rest = text[(dollar + 1)...]
      if rest.first == UInt8(ascii: "{") { rest = rest.dropFirst() }
      if let byte = rest.first, isNameStart(byte) { return true }
    }
    return false
  }

  /// Whether `value` is or may become `other`: they are the same but for scalars that hold references.
  package static func mayEqual(_ value: Value, _ other: Value) -> Bool {
    switch (value.kind, other.kind) {
    case (.list, .list):
      return value.count == other.count && zip(value.elements, other.elements).allSatisfy(mayEqual)
    case (.map, .map):
      let others = Dictionary(other.members.map { ($0.name, $0.value) }) { first, _ in first }
      return value.count == other.count
        && value.members.allSatisfy { member in others[member.name].map { mayEqual(member.value, $0) } ?? false }
    default:
      return occurs(in: value) || value.plain == other.plain
    }
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
