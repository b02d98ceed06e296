import Diagnostics

/// A directive that asks for another reading than that of YAML 1.2 with the core schema.
struct UnsupportedDirective {
  let bounds: Range<Int>
  /// The directive's name with its mark: `%YAML`.
  private let name: String

  /// The first such directive of those between the documents that `bounds` lies between, one of which is there.
  static func first(in bytes: [UInt8], _ bounds: Range<Int>) -> UnsupportedDirective {
    var rest = bytes[bounds]
    while true {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
      let words = line.prefix { $0 != UInt8(ascii: "#") }.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if line.first == UInt8(ascii: "%"), !isSupported(words), let last = words.last {
        return UnsupportedDirective(
          bounds: line.startIndex..<last.endIndex, name: String(decoding: words[0], as: UTF8.self))
      }
      guard line.endIndex < rest.endIndex else { return UnsupportedDirective(bounds: bounds, name: "") }
      rest = rest[(line.endIndex + 1)...]
    }
  }

  private static func isSupported(_ words: [ArraySlice<UInt8>]) -> Bool {
    words.count == 2 && words[0].elementsEqual("%YAML".utf8) && words[1].elementsEqual("1.2".utf8)
  }

  func finding(in source: SourceID) -> Diagnostic {
    let (summary, help) =
      switch name {
      case "%YAML":
        (
          "Only YAML 1.2 is read: the rules of other versions are not applied",
          "remove the directive, and write booleans as true or false"
        )
      case "%TAG":
        ("Tags are not defined by '%TAG': only those of the core schema are known", "remove the directive and its tags")
      default: ("Only the directive '%YAML 1.2' is supported", "remove the directive")
      }
    return Diagnostic(.unsupportedDirective, summary, at: SourceRange(source, bounds), help: help)
  }
}
