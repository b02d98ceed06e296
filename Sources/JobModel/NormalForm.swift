package import ConfigValue

/// The one spelling of values that mean the same.
///
/// A job and its normal form do not differ, and the normal form of a normal form is itself.
package enum NormalForm {
  /// The normal form of a value of `shape` in `field`.
  ///
  /// Objects lose what says nothing: null, documented defaults, zeros without a documented default, and what the server
  /// decides. Lists whose order does not matter are sorted; images get their tag, schedules their plain fields.
  package static func of(_ value: PlainValue, _ field: Field?, _ shape: Shape) -> PlainValue {
    switch (shape, value) {
    case (.object(let object), .map(let members)):
      return .map(members.compactMap { member(of: object, $0) }).sortedByKey
    case (.list(let element, let identity), .list(let elements)): return list(elements, element, identity)
    case (.list, .string(let text)):
      guard case .listInText? = field?.equivalence else { return value }
      if text.isEmpty { return .list([]) }
      return Equivalences.listInText(text).map { of($0.plain, field, shape) } ?? value
    case (.map(let serverPrefix), .map(let members)):
      return .map(
        members.filter { !$0.key.utf8.starts(with: serverPrefix.utf8) && $0.value != .null }
      ).sortedByKey
    case (.anything, .map(let members)):
      return .map(
        members.map { PlainValue.Member($0.key, of($0.value, nil, .anything)) }
      ).sortedByKey
    case (_, .string(let text)): return .string(self.text(text, field))
    default: return value.sortedByKey
    }
  }

  private static func member(of object: ObjectShape, _ member: PlainValue.Member) -> PlainValue.Member? {
    guard let field = object[member.key] else {
      let value = of(member.value, nil, .anything)
      return says(value, nil) ? PlainValue.Member(member.key, value) : nil
    }
    switch field.owner {
    case .server, .envelope, .writeOnly: return nil
    case .user, .either: break
    }
    let value = of(member.value, field, field.shape)
    return says(value, field) ? PlainValue.Member(member.key, value) : nil
  }

  /// Whether a member says more than its absence.
  private static func says(_ value: PlainValue, _ field: Field?) -> Bool {
    if let documented = field?.documentedDefault { return value != documented && value != .null }
    return ![.null, 0, "", false, .list([]), .map([])].contains(value)
  }

  private static func list(_ elements: [PlainValue], _ element: Shape, _ identity: ListIdentity) -> PlainValue {
    let normal = elements.map { of($0, nil, element) }
    switch identity {
    case .ordered: return .list(normal)
    case .set: return .list(Set(normal).sorted(by: precedes))
    case .key(let key):
      return .list(
        normal.sorted { first, second in
          let (one, other) = (first[key.field] ?? .null, second[key.field] ?? .null)
          return one == other ? precedes(first, second) : precedes(one, other)
        })
    }
  }

  private static func text(_ text: String, _ field: Field?) -> String {
    switch field?.equivalence ?? .exact {
    case .exact, .listInText, .anything: text
    case .image: Equivalences.taggedImage(text)
    case .schedule: Schedule.normalText(text)
    }
  }

  private static func precedes(_ first: PlainValue, _ second: PlainValue) -> Bool {
    func bytes(_ value: PlainValue) -> [UInt8] {
      var json = JSONWriter(pretty: false)
      json.value(value)
      return json.finish()
    }
    return bytes(first).lexicographicallyPrecedes(bytes(second))
  }
}
