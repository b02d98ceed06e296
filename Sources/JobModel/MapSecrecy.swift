package import ConfigValue

/// Which members of a map are secret, by what its members say together.
///
/// The table says it for what is where it belongs. What is not, through a slip of the hand, is no less secret: a mark or a name
/// that is misspelled or of the wrong type still counts, and so does a secret field in the wrong place.
package struct MapSecrecy: Sendable {
  private let object: ObjectShape?
  private let words: SecretWords
  /// Whether the map marks itself as a secret's.
  package private(set) var isMarked = false
  /// Whether the map is called like a secret.
  private var isNamed = false

  /// Of one map on all sides that have it; without fields where the table does not say what the map holds.
  package init(of maps: [Value], _ object: ObjectShape?, by schema: JobSchema) {
    self.init(object, schema.secretWords)
    guard isConcerned else { return }
    for map in maps { for member in map.members { note(member) } }
  }

  /// Of one map, without a look whether it is concerned.
  init(of map: Value, _ object: ObjectShape?, _ words: SecretWords) {
    self.init(object, words)
    for member in map.members { note(member) }
  }

  /// The same of a map by itself.
  package init(of members: [PlainValue.Member], _ object: ObjectShape?, by schema: JobSchema) {
    self.init(object, schema.secretWords)
    guard isConcerned else { return }
    for member in members {
      note(member.key, object?.fields.firstIndex { $0.name == member.key }, member.value)
    }
  }

  /// Of a map without members.
  init(_ object: ObjectShape?, _ words: SecretWords) {
    self.object = object
    self.words = words
  }

  /// Whether the map is one whose members say something about each other.
  private var isConcerned: Bool { object.map { $0.secrecyMark != nil } ?? true }

  private mutating func note(_ member: Value.Member) {
    let position = object?.position(of: member.symbol)
    if let position {
      guard position == object?.secrecyMark || position == object?.secrecyName else { return }
      // The usual name has no word for a secret in it.
      if position == object?.secrecyName, member.value.kind == .string,
        !SecretText.nameLook.mayHoldSecretWord(member.value)
      {
        return
      }
    }
    note(member.name, position, member.value.shallow)
  }

  private mutating func note(_ name: String, _ position: Int?, _ value: PlainValue) {
    if position == nil ? words.isMark(name, exactly: object == nil) : position == object?.secrecyMark {
      isMarked = isMarked || value.isTruthy
    }
    if position == nil ? words.isName(name, exactly: object == nil) : position == object?.secrecyName,
      case .string(let text) = value, object != nil || SecretText.isVariableName(text)
    {
      isNamed = isNamed || SecretText.isSecretName(text)
    }
  }

  /// Whether everything below a member is secret.
  package func covers(_ name: String, _ value: PlainValue) -> Bool {
    covers(name, object?.fields.firstIndex { $0.name == name }, value)
  }

  /// The same without copying the value.
  package func covers(_ member: Value.Member) -> Bool {
    let position = object?.position(of: member.symbol)
    if let object, let position {
      switch object.fields[position].secrecy {
      case .never where position != object.secrecyMark: return false
      case .marked where !isMarked && !isNamed: return false
      case .never, .marked, .always: break
      }
    } else if !isMarked, !isNamed, !words.mayBeAlways(member.key.textBytes),
      !SecretText.nameLook.mayHoldSecretWord(member.key)
    {
      return false
    }
    return covers(member.name, position, member.value.shallow)
  }

  private func covers(_ name: String, _ position: Int?, _ value: PlainValue) -> Bool {
    if let object, let position {
      switch object.fields[position].secrecy {
      // A secret in the place of its mark.
      case .never: return position == object.secrecyMark && value.isNoFlag
      case .always: return value != .null
      case .marked: return isMarked || isNamed && value.maySecret
      }
    }
    if words.isAlways(name) { return value != .null }
    if isMarked || isNamed && (value.maySecret || value == .null),
      object == nil ? words.isMarked(name) : !words.isMark(name) && !words.isName(name)
    {
      return true
    }
    return value.maySecret && SecretText.isSecretName(name)
  }
}

/// The names of fields that have to do with secrets, from the table.
final class SecretWords: Sendable {
  /// Fields that are always secret.
  private let always: Set<String>
  /// The letters of each of these, as bits.
  private let alwaysLetters: [UInt32]
  /// How long a name must be to be meant for one of these, in bytes.
  private let shortestAlways: Int
  /// Fields that others mark.
  private let marked: Set<String>
  /// Fields that mark another one as secret.
  private let marks: Set<String>
  /// Fields that name another one, which may make it secret.
  private let names: Set<String>

  init(_ entries: [JobSchema.Entry]) {
    var (always, marked, marks, names) = (Set<String>(), Set<String>(), Set<String>(), Set<String>())
    for entry in entries {
      switch entry.field.secrecy {
      case .never: break
      case .always: always.insert(entry.field.name)
      case .marked(let mark, let name):
        marked.insert(entry.field.name)
        marks.insert(mark)
        names.insert(name)
      }
    }
    (self.always, self.marked, self.marks, self.names) = (always, marked, marks, names)
    alwaysLetters = always.map { $0.utf8.reduce(0) { $0 | Self.bit(of: $1) } }
    shortestAlways = always.map { $0.utf8.count - Spelling.mostEdits }.min() ?? Int.max
  }

  /// Whether a name may be, or may be meant to be, that of a field that is always secret: false for nearly all others.
  func mayBeAlways(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.count >= shortestAlways else { return false }
    var letters: UInt32 = 0
    for byte in name {
      // Letters of other alphabets may have these for small ones.
      if byte >= 0x80 { return true }
      letters |= Self.bit(of: byte)
    }
    return alwaysLetters.contains { known in
      // As many letters as there are edits in a misspelling may be missing, and as many there for the first time.
      (known & ~letters).nonzeroBitCount <= Spelling.mostEdits
        && (letters & ~known).nonzeroBitCount <= Spelling.mostEdits
    }
  }

  /// A bit for each letter; none for other bytes.
  private static func bit(of byte: UInt8) -> UInt32 {
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    return letter < 26 ? 1 << UInt32(letter) : 0
  }

  /// Whether a name is, or was meant to be, that of a field that is always secret.
  func isAlways(_ name: String) -> Bool { Self.holds(always, name) }

  /// Whether it is that of a mark.
  func isMark(_ name: String, exactly isExact: Bool = false) -> Bool {
    isExact ? marks.contains(name) : Self.holds(marks, name)
  }

  /// Whether it is that of a field that may be marked.
  func isMarked(_ name: String) -> Bool { Self.holds(marked, name) }

  /// Whether it is that of a field that names another one.
  func isName(_ name: String, exactly isExact: Bool = false) -> Bool {
    isExact ? names.contains(name) : Self.holds(names, name)
  }

  private static func holds(_ words: Set<String>, _ name: String) -> Bool {
    // Most names are of another length altogether, which is quick to tell.
    let length = name.utf8.count { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
    guard words.contains(where: { abs($0.utf8.count - length) <= 2 }) else { return false }
    return words.contains(name) || Spelling.suggestion(for: name, among: words) != nil
  }
}

extension PlainValue {
  /// Whether somebody who wrote this meant `true`.
  fileprivate var isTruthy: Bool {
    switch self {
    case .boolean(let isTrue): isTrue
    case .number(let number): !number.isZero
    case .string(let text): ["true", "yes", "on", "y", "1", "t"].contains(text.lowercased())
    case .null, .list, .map: false
    }
  }

  /// Whether a text stands where `true` or `false` belongs, and nobody could have meant either.
  fileprivate var isNoFlag: Bool {
    guard case .string(let text) = self else { return false }
    return !isTruthy && !["false", "no", "off", "n", "0", "f", ""].contains(text.lowercased())
  }

  /// Whether a value of something called like a secret is one: numbers and switches are none.
  fileprivate var maySecret: Bool {
    switch self {
    case .string(let text): SecretText.isSecretValue(text)
    case .list(let elements): !elements.isEmpty
    case .map(let members): !members.isEmpty
    case .null, .boolean, .number: false
    }
  }
}

extension Value {
  /// A copy of a scalar; of a container no more than whether something is in it.
  fileprivate var shallow: PlainValue {
    switch kind {
    case .list, .map: count == 0 ? .list([]) : .list([.null])
    case .null, .boolean, .integer, .decimal, .string: plain
    }
  }
}
