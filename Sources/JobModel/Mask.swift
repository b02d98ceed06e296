package import ConfigValue

/// What the API puts in place of a value it does not give back.
package enum Mask {
  /// Whether the value is nothing but three or more asterisks. The control plane writes `****`, execution overrides
  /// `***`.
  package static func covers(_ value: Value) -> Bool {
    value.kind == .string && covers(value.textBytes)
  }

  /// The same of a text.
  package static func covers(_ text: String) -> Bool {
    covers(Array(text.utf8)[...])
  }

  private static func covers(_ text: ArraySlice<UInt8>) -> Bool {
    text.count >= 3 && text.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
