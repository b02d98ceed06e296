import ConfigValue
import Diagnostics
import TestSupport
import Testing
import YAMLReader

@Suite("Laws of reading, over random values")
struct LawTests {
  /// The YAML of a random value, which is not a scalar so that block styles occur.
  private static func spelling(seed: UInt64) -> (value: PlainValue, text: String) {
    var random = SeededRandom(seed: seed)
    let value = PlainValue.list([random.value(), random.value(), random.value()])
    return (value, YAMLSpelling(value, random: random).text)
  }

  @Test("a value is read as it was written, in every style", arguments: 0..<200)
  func readsWhatWasWritten(seed: UInt64) throws {
    let (value, text) = Self.spelling(seed: seed)
    #expect(try document(text).plain == value, "\(text)")
  }

  @Test("with CRLF the same value is read", arguments: 0..<50)
  func lineEnds(seed: UInt64) throws {
    let (value, text) = Self.spelling(seed: seed)
    #expect(try document(text.replacing("\n", with: "\r\n")).plain == value)
  }

  @Test("a scalar cut out of the text by its range reads as the same scalar", arguments: 0..<200)
  func rangesCutOut(seed: UInt64) throws {
    let text = Self.spelling(seed: seed).text
    let bytes = Array(text.utf8)
    for scalar in try document(text).descendants where !scalar.isContainer {
      let cut = String(decoding: bytes[scalar.range.bounds], as: UTF8.self)
      // A block scalar's range leaves out the end of its last line.
      let reread = try document(cut.hasPrefix("|") ? cut + "\n" : cut)
      #expect(reread.plain == scalar.plain, "\(cut)")
      #expect(reread.kind == scalar.kind)
    }
  }

  @Test("any value cut out of the text by its range, at its column, reads as the same value", arguments: 0..<200)
  func containersCutOut(seed: UInt64) throws {
    let text = Self.spelling(seed: seed).text
    let bytes = Array(text.utf8)
    let index = LineIndex(bytes)
    let root = try document(text)
    for value in root.descendants {
      // Blocks are told apart by their columns, so that the first line keeps its own.
      let margin = String(repeating: " ", count: index.position(of: value.range.bounds.lowerBound).column - 1)
      let cut = margin + String(decoding: bytes[value.range.bounds], as: UTF8.self) + "\n"
      let reread = value.kind == .null && value.range.bounds.isEmpty ? nil : try document(cut)
      #expect(reread?.plain ?? .null == value.plain, "\(cut)")
      #expect(reread?.kind ?? .null == value.kind)
    }
  }

  @Test("the same with the other line end", arguments: 0..<100)
  func containersCutOutOfCRLF(seed: UInt64) throws {
    let text = Self.spelling(seed: seed).text.replacing("\n", with: "\r\n")
    let bytes = Array(text.utf8)
    let index = LineIndex(bytes)
    for value in try document(text).descendants where value.isContainer {
      let margin = String(repeating: " ", count: index.position(of: value.range.bounds.lowerBound).column - 1)
      let cut = margin + String(decoding: bytes[value.range.bounds], as: UTF8.self) + "\r\n"
      #expect(try document(cut).plain == value.plain, "\(cut)")
    }
  }

  @Test("so does any value cut out of JSON", arguments: 0..<100, [true, false])
  func valuesCutOutOfJSON(seed: UInt64, pretty: Bool) throws {
    var random = SeededRandom(seed: seed)
    var writer = JSONWriter(pretty: pretty)
    writer.value(.list([random.value(), random.value()]))
    let bytes = writer.finish()
    let root = try JSONReader.read(bytes, as: .none, names: names)
    for value in root.descendants {
      let reread = try JSONReader.read(Array(bytes[value.range.bounds]), as: .none, names: names)
      #expect(reread.plain == value.plain)
      #expect(reread.kind == value.kind)
    }
  }

  @Test("every range lies inside that of the value around it, behind those before it", arguments: 0..<100)
  func rangesNest(seed: UInt64) throws {
    func check(_ value: Value) {
      var end = value.range.lowerBound
      for child in value.elements.map(\.self) + value.members.flatMap({ [$0.key, $0.value] }) {
        #expect(value.range.contains(child.range))
        #expect(child.range.lowerBound >= end)
        end = child.range.upperBound
        check(child)
      }
      #expect(value.range.upperBound >= end)
    }
    check(try document(Self.spelling(seed: seed).text))
  }

  @Test("JSON is YAML: both readers agree", arguments: 0..<100, [true, false])
  func agreesWithJSON(seed: UInt64, pretty: Bool) throws {
    var random = SeededRandom(seed: seed)
    var writer = JSONWriter(pretty: pretty)
    writer.value(.list([random.value(), random.value()]))
    let bytes = writer.finish()
    let value = try JSONReader.read(bytes, as: .none, names: names)
    let result = YAMLDocuments.read(bytes, as: .none, names: names)
    #expect(result.diagnostics == [])
    #expect(result.documents.map(\.plain) == [value.plain])
    #expect(result.documents.first?.descendants.map(\.range) == value.descendants.map(\.range))
  }
}
