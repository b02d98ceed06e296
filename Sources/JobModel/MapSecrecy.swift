package import ConfigValue

/// Which members of a map are secret, by what its members say together.
///
/// The table says it for what is where it belongs. What is not, through a slip of the hand, is no less secret: a mark or a name
/// that is misspelled or of the wrong type still counts, and so does a secret field in the wrong place.
package struct MapSecrecy: Sendable {
  private let object: ObjectShape?
  private let words: SecretWords
  /// Whether the map marks itself as a secret's.
  private var isMarked = false
  /// Whether the map is called like a secret.
  private var isNamed = false

  /// Of one map on all sides that have it; without fields where the table does not say what the map holds.
  package init(of maps: [Value], _ object: ObjectShape?, by schema: JobSchema) {
    self.init(object, schema)
    guard isConcerned else { return }
    for map in maps { for member in map.members { note(member.name, member.value.shallow) } }
  }

  /// The same of a map by itself.
  package init(of members: [PlainValue.Member], _ object: ObjectShape?, by schema: JobSchema) {
    self.init(object, schema)
    guard isConcerned else { return }
    for member in members { note(member.key, member.value) }
  }

  private init(_ object: ObjectShape?, _ schema: JobSchema) {
    self.object = object
    words = schema.secretWords
  }

  /// Whether the map is one whose members say something about each other.
  private var isConcerned: Bool {
    object?.fields.contains { if case .marked = $0.secrecy { true } else { false } } ?? true
  }

  private mutating func note(_ name: String, _ value: PlainValue) {
    if object?[name] == nil || words.marks.contains(name), isMark(name) { isMarked = isMarked || value.isTruthy }
    if object?[name] == nil || words.names.contains(name), isName(name), case .string(let text) = value {
      isNamed = isNamed || SecretText.isSecretName(text)
    }
  }

  private func isMark(_ name: String) -> Bool {
    words.marks.contains(name) || Spelling.suggestion(for: name, among: words.marks) != nil
  }

  private func isName(_ name: String) -> Bool {
    words.names.contains(name) || Spelling.suggestion(for: name, among: words.names) != nil
  }

  /// Whether everything below a member is secret.
  package func covers(_ name: String, _ value: PlainValue) -> Bool {
    switch object?[name]?.secrecy {
    // A secret in the place of its mark.
    case .never?: return words.marks.contains(name) && value.isNoFlag
    case .always?: return value != .null
    case .marked?: return isMarked || isNamed && value.maySecret
    case nil: break
    }
    if words.always.contains(name) || Spelling.suggestion(for: name, among: words.always) != nil {
      return value != .null
    }
    if !isMark(name), !isName(name), isMarked || isNamed && value.maySecret { return true }
    return SecretText.isSecretName(name) && value.maySecret
  }

  /// The same without copying the value.
  package func covers(_ name: String, _ value: Value) -> Bool {
    covers(name, value.shallow)
  }
}

/// The names of fields that have to do with secrets, from the table.
struct SecretWords: Sendable {
  /// Fields that are always secret.
  private(set) var always: Set<String> = []
  /// Fields that mark another one as secret.
  private(set) var marks: Set<String> = []
  /// Fields that name another one, which may make it secret.
  private(set) var names: Set<String> = []

  init(_ entries: [JobSchema.Entry]) {
    for entry in entries {
      switch entry.field.secrecy {
      case .never: break
      case .always: always.insert(entry.field.name)
      case .marked(let mark, let name):
        marks.insert(mark)
        names.insert(name)
      }
    }
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
