import ConfigValue
import Diagnostics
import JobModel

/// What holds for every text that is read as JSON.
enum JSONLaws {
  static func check(_ text: [UInt8]) throws(BrokenLaw) {
    let tree = TreeLaws(text: text, hasCopies: false)
    let value: Value
    do throws(UnreadableJSON) {
      value = try read(text)
    } catch {
      try law("a refusal has a finding", !error.findings.isEmpty)
      for finding in error.findings { try tree.check(finding) }
      if let rejected = error.rejected { try tree.check(rejected) }
      return
    }
    try tree.check(value)
    try checkWriting(of: value)
    try checkPointers(into: value)
  }

  private static func read(_ text: [UInt8]) throws(UnreadableJSON) -> Value {
    try JSONReader.read(text, as: .none, names: JobSchema.blaxel.names)
  }

  private static func checkWriting(of value: Value) throws(BrokenLaw) {
    for isPretty in [true, false] {
      var writer = JSONWriter(pretty: isPretty)
      writer.value(value.plain)
      let reread: Value
      do throws(UnreadableJSON) {
        reread = try read(writer.finish())
      } catch {
        throw BrokenLaw(description: "what is written is JSON: \(error.finding.summary)")
      }
      try law("what is written reads as the same value", reread.plain == value.plain)
      try law("texts are kept byte for byte", texts(of: reread) == texts(of: value))
    }
  }

  /// The texts of all strings and keys, in document order.
  private static func texts(of root: Value) -> [ArraySlice<UInt8>] {
    var texts: [ArraySlice<UInt8>] = []
    var rest = [root]
    while let value = rest.popLast() {
      if value.kind == .string { texts.append(value.textBytes) }
      rest += (value.elements.map(\.self) + value.members.flatMap { [$0.key, $0.value] }).reversed()
    }
    return texts
  }

  /// Follows pointers to the first values of the tree, and reads the pointers back as RFC 6901 §4 says.
  private static func checkPointers(into root: Value) throws(BrokenLaw) {
    var rest = [(JSONPointer(), root)]
    for visited in 0..<64 where visited < rest.count {
      let (pointer, value) = rest[visited]
      let found = root.value(at: pointer)
      try law("a pointer leads to its value: \(pointer)", found?.range == value.range)
      try law(
        "a pointer can be read back: \(pointer)",
        tokens(of: pointer.description) == pointer.tokens.map { Array($0.utf8) })
      rest += value.elements.enumerated().map { (pointer.appending($0.offset), $0.element) }
      rest += value.members.map { (pointer.appending($0.name), $0.value) }
    }
  }

  private static func tokens(of pointer: String) -> [[UInt8]] {
    pointer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst().map { token in
      var (text, rest) = ([UInt8](), token[...])
      while let byte = rest.popFirst() {
        switch (byte, rest.first) {
        case (UInt8(ascii: "~"), UInt8(ascii: "0")?): text.append(UInt8(ascii: "~"))
        case (UInt8(ascii: "~"), UInt8(ascii: "1")?): text.append(UInt8(ascii: "/"))
        default:
          text.append(byte)
          continue
        }
        rest.removeFirst()
      }
      return text
    }
  }
}
