package import Diagnostics

/// What is to be known of a scalar of a text beyond the value it stands for.
package enum ScalarMark: Hashable, Sendable {
  /// What it stands for is decided elsewhere; its text is the one that was written. When it is a secret, what it is compared
  /// with is not to be shown.
  case unknown(isSecret: Bool)
  /// Its value was put in from outside.
  case substituted(Substitute)

  package struct Substitute: Hashable, Sendable {
    /// How the value is to be shown.
    package let shownAs: String
    /// Whether a secret is in it, so that what it is compared with is not to be shown either.
    package let isSecret: Bool
    /// Whether nothing of it stands in the source.
    package let isBare: Bool

    package init(shownAs: String, isSecret: Bool, isBare: Bool) {
      self.shownAs = shownAs
      self.isSecret = isSecret
      self.isBare = isBare
    }
  }
}

extension Value {
  /// Nil for values that are what they are written as.
  package var mark: ScalarMark? { tree.marks.isEmpty ? nil : tree.marks[index] }

  /// Whether anything is to be known of the value, or of one below it.
  package var isMarked: Bool {
    !tree.marks.isEmpty && (index..<index + tree.nodes[index].extent).contains { tree.marks[$0] != nil }
  }

  /// Whether a secret was put, or is to be put, into the value, or into one below it.
  package var holdsSecret: Bool {
    guard !tree.marks.isEmpty else { return false }
    return (index..<index + tree.nodes[index].extent).contains { index in
      switch tree.marks[index] {
      case .substituted(let substitute)?: substitute.isSecret
      case .unknown(let isSecret)?: isSecret
      case nil: false
      }
    }
  }

  /// Whether the value, or one below it, is decided elsewhere.
  package var holdsUnknown: Bool {
    guard !tree.marks.isEmpty else { return false }
    return (index..<index + tree.nodes[index].extent).contains { index in
      if case .unknown? = tree.marks[index] { true } else { false }
    }
  }

  /// Whether `self` is or may become `other`: they are the same but for scalars that are decided elsewhere.
  package func mayEqual(_ other: Value) -> Bool {
    switch (kind, other.kind) {
    case (.list, .list): return count == other.count && zip(elements, other.elements).allSatisfy { $0.mayEqual($1) }
    case (.map, .map):
      let others = other.valuesByName
      return count == other.count
        && members.allSatisfy { member in others[ExactText(member.name)].map { member.value.mayEqual($0) } ?? false }
    default: return isUnknown || plain == other.plain
    }
  }

  /// Whether a scalar is written as it reads: not in quotes, not as a block, and in one line.
  package var isWrittenPlainly: Bool {
    textBytes.startIndex == range.lowerBound && textBytes.endIndex == range.upperBound
  }

  /// Where a part of a scalar's text stands in the source; nil when the text had to be decoded.
  package func range(ofText bounds: Range<Int>) -> SourceRange? {
    range.bounds.contains(textBytes.startIndex) ? SourceRange(tree.source, bounds) : nil
  }

  /// The bytes of a scalar's text, with `stand` for every dollar that its source has as an escape sequence, such as `\x24` in
  /// double quotes (YAML 1.2 §5.7).
  package func textBytes(escapedDollarsAs stand: UInt8) -> ArraySlice<UInt8> {
    var text = textBytes
    let source = tree.text[range.bounds]
    guard !range.bounds.contains(text.startIndex), source.contains(UInt8(ascii: "\\")), isQuoted else { return text }
    var dollars = text.indices.filter { text[$0] == UInt8(ascii: "$") }[...]
    var rest = source.dropFirst()
    while let byte = rest.popFirst(), !dollars.isEmpty {
      if byte == UInt8(ascii: "$") {
        dollars.removeFirst()
      } else if byte == UInt8(ascii: "\\"), let letter = rest.popFirst() {
        let digits = rest.prefix(letter == UInt8(ascii: "x") ? 2 : letter == UInt8(ascii: "u") ? 4 : 8)
        guard "xuU".utf8.contains(letter), Int(String(decoding: digits, as: UTF8.self), radix: 16) == 0x24 else {
          continue
        }
        text[dollars.removeFirst()] = stand
      }
    }
    return text
  }

  /// Whether the value is decided elsewhere.
  package var isUnknown: Bool { if case .unknown? = mark { true } else { false } }

  /// How a value that was put in from outside is to be shown.
  package var substitute: ScalarMark.Substitute? {
    guard case .substituted(let substitute)? = mark else { return nil }
    return substitute
  }

  /// Whether a scalar stands in quotes in its source.
  package var isQuoted: Bool {
    let first = range.bounds.isEmpty ? nil : tree.text[range.bounds.lowerBound]
    return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
  }

  /// A copy that may be shown: what was put in from outside is as it is to be shown.
  package var shown: PlainValue {
    if tree.marks.isEmpty { return plain }
    switch kind {
    case .list: return .list(elements.map(\.shown))
    case .map: return .map(members.map { PlainValue.Member($0.name, $0.value.shown) })
    case .null, .boolean, .integer, .decimal, .string: return substitute.map { .string($0.shownAs) } ?? plain
    }
  }
}

/// Puts other values in place of scalars; everything stays where it was written.
package struct ScalarEdits: Sendable {
  private let original: ValueTree
  private var nodes: ContiguousArray<Node>
  private var text: [UInt8]
  private var marks: [Int: ScalarMark]
  /// Whether anything was put in or marked.
  package private(set) var isEmpty = true

  /// Edits of the text that `value` is from.
  package init(of value: Value) {
    original = value.tree
    nodes = original.nodes
    text = original.text
    marks = original.marks
  }

  /// Marks a scalar of that text as decided elsewhere.
  package mutating func markUnknown(_ scalar: Value, isSecret: Bool) {
    marks[scalar.index] = .unknown(isSecret: isSecret)
    isEmpty = false
  }

  /// Puts a value in place of a scalar of that text. A boolean is true when its text is.
  package mutating func replace(_ scalar: Value, with kind: ValueKind, _ content: String, mark: ScalarMark?) {
    precondition(!scalar.isContainer && kind != .list && kind != .map, "a scalar takes the place of a scalar")
    let isTrue = kind == .boolean && content.lowercased() == "true"
    let place = DecodedText.append(Array(content.utf8), to: &text)
    nodes[scalar.index].kind = kind
    nodes[scalar.index].high = isTrue ? Node.decoded | Node.truth : Node.decoded
    nodes[scalar.index].place = UInt32(place)
    marks[scalar.index] = mark
    isEmpty = false
  }

  /// The same value after the edits.
  package func applied(to values: [Value]) -> [Value] {
    if isEmpty { return values }
    let tree = ValueTree(source: original.source, nodes: nodes, text: text, marks: marks)
    return values.map { Value(tree: tree, index: $0.index) }
  }
}
