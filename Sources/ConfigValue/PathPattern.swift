/// A path, or many that are written alike: as `FieldPath` writes one, with `*` and `?` in words that are not in quotes.
///
///     spec.runtime.envs[*].value
///     metadata.labels.team-?
///     spec.triggers[type=cron,#1]
///
/// `[*]` is every element of a list, however it is called.
package struct PathPattern: Hashable, Sendable {
  private enum Word: Hashable {
    case exact(ExactText)
    case glob(Glob)

    func matches(_ text: String) -> Bool {
      switch self {
      case .exact(let word): word == ExactText(text)
      case .glob(let glob): glob.matches(text)
      }
    }
  }

  private enum Step: Hashable {
    case field(Word)
    case anyElement
    case key(Word)
    case match([Condition], position: Int?)
    case live(position: Int)
  }

  private struct Condition: Hashable {
    let field: Word
    let value: Word
  }

  private let steps: [Step]

  /// Nil when the text is no such path, or an empty one.
  package init?(parsing text: String) {
    var parser = FieldPath.Parser(rest: text.unicodeScalars[...], takesWildcards: true)
    guard let elements = parser.path(), !elements.isEmpty else { return nil }
    var areGlobs = parser.areGlobs[...]
    func word(_ text: String) -> Word {
      areGlobs.popFirst() == true ? .glob(Glob(text)) : .exact(ExactText(text))
    }
    steps = elements.map { element in
      switch element {
      case .field(let name): return .field(word(name))
      case .key("*") where areGlobs.first == true:
        areGlobs = areGlobs.dropFirst()
        return .anyElement
      case .key(let key): return .key(word(key))
      case .match(let conditions, let position):
        let words = conditions.map { Condition(field: word($0.field), value: word($0.value)) }
        // The position is a word of its own.
        if position != nil { areGlobs = areGlobs.dropFirst() }
        return .match(words, position: position)
      case .live(let position):
        areGlobs = areGlobs.dropFirst(2)
        return .live(position: position)
      }
    }
  }

  /// The name of the field that it begins with; nil when that is written with wildcards.
  package var firstField: String? {
    if case .field(.exact(let word))? = steps.first { word.text } else { nil }
  }

  /// Whether a path is meant, or leads further down from one that is.
  package func covers(_ path: FieldPath) -> Bool {
    path.elements.count >= steps.count && agrees(with: path)
  }

  /// Whether a path is meant, leads further down from one that is, or is on the way to one that may be.
  package func touches(_ path: FieldPath) -> Bool {
    agrees(with: path)
  }

  /// Whether the steps that both have agree.
  private func agrees(with path: FieldPath) -> Bool {
    zip(steps, path.elements).allSatisfy { step, element in
      switch (step, element) {
      case (.field(let word), .field(let name)), (.key(let word), .key(let name)): word.matches(name)
      case (.anyElement, .key), (.anyElement, .match), (.anyElement, .live): true
      case (.match(let words, let position), .match(let conditions, let place)):
        (position == nil || position == place) && words.count == conditions.count
          && zip(words, conditions).allSatisfy { $0.field.matches($1.field) && $0.value.matches($1.value) }
      case (.live(let position), .live(let place)): position == place
      default: false
      }
    }
  }
}
