import ConfigValue

/// Tells quickly of most of what stands in jobs that it is not secret. What it does not tell is for `MapSecrecy` and `SecretText`
/// to say, which it never contradicts.
final class SecretLook: Sendable {
  private let credentials = CredentialLook()
  private let names = SecretText.nameLook
  private let words: SecretWords
  /// Of a map whose members say nothing of each other.
  private let silent: MapSecrecy
  /// What there is to the names of the table, by their numbers.
  private let hints: [Hints]

  private struct Hints: OptionSet, Sendable {
    let rawValue: UInt8

    /// A field with the name may be secret by it, in a place that is not its own.
    static let isSuspect = Hints(rawValue: 1)
    /// A field that marks another one as secret is called so.
    static let isMark = Hints(rawValue: 2)
    /// A field that names another one is called so.
    static let isName = Hints(rawValue: 4)
  }

  /// - Parameter all: the names in `table`.
  init(_ all: [String], _ table: NameTable, _ words: SecretWords) {
    var hints = [Hints](repeating: [], count: all.count + 1)
    for name in all {
      let symbol = Int(table.symbol(name))
      if words.isAlways(name) || SecretText.isSecretName(name) { hints[symbol].insert(.isSuspect) }
      if words.isMark(name, exactly: true) { hints[symbol].insert(.isMark) }
      if words.isName(name, exactly: true) { hints[symbol].insert(.isName) }
    }
    self.hints = hints
    self.words = words
    silent = MapSecrecy(nil, words)
  }

  /// Whether a value in its place, among members that say nothing of each other, is plainly no secret: no container, and nothing
  /// that may be secret.
  @inline(__always) func isOrdinary(_ node: Int, _ place: FlatTable.Place, _ ground: WalkGround) -> Bool {
    switch ground.tree.kind(at: node) {
    case .null: true
    case .boolean, .integer, .decimal: !place.traits.contains(.isSecret)
    case .string: place.isPlainText && !maySecret(node, ground)
    case .list, .map: false
    }
  }

  /// Whether a text may be secret, or have something secret in it.
  @inline(__always) func maySecret(_ node: Int, _ ground: WalkGround) -> Bool {
    if credentials.finds(in: ground.tree.text, ground.tree.textBounds(at: node)) { return true }
    return ground.hasMarks && ground.tree.value(at: node).substitute?.isSecret == true
  }

  /// What the members of a map with an object's fields say of each other; nil when they say nothing.
  func secrecy(of map: Int, as object: Int, _ ground: WalkGround) -> MapSecrecy? {
    guard ground.table.objects[object].hasSecrecyMark else { return nil }
    var key = map &+ 1
    let end = ground.endOfMembers(at: map)
    while key < end {
      let place = ground.table.place(of: ground.tree.symbol(at: key), in: object)
      // A name that is not the table's may be a misspelled one.
      let hints: Hints = place < 0 ? [.isMark, .isName] : Self.hints(of: ground.table.places[place])
      if speaks(key + 1, as: hints, ground) {
        return MapSecrecy(of: ground.tree.value(at: map), ground.table.shapes[object], words)
      }
      key &+= 1 &+ ground.tree.extent(at: key &+ 1)
    }
    return nil
  }

  /// Whether a map with an object's fields marks itself as a secret's.
  func isMarked(_ map: Int, as object: Int, _ ground: WalkGround) -> Bool {
    guard ground.table.objects[object].hasSecrecyMark else { return false }
    var key = map &+ 1
    let end = ground.endOfMembers(at: map)
    while key < end {
      let place = ground.table.place(of: ground.tree.symbol(at: key), in: object)
      if place < 0 || ground.table.places[place].traits.contains(.isSecrecyMark), speaks(key &+ 1, as: .isMark, ground)
      {
        return MapSecrecy(of: ground.tree.value(at: map), ground.table.shapes[object], words).isMarked
      }
      key &+= 1 &+ ground.tree.extent(at: key &+ 1)
    }
    return false
  }

  /// What the members of a map that the table says nothing of say of each other.
  func secrecy(ofUnknown map: Int, _ ground: WalkGround) -> MapSecrecy? {
    var key = map &+ 1
    let end = ground.endOfMembers(at: map)
    while key < end {
      let symbol = Int(ground.tree.symbol(at: key))
      if symbol > 0, symbol < hints.count, speaks(key + 1, as: hints[symbol], ground) {
        return MapSecrecy(of: ground.tree.value(at: map), nil, words)
      }
      key &+= 1 &+ ground.tree.extent(at: key &+ 1)
    }
    return nil
  }

  private static func hints(of place: FlatTable.Place) -> Hints {
    place.traits.contains(.isSecrecyMark) ? .isMark : place.traits.contains(.isSecrecyName) ? .isName : []
  }

  /// Whether a member may say that its map is a secret's: as a mark anything but what is plainly off, as a name a text with a word
  /// for a secret.
  private func speaks(_ node: Int, as hints: Hints, _ ground: WalkGround) -> Bool {
    if hints.isEmpty { return false }
    switch ground.tree.kind(at: node) {
    case .null: return false
    case .boolean: return hints.contains(.isMark) && ground.tree.isTrue(at: node)
    case .string:
      return hints.contains(.isMark) || hints.contains(.isName) && mayHoldSecretWord(node, ground)
    case .integer, .decimal, .list, .map: return hints.contains(.isMark)
    }
  }

  /// Whether everything below a member is secret.
  ///
  /// - Parameter place: negative where the table does not have the name.
  func covers(_ key: Int, at place: Int, _ secrecy: MapSecrecy?, _ ground: WalkGround) -> Bool {
    if let secrecy { return secrecy.covers(ground.tree.member(at: key)) }
    if place >= 0 { return ground.table.places[place].traits.contains(.isSecret) && !ground.isNull(key + 1) }
    let symbol = Int(ground.tree.symbol(at: key))
    let isSuspect =
      symbol > 0 && symbol < hints.count
      ? hints[symbol].contains(.isSuspect)
      : mayHoldSecretWord(key, ground) || words.mayBeAlways(ground.tree.text[ground.tree.textBounds(at: key)])
    return isSuspect && silent.covers(ground.tree.member(at: key))
  }

  private func mayHoldSecretWord(_ node: Int, _ ground: WalkGround) -> Bool {
    names.mayHoldSecretWord(ground.tree.text, ground.tree.textBounds(at: node))
  }
}
