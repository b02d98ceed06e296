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

  private static func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
