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

  /// Whether a part of a text may be a mask, as far as one look at its first byte tells.
  static func mayCover(_ text: [UInt8], _ bounds: Range<Int>) -> Bool {
    bounds.count >= 3 && text[bounds.lowerBound] == UInt8(ascii: "*")
  }

  /// What the control plane writes.
  package static let text = "****"

  /// The value with the mask back in place of everything that the API gives to administrators alone.
  ///
  /// - Parameter isSpoken: whether the spec has a value of its own for it, so that a scalar may be seen beside that one.
  package static func covering(_ value: PlainValue, _ field: Field?, _ shape: Shape, isSpoken: Bool) -> PlainValue {
    if field?.isMaskable == true {
      switch value {
      case .list, .map: return .string(text)
      case .null, .boolean, .number, .string: return isSpoken ? value : .string(text)
      }
    }
    switch (shape, value) {
    case (.object(let object), .map(let members)):
      return .map(
        members.map { member in
          guard let field = object[member.key] else { return member }
          return PlainValue.Member(member.key, covering(member.value, field, field.shape, isSpoken: false))
        })
    case (.list(let element, _), .list(let elements)):
      return .list(elements.map { covering($0, nil, element, isSpoken: false) })
    default: return value
    }
  }
}
