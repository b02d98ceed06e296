import ConfigValue
import Diagnostics

/// The walk along one document.
///
/// Goes by numbers of nodes, and looks at bytes: nothing is made or retained on the way unless something may be secret.
struct SecretWalk {
  private(set) var texts: Set<String> = []
  private(set) var ranges: [SourceRange] = []
  /// Whether a list element marks itself as a secret's.
  private(set) var foundMark = false
  private let schema: JobSchema

  init(by schema: JobSchema) {
    self.schema = schema
  }

  /// Adds the secrets of one job, by itself.
  mutating func scanJob(_ job: Value) {
    let ground = WalkGround(job, by: schema)
    let look = schema.secretLook
    switch job.kind {
    case .map: object(job.index, 0, ground, look)
    case .string: containerText(job.index, ground, look)
    case .null, .boolean, .integer, .decimal, .list: looks(job.index, isMisplaced: true, ground, look)
    }
  }

  /// Adds what is secret in one member of a map in a job.
  mutating func scan(_ member: MemberPlace, of job: Value) {
    let ground = WalkGround(job, by: schema)
    let look = schema.secretLook
    let secrecy = look.secrecy(of: member.map, as: member.object, ground)
    self.member(member.value &- 1, member.object, secrecy, ground, look)
  }

  /// Adds what looks secret in a value that the table says nothing of.
  mutating func scanUnknown(_ value: Value) {
    looks(value.index, isMisplaced: true, WalkGround(value, by: schema), schema.secretLook)
  }

  // MARK: By the table

  /// Adds what is secret in a map with the fields of an object.
  private mutating func object(_ map: Int, _ number: Int, _ ground: WalkGround, _ look: SecretLook) {
    let secrecy = look.secrecy(of: map, as: number, ground)
    if secrecy?.isMarked == true { foundMark = true }
    let isSilent = secrecy == nil
    var key = map &+ 1
    let end = ground.endOfMembers(at: map)
    while key < end {
      let value = key &+ 1
      let place = ground.table.place(of: ground.tree.symbol(at: key), in: number)
      if isSilent, place >= 0, look.isOrdinary(value, ground.table.places[place], ground) {
        key = value &+ 1
        continue
      }
      member(key, number, secrecy, ground, look)
      key = value &+ ground.tree.extent(at: value)
    }
  }

  /// Adds what is secret in a member of a map with the fields of an object.
  private mutating func member(
    _ key: Int, _ number: Int, _ secrecy: MapSecrecy?, _ ground: WalkGround, _ look: SecretLook
  ) {
    let place = ground.table.place(of: ground.tree.symbol(at: key), in: number)
    if look.covers(key, at: place, secrecy, ground) {
      addAll(ground.tree.member(at: key))
    } else if place >= 0 {
      scan(key &+ 1, ground.table.places[place], ground, look)
    } else {
      looks(key &+ 1, isMisplaced: true, ground, look)
    }
  }

  /// Adds the secret scalars of what stands at a place.
  private mutating func scan(_ node: Int, _ place: FlatTable.Place, _ ground: WalkGround, _ look: SecretLook) {
    switch (place.form, ground.tree.kind(at: node)) {
    case (_, .null), (_, .boolean), (_, .integer), (_, .decimal): break
    case (.object, .map): object(node, place.inner, ground, look)
    case (.list, .list):
      let element = ground.table.places[place.inner]
      var child = node &+ 1
      let end = node &+ ground.tree.extent(at: node)
      while child < end {
        scan(child, element, ground, look)
        child &+= ground.tree.extent(at: child)
      }
    case (.map, .map): looks(node, isMisplaced: false, ground, look)
    case (.object, .string): containerText(node, ground, look)
    case (.list, .string):
      if case .object = ground.table.places[place.inner].form {
        containerText(node, ground, look)
      } else {
        text(node, isMisplaced: true, ground, look)
      }
    case (.string, .string):
      // What keeps to the rules for names is none that a service made up, such as 'sk-learn-2024'.
      if place.traits.contains(.isName), ground.isName(ground.tree.textBounds(at: node)) { return }
      text(node, isMisplaced: false, ground, look)
    case (.string, _): looks(node, isMisplaced: false, ground, look)
    default: looks(node, isMisplaced: true, ground, look)
    }
  }

  /// Adds what is secret in a text in place of a container of fields.
  private mutating func containerText(_ node: Int, _ ground: WalkGround, _ look: SecretLook) {
    let value = ground.tree.value(at: node)
    SecretText.isContainerText(value.text) ? add(value) : text(node, isMisplaced: true, ground, look)
  }

  // MARK: By looks

  /// Adds what looks secret below a value that the table says nothing of, or that is not where it belongs. Depth is bounded by
  /// the readers.
  private mutating func looks(_ node: Int, isMisplaced: Bool, _ ground: WalkGround, _ look: SecretLook) {
    switch ground.tree.kind(at: node) {
    case .map:
      let secrecy = look.secrecy(ofUnknown: node, ground)
      var key = node &+ 1
      let end = ground.endOfMembers(at: node)
      while key < end {
        if look.covers(key, at: -1, secrecy, ground) {
          addAll(ground.tree.member(at: key))
        } else {
          looks(key + 1, isMisplaced: isMisplaced, ground, look)
        }
        key &+= 1 &+ ground.tree.extent(at: key &+ 1)
      }
    case .list:
      var child = node &+ 1
      let end = node &+ ground.tree.extent(at: node)
      while child < end {
        looks(child, isMisplaced: isMisplaced, ground, look)
        child &+= ground.tree.extent(at: child)
      }
    case .string: text(node, isMisplaced: isMisplaced, ground, look)
    case .null, .boolean, .integer, .decimal: break
    }
  }

  private mutating func text(_ node: Int, isMisplaced: Bool, _ ground: WalkGround, _ look: SecretLook) {
    guard look.maySecret(node, ground) else { return }
    let value = ground.tree.value(at: node)
    if value.substitute?.isSecret == true
      || SecretScan.isSecret(value.text, isMisplaced: isMisplaced, by: schema)
    {
      add(value)
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

extension SecretWalk {
  /// Whether an element of a list in a job marks itself as a secret's.
  static func hasMark(_ job: Value, by schema: JobSchema) -> Bool {
    hasMark(below: job.index, as: 0, WalkGround(job, by: schema), schema.secretLook)
  }

  private static func hasMark(below map: Int, as object: Int, _ ground: WalkGround, _ look: SecretLook) -> Bool {
    if look.isMarked(map, as: object, ground) { return true }
    var key = map &+ 1
    let end = ground.endOfMembers(at: map)
    while key < end {
      let place = ground.table.place(of: ground.tree.symbol(at: key), in: object)
      if place >= 0, ground.table.places[place].traits.contains(.holdsMarks),
        hasMark(in: key + 1, ground.table.places[place], ground, look)
      {
        return true
      }
      key &+= 1 &+ ground.tree.extent(at: key &+ 1)
    }
    return false
  }

  private static func hasMark(
    in node: Int, _ place: FlatTable.Place, _ ground: WalkGround, _ look: SecretLook
  ) -> Bool {
    switch (place.form, ground.tree.kind(at: node)) {
    case (.object, .map): return hasMark(below: node, as: place.inner, ground, look)
    case (.list, .list):
      let element = ground.table.places[place.inner]
      var child = node &+ 1
      let end = node &+ ground.tree.extent(at: node)
      while child < end {
        if hasMark(in: child, element, ground, look) { return true }
        child &+= ground.tree.extent(at: child)
      }
      return false
    default: return false
    }
  }

  /// Adds what belongs to list elements that one version, or an element with the same key, marks as a secret's.
  mutating func scanMarks(_ versions: [Value], _ shape: Shape) {
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
}
