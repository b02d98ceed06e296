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

  /// Adds the secrets of a job, of which there may be several versions: what one of them says is secret is so in all.
  package mutating func scan(_ versions: [Value]) {
    for list in versions where list.kind == .list { for job in list.elements { scan([job]) } }
    scan(versions.filter { $0.kind != .list }, .object(schema.job))
  }

  /// Adds texts that came from elsewhere.
  package mutating func hide(_ texts: Set<String>) {
    self.texts.formUnion(texts)
  }

  /// Adds the secret scalars below the versions of one value, which has `shape`.
  private mutating func scan(_ versions: [Value], _ shape: Shape) {
    switch shape {
    case .object(let object): scan(versions.filter { $0.kind == .map }, object)
    case .list(let element, let identity): scan(versions.filter { $0.kind == .list }, of: element, identity)
    case .map:
      for map in versions where map.kind == .map {
        for member in map.members { scanLooks(member.value, isMisplaced: false) }
      }
    case .boolean, .integer, .string, .anything: break
    }
    for value in versions where !shape.holds(value) { scanLooks(value, isMisplaced: !shape.isString) }
  }

  private mutating func scan(_ maps: [Value], _ object: ObjectShape) {
    guard !maps.isEmpty else { return }
    let secrecy = MapSecrecy(of: maps, object, by: schema)
    var groups: [[Value.Member]] = []
    var positions: [String: Int] = [:]
    for map in maps {
      for member in map.members {
        if let position = positions[member.name] {
          groups[position].append(member)
        } else {
          positions[member.name] = groups.count
          groups.append([member])
        }
      }
    }
    for group in groups {
      if group.contains(where: { secrecy.covers($0.name, $0.value) }) {
        for member in group { addAll(member.value) }
      } else {
        scan(group.map(\.value), object.position(of: group[0].symbol).map { object.fields[$0].shape } ?? .anything)
      }
    }
  }

  private mutating func scan(_ lists: [Value], of element: Shape, _ identity: ListIdentity) {
    guard case .key(let key) = identity else {
      for list in lists { for child in list.elements { scan([child], element) } }
      return
    }
    var groups: [[Value]] = []
    var positions: [String: Int] = [:]
    for child in lists.flatMap(\.elements) {
      if let name = child[key.field]?.string, let position = positions[name] {
        groups[position].append(child)
      } else {
        if let name = child[key.field]?.string { positions[name] = groups.count }
        groups.append([child])
      }
    }
    for group in groups { scan(group, element) }
  }

  /// Adds what looks secret below a value that the table says nothing of, or that is not where it belongs. Depth is bounded by
  /// the readers.
  private mutating func scanLooks(_ value: Value, isMisplaced: Bool) {
    switch value.kind {
    case .map:
      let secrecy = MapSecrecy(of: [value], nil, by: schema)
      for member in value.members {
        if secrecy.covers(member.name, member.value) {
          addAll(member.value)
        } else {
          scanLooks(member.value, isMisplaced: isMisplaced)
        }
      }
    case .list: for element in value.elements { scanLooks(element, isMisplaced: isMisplaced) }
    case .string:
      let text = value.text
      if value.substitute?.isSecret == true || SecretText.hasSecretShape(text)
        || isMisplaced && SecretText.isSecretAssignment(text)
      {
        add(value)
      }
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
    // Where a value was put in, or is to be put in, the text has no more than a reference; but it may have a default beside it, or
    // a part of the secret.
    let isBare = value.isUnknown ? VariableText(value.textBytes).isBareReference : value.substitute?.isBare ?? false
    if !isBare { ranges.append(value.range) }
    guard value.kind == .string, !value.isUnknown, !Mask.covers(value) else { return }
    texts.insert(value.text)
    if let password = SecretText.passwordInAddress(value.text) { texts.insert(String(password)) }
  }
}

extension Shape {
  /// Whether the scan of the shape looks at the value by itself.
  fileprivate func holds(_ value: Value) -> Bool {
    switch (self, value.kind) {
    case (.object, .map), (.map, .map), (.list, .list): true
    default: false
    }
  }

  fileprivate var isString: Bool { if case .string = self { true } else { false } }
}
