import ConfigValue

/// Writes a value as YAML. Keys must be words.
struct YAMLText {
  private var bytes: [UInt8] = []
  private let style: YAMLStyle
  private var anchors = 0
  private var lines = 0

  /// The value as one document in the given style; read back, it is the same value up to the order of merged keys.
  static func write(_ value: PlainValue, _ style: YAMLStyle) -> [UInt8] {
    var text = YAMLText(style: style)
    text.block(value, indent: 0, depth: 0)
    return text.bytes
  }

  private init(style: YAMLStyle) {
    self.style = style
  }

  // MARK: Blocks

  /// Writes a value at the start of a line, or behind `- `, and the end of its last line.
  private mutating func block(_ value: PlainValue, indent: Int, depth: Int) {
    switch value {
    case .map(let members) where !members.isEmpty:
      for (position, member) in members.enumerated() {
        if position > 0 { startLine(indent) }
        self.member(member, indent: indent, depth: depth)
      }
    case .list(let elements) where !elements.isEmpty: list(elements, indent: indent, depth: depth)
    default: endLine(Self.flow(value))
    }
  }

  private mutating func member(_ member: PlainValue.Member, indent: Int, depth: Int) {
    bytes += (member.key + ":").utf8
    let isFlow = style == .flow && depth > 0
    if isFlow || !Self.hasChildren(member.value) { return endLine(" " + Self.flow(member.value)) }
    endLine("")
    startLine(indent + 2)
    block(member.value, indent: indent + 2, depth: depth + 1)
  }

  private mutating func list(_ elements: [PlainValue], indent: Int, depth: Int) {
    let isShared = style == .anchored && elements.count > 1
    var anchor = ""
    for (position, element) in elements.enumerated() {
      if position > 0 { startLine(indent) }
      bytes += "- ".utf8
      guard isShared, case .map(let members) = element, case .map(let first) = elements[0], !members.isEmpty else {
        block(element, indent: indent + 2, depth: depth + 1)
        continue
      }
      if position == 0 {
        anchors += 1
        anchor = "a\(anchors)"
        endLine("&" + anchor)
        startLine(indent + 2)
        block(element, indent: indent + 2, depth: depth + 1)
      } else if element == elements[0] {
        endLine("*" + anchor)
      } else if Set(first.map(\.key)).isSubset(of: Set(members.map(\.key))) {
        endLine("<<: *" + anchor)
        let others = members.filter { !first.contains($0) }
        startLine(indent + 2)
        block(.map(others), indent: indent + 2, depth: depth + 1)
      } else {
        block(element, indent: indent + 2, depth: depth + 1)
      }
    }
  }

  private mutating func startLine(_ indent: Int) {
    let margin = repeatElement(UInt8(ascii: " "), count: indent)
    if style == .commented {
      lines += 1
      if lines.isMultiple(of: 12) { bytes.append(UInt8(ascii: "\n")) }
      if lines.isMultiple(of: 4) {
        bytes += margin
        bytes += "# Why this is so, and whom to ask before it is changed.\n".utf8
      }
    }
    bytes += margin
  }

  private mutating func endLine(_ text: String) {
    bytes += text.utf8
    if style == .commented, lines.isMultiple(of: 5) { bytes += "  # as agreed".utf8 }
    bytes.append(UInt8(ascii: "\n"))
  }

  // MARK: Flow

  private static func hasChildren(_ value: PlainValue) -> Bool {
    switch value {
    case .map(let members): !members.isEmpty
    case .list(let elements): !elements.isEmpty
    case .null, .boolean, .number, .string: false
    }
  }

  private static func flow(_ value: PlainValue) -> String {
    switch value {
    case .null: "null"
    case .boolean(let isTrue): isTrue ? "true" : "false"
    case .number(let number): number.description
    case .string(let text): scalar(text)
    case .list(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .map(let members): "{" + members.map { $0.key + ": " + flow($0.value) }.joined(separator: ", ") + "}"
    }
  }

  /// Plain where no reader could take it for something else, else in double quotes, as in JSON.
  private static func scalar(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      isLetter(byte) || (0x30...0x39).contains(byte) || [0x20, 0x2D, 0x2E, 0x2F, 0x5F].contains(byte)
    }
    let isWord = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    if isPlain, !isWord, text.utf8.first.map({ isLetter($0) || $0 == UInt8(ascii: "/") }) ?? false,
      text.utf8.last != 0x20
    {
      return text
    }
    var json = JSONWriter(pretty: false)
    json.string(text)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20)
  }
}
