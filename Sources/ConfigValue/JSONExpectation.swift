/// What must stand at a place of a JSON text where something else does.
enum JSONExpectation {
  case value, key, colon, memberEnd, elementEnd, digit, stringEnd, escape, textEnd

  var noun: String {
    switch self {
    case .value: "a value"
    case .key: "a key in double quotes"
    case .colon: "':'"
    case .memberEnd: "',' or '}'"
    case .elementEnd: "',' or ']'"
    case .digit: "a digit"
    case .stringEnd: "the end of a string"
    case .escape: "an escape sequence"
    case .textEnd: "the end of the text"
    }
  }

  /// How to mend a text in which `byte` stands instead, behind `before`.
  func help(for byte: UInt8, behind before: ArraySlice<UInt8>) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return "remove the comment; JSON has none"
    case UInt8(ascii: "'"): return "use double quotes"
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      if before.last(where: { !isBlank($0) }) == UInt8(ascii: ",") { return "remove the comma before it" }
    default: break
    }
    switch self {
    case .value: return "write text in double quotes, a number, true, false, null, a list or an object"
    case .key: return "put the key in double quotes"
    case .colon: return "write ':' between the key and its value"
    case .memberEnd, .elementEnd: return "write ',' between the values, and close every bracket"
    case .digit: return "write the number in full, or put it in double quotes"
    case .stringEnd, .escape: return "close the string"
    case .textEnd: return "put several values into one list"
    }
  }
}
