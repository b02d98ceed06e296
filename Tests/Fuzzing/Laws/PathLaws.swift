import ConfigValue

/// What holds for every text that is read as a path, and for every path.
enum PathLaws {
  static func check(_ input: [UInt8]) throws(BrokenLaw) {
    if let path = FieldPath(parsing: String(decoding: input, as: UTF8.self)) { try checkWriting(of: path) }
    try checkWriting(of: path(madeOf: input))
    try checkPointer(String(decoding: input, as: UTF8.self))
  }

  private static func checkPointer(_ text: String) throws(BrokenLaw) {
    if let pointer = JSONPointer(parsing: text) {
      try law("a pointer is written as it is parsed: \(text)", Array(pointer.description.utf8) == Array(text.utf8))
    }
    let pointer = JSONPointer([text]).appending(text.utf8.count)
    try law("a pointer is parsed as it is written: \(pointer)", JSONPointer(parsing: pointer.description) == pointer)
    if let position = JSONPointer.position(text) {
      try law("a position is written in one way: \(text)", Array(String(position).utf8) == Array(text.utf8))
    }
  }

  private static func checkWriting(of path: FieldPath) throws(BrokenLaw) {
    let text = path.description
    guard let reread = FieldPath(parsing: text) else {
      throw BrokenLaw(description: "a path can be parsed as it is written: \(text)")
    }
    try law("a path is parsed as it is written: \(text)", reread == path && words(of: reread) == words(of: path))
    try law("a path is written in one way: \(text)", Array(reread.description.utf8) == Array(text.utf8))
    try law("a path is printable: \(text)", !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
  }

  /// The bytes of all names and values: strings that differ in them can be equal.
  private static func words(of path: FieldPath) -> [[UInt8]] {
    path.elements.flatMap { element -> [[UInt8]] in
      switch element {
      case .field(let word), .key(let word): [Array(word.utf8)]
      case .match(let conditions, _): conditions.flatMap { [Array($0.field.utf8), Array($0.value.utf8)] }
      case .live: []
      }
    }
  }

  /// A path whose words are the lines of the input; the first byte of each says what the word is.
  private static func path(madeOf input: [UInt8]) -> FieldPath {
    var elements: [FieldPath.Element] = []
    for line in input.split(separator: 0x0A) {
      guard let kind = line.first else { continue }
      let word = String(decoding: line.dropFirst(), as: UTF8.self)
      let position = Int(kind / 4) + 1
      switch kind % 5 {
      case 0: elements.append(.field(word))
      case 1: elements.append(.key(word))
      case 2: elements.append(.match([], position: position))
      case 3: elements.append(.live(position: position))
      default:
        let condition = FieldPath.Condition(word, String(word.reversed()))
        elements.append(.match([condition, condition], position: kind % 10 == 4 ? position : nil))
      }
    }
    return FieldPath(elements)
  }
}
