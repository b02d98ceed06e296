import ConfigValue
import Diagnostics
import JobModel
import YAMLReader

/// What holds for every text that is read as YAML.
enum YAMLLaws {
  /// Small enough that a text which grows by its aliases is done in milliseconds.
  private static let budgets = {
    var budgets = YAMLBudgets.standard
    (budgets.documentNodes, budgets.nodes, budgets.aliases, budgets.documents) = (2_000, 5_000, 100, 100)
    return budgets
  }()

  private static func read(_ text: [UInt8]) -> YAMLDocuments {
    YAMLDocuments.read(text, as: .none, names: JobSchema.blaxel.names, budgets: budgets)
  }

  static func check(_ text: [UInt8]) throws(BrokenLaw) {
    let result = read(text)
    let hasCopies = text.contains(UInt8(ascii: "*")) || text.contains(UInt8(ascii: "<"))
    let tree = TreeLaws(text: text, hasCopies: hasCopies)
    for document in result.documents + result.rejected { try tree.check(document) }
    for finding in result.diagnostics {
      try tree.check(finding)
      try law("a finding about YAML is an error", finding.severity == .error)
    }
    try law("a document is rejected for a reason", result.rejected.isEmpty || !result.diagnostics.isEmpty)
    try checkBudgets(result)
    try checkRepetition(text, result)
    for document in result.documents {
      try checkCuts(of: document, from: text)
      try checkJSON(of: document)
    }
  }

  private static func checkBudgets(_ result: YAMLDocuments) throws(BrokenLaw) {
    let documents = result.documents + result.rejected
    try law("there are no more documents than the budget allows", documents.count <= budgets.documents)
    var (nodes, depth, level) = (0, 0, documents)
    while !level.isEmpty {
      nodes += level.count + level.reduce(0) { $0 + ($1.kind == .map ? $1.count : 0) }
      try law("values nest no deeper than the budget allows", depth <= budgets.depth)
      level = level.flatMap { $0.elements.map(\.self) + $0.members.map(\.value) }
      depth += 1
    }
    try law("there are no more nodes than the budget allows: \(nodes)", nodes <= budgets.nodes)
  }

  private static func checkRepetition(_ text: [UInt8], _ result: YAMLDocuments) throws(BrokenLaw) {
    let again = read(text)
    try law("findings are the same when read again", again.diagnostics == result.diagnostics)
    try law("documents are the same when read again", again.documents.map(\.plain) == result.documents.map(\.plain))
    try law("rejected documents are, too", again.rejected.map(\.plain) == result.rejected.map(\.plain))
  }

  /// A scalar that stands for itself reads the same when it is cut out of the text.
  private static func checkCuts(of document: Value, from text: [UInt8]) throws(BrokenLaw) {
    var (rest, cuts) = ([document], 0)
    while let value = rest.popLast(), cuts < 50 {
      rest += value.elements.map(\.self) + value.members.flatMap { [$0.key, $0.value] }
      let cut = Array(text[value.range.bounds])
      guard !value.isContainer, standsAlone(cut) else { continue }
      cuts += 1
      let reread = read(cut)
      try law(
        "a scalar reads as itself when cut out: \(cut)",
        reread.diagnostics.isEmpty && reread.documents.map(\.plain) == [value.plain]
          && reread.documents.map(\.kind) == [value.kind]
          && reread.documents.allSatisfy { $0.textBytes == value.textBytes })
    }
  }

  /// JSON is YAML, so that what was read and written as JSON reads as the same value, unless it is then refused: a number that
  /// is too large without its tag, a key that is too long, a character that JSON writes as two surrogates.
  private static func checkJSON(of document: Value) throws(BrokenLaw) {
    var writer = JSONWriter(pretty: false)
    writer.value(document.plain)
    let reread = read(writer.finish())
    guard reread.diagnostics.isEmpty else { return }
    try law("a document written as JSON reads as itself", reread.documents.map(\.plain) == [document.plain])
  }

  /// Whether a scalar, cut out of its text, means what it meant there: anchors, tags and block scalars lean on what is around
  /// them, and what ended with `:`, `---` or `...` began no mapping and no document there because something followed.
  private static func standsAlone(_ cut: [UInt8]) -> Bool {
    guard let first = cut.first else { return false }
    if "\"'".utf8.contains(first) { return true }
    return isWordByte(first) && cut.last != UInt8(ascii: ":")
      && !["---", "..."].contains { cut.suffix(3) == Array($0.utf8)[...] }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39: true
    default: false
    }
  }
}
