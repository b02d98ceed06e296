import ConfigValue
import Diagnostics

/// Builds the value tree from events, with a stack of its own.
///
/// A finding inside a document sets the document apart; one after which keys and values could no longer be told apart
/// leaves it out, and the rest of it unread.
struct Composer: ~Copyable {
  /// A list or map that is open.
  private struct Frame {
    let isMap: Bool
    let index: Int
    let lowerBound: Int
    let anchor: Anchors.Pending?
    /// Whether a map's next node is a key.
    var expectsKey: Bool
    /// Whether a map's next value is that of a merge key.
    var expectsMerge = false
  }

  private let source: SourceID
  private let bytes: [UInt8]
  private let budgets: YAMLBudgets
  private var reader: EventReader
  private var builder: TreeBuilder
  private var anchors = Anchors()
  private var frames: [Frame] = []
  private var findings: [Diagnostic] = []
  /// How many of the findings were there, and how many nodes, when the document began.
  private var findingsBefore = 0
  private var nodesBefore = 0
  /// How many nodes there may be in this document and those before it.
  private var mostNodes = 0
  private var documentCount = 0
  /// Of each document that was built, whether it has findings.
  private var isRejected: [Bool] = []
  private var aliasCount = 0
  /// Nodes copied so far for anchors and aliases, also in documents that were left out.
  private var copiedNodes = 0
  /// Lists and maps that are open, in a document whose rest is not built, too.
  private var depth = 0
  private var isSkipping = false
  /// Where the last text that belongs to a value ended.
  private var lastEnd = 0
  /// Where the node stands that is being read.
  private var place = 0..<0

  init(_ bytes: [UInt8], source: SourceID, names: NameTable, budgets: YAMLBudgets) {
    self.source = source
    self.bytes = bytes
    self.budgets = budgets
    reader = EventReader(bytes)
    builder = TreeBuilder(source: source, text: bytes, names: names)
  }

  /// Reads all documents, or up to the error that ends the text.
  mutating func run() {
    do throws(Stop) {
      while try step() {}
    } catch {
      findings.append(error.finding)
      discardDocument()
    }
  }

  consuming func finish() -> YAMLDocuments {
    let (findings, isRejected) = (findings, isRejected)
    let documents = zip(builder.finish(), isRejected)
    return YAMLDocuments(
      documents: documents.filter { !$0.1 }.map(\.0), rejected: documents.filter { $0.1 }.map(\.0),
      diagnostics: findings)
  }

  /// The finding that ends the reading of a text.
  private struct Stop: Error {
    let finding: Diagnostic
  }

  /// Takes one event; false at the end.
  private mutating func step() throws(Stop) -> Bool {
    let event: EventReader.Event
    do throws(SyntaxProblem) {
      event = try reader.next()
    } catch {
      throw Stop(finding: error.finding(in: source, bytes))
    }
    switch event {
    case .scalar: try scalar()
    case .mapStart: try begin(.map)
    case .listStart: try begin(.list)
    case .mapEnd, .listEnd: try end()
    case .alias: try alias()
    case .documentStart: try beginDocument()
    case .documentEnd: endDocument()
    case .streamStart: break
    case .streamEnd: return false
    }
    return true
  }

  // MARK: Documents

  private mutating func beginDocument() throws(Stop) {
    documentCount += 1
    place = reader.lowerBound..<reader.upperBound
    guard documentCount <= budgets.documents else {
      throw exceeded("The text holds more than \(budgets.documents) documents", help: "split it into several files")
    }
    anchors = Anchors()
    findingsBefore = findings.count
    nodesBefore = builder.count
    mostNodes = min(budgets.nodes, nodesBefore + budgets.documentNodes)
    isSkipping = false
    depth = 0
    if reader.hasUnsupportedDirectives {
      findings.append(UnsupportedDirective.first(in: bytes, place).finding(in: source))
      isSkipping = true
    }
  }

  private mutating func endDocument() {
    if isSkipping { discardDocument() } else { isRejected.append(findings.count > findingsBefore) }
    nodesBefore = builder.count
  }

  private mutating func discardDocument() {
    builder.discard(from: nodesBefore)
    frames.removeAll()
  }

  // MARK: Nodes

  private mutating func scalar() throws(Stop) {
    let style = reader.style
    let bounds = reader.lowerBound..<(style == .block ? reader.contentUpperBound : reader.upperBound)
    place = bounds
    lastEnd = bounds.upperBound
    if isSkipping { return }
    guard reader.textCount <= budgets.scalarBytes else {
      throw exceeded("A text is longer than \(budgets.scalarBytes) bytes", help: "shorten it")
    }
    try countNode()
    let text = style == .block ? nil : reader.textBounds
    let decoded = text == nil ? reader.text : []
    let content = text.map { bytes[$0] } ?? decoded[...]
    let resolved = resolve(content, style)
    let index = builder.count
    if let frame = frames.last, frame.expectsKey {
      guard content.count <= budgets.keyBytes else {
        throw exceeded("A key is longer than \(budgets.keyBytes) bytes", help: "shorten the key")
      }
      if resolved != .string { reportKey(resolved) }
      let isMerge = style == .plain && content.count == 2 && reader.tag == nil && content.elementsEqual("<<".utf8)
      frames[frames.count - 1].expectsMerge = isMerge
      if let text {
        builder.key(text: text, at: bounds, isMerge: isMerge)
      } else {
        builder.key(decoded: decoded, at: bounds)
      }
    } else {
      let (kind, isTrue) = resolved.kind
      if let text {
        builder.scalar(kind, isTrue: isTrue, text: text, at: bounds)
      } else {
        builder.scalar(kind, isTrue: isTrue, decoded: decoded, at: bounds)
      }
    }
    try complete(index, anchor: reader.anchor.map { anchors.begin($0) }, at: bounds)
  }

  /// What a scalar is; a finding when its tag does not fit or its reading is not certain.
  private mutating func resolve(_ text: ArraySlice<UInt8>, _ style: EventReader.Style) -> CoreScalar {
    let untagged = style == .plain || reader.tag != nil ? CoreScalar(text) : .string
    guard let tag = reader.tag else { return checked(untagged) }
    guard let core = CoreTag(rawValue: tag) else {
      reportUnknown(tag)
      return .string
    }
    guard let tagged = core.applied(to: untagged) else {
      report(.wrongTag, "The tag '\(CoreTag.spelling(tag))' does not fit this value", help: "remove the tag")
      return .string
    }
    return checked(tagged)
  }

  private mutating func checked(_ scalar: CoreScalar) -> CoreScalar {
    guard case .refused(let refusal) = scalar else { return scalar }
    report(refusal.code, refusal.summary, help: refusal.help)
    return .string
  }

  private mutating func begin(_ kind: ValueKind) throws(Stop) {
    depth += 1
    place = reader.lowerBound..<reader.upperBound
    try checkDepth(depth)
    if isSkipping { return }
    try countNode()
    if let frame = frames.last, frame.expectsKey {
      report(.nonStringKey, "A \(kind == .map ? "mapping" : "list") cannot be a key", help: "use a string as the key")
      isSkipping = true
      return
    }
    if let tag = reader.tag, CoreTag(rawValue: tag) != (kind == .map ? .map : .list) {
      if CoreTag(rawValue: tag) == nil {
        reportUnknown(tag)
      } else {
        report(.wrongTag, "The tag '\(CoreTag.spelling(tag))' does not fit this value", help: "remove the tag")
      }
    }
    let index = builder.count
    let anchor = reader.anchor.map { anchors.begin($0) }
    frames.append(
      Frame(
        isMap: kind == .map, index: index, lowerBound: reader.lowerBound, anchor: anchor, expectsKey: kind == .map))
    builder.begin(kind, at: reader.lowerBound)
  }

  private mutating func end() throws(Stop) {
    depth -= 1
    // Block collections end where the next token begins, lines later.
    if reader.upperBound > reader.lowerBound { lastEnd = reader.upperBound }
    if isSkipping { return }
    let frame = frames.removeLast()
    if frame.isMap {
      for duplicate in builder.endMap(at: lastEnd) {
        findings.append(
          Diagnostic(
            .duplicateKey, "Key '\(duplicate.name)' stands twice in one mapping", at: duplicate.second,
            notes: [Diagnostic.Note("first here", at: duplicate.first)], help: "remove one of the two"))
      }
    } else {
      builder.endList(at: lastEnd)
    }
    try complete(frame.index, anchor: frame.anchor, at: frame.lowerBound..<max(frame.lowerBound, lastEnd))
  }

  private mutating func alias() throws(Stop) {
    place = reader.lowerBound..<reader.upperBound
    lastEnd = reader.upperBound
    if isSkipping { return }
    aliasCount += 1
    guard aliasCount <= budgets.aliases else {
      throw exceeded("The text holds more than \(budgets.aliases) aliases", help: "write the values out")
    }
    let name = reader.aliasName
    if let frame = frames.last, frame.expectsKey {
      report(.nonStringKey, "An alias cannot be a key", help: "write the key itself")
      isSkipping = true
      return
    }
    switch anchors[name] {
    case nil:
      report(
        // The name may be a secret: a password that begins with '*'.
        .undefinedAlias, "No anchor of this name stands before the alias",
        help: "define the anchor, or put the text in quotes")
    case .open:
      report(.recursiveAlias, "The alias stands inside the value it names", help: "write the value out")
    case .complete(let subtree):
      try checkDepth(depth + subtree.depth)
      try countCopies(subtree.count)
      guard builder.count + subtree.count <= mostNodes else { throw exceededNodes() }
      let index = builder.count
      builder.copy(subtree)
      return try complete(index, anchor: nil, at: place)
    }
    isSkipping = true
  }

  /// Notes that the value or key at `index` is there.
  private mutating func complete(_ index: Int, anchor: Anchors.Pending?, at bounds: Range<Int>) throws(Stop) {
    if let anchor {
      let value = builder.subtree(at: index)
      try countCopies(value.count)
      anchors.complete(anchor, as: value)
    }
    guard let frame = frames.last, frame.isMap else { return }
    if frame.expectsMerge, !frame.expectsKey, !isMergeable(index) {
      findings.append(
        Diagnostic(
          .invalidMerge, "'<<' must name a mapping or a list of mappings", at: SourceRange(source, bounds),
          help: "put '<<' in quotes when it is an ordinary key"))
    }
    frames[frames.count - 1].expectsKey.toggle()
  }

  private func isMergeable(_ index: Int) -> Bool {
    switch builder.kind(at: index) {
    case .map: true
    case .list: builder.elementKinds(ofListAt: index).allSatisfy { $0 == .map }
    default: false
    }
  }

  // MARK: Findings

  private func countNode() throws(Stop) {
    guard builder.count < mostNodes else { throw exceededNodes() }
  }

  /// What stands behind aliases counts, too: copies of copies would nest without an end, and what walks through values later
  /// relies on it.
  private func checkDepth(_ depth: Int) throws(Stop) {
    guard depth <= budgets.depth else {
      throw exceeded("Values nest deeper than \(budgets.depth) levels", help: "nest fewer lists and mappings")
    }
  }

  private mutating func countCopies(_ count: Int) throws(Stop) {
    copiedNodes += count
    guard copiedNodes + builder.count <= budgets.nodes else { throw exceededNodes(ofText: true) }
  }

  private func exceededNodes(ofText isText: Bool = false) -> Stop {
    let (whole, most) =
      isText || mostNodes == budgets.nodes ? ("text", budgets.nodes) : ("document", budgets.documentNodes)
    let remark = copiedNodes > 0 ? ", those of aliases included" : ""
    return exceeded("The \(whole) holds more than \(most) values\(remark)", help: "split it up")
  }

  private func exceeded(_ summary: String, help: String) -> Stop {
    Stop(finding: Diagnostic(.budgetExceeded, summary, at: SourceRange(source, place), help: help))
  }

  private mutating func report(_ code: DiagnosticCode, _ summary: String, help: String) {
    findings.append(Diagnostic(code, summary, at: SourceRange(source, place), help: help))
  }

  /// Only tags that YAML defines are named: another one may be a secret, a password that begins with `!`.
  private mutating func reportUnknown(_ tag: String) {
    let spelling = CoreTag.spelling(tag)
    let isDefined = ["!", "!!binary", "!!merge", "!!omap", "!!pairs", "!!set", "!!timestamp", "!!value", "!!yaml"]
      .contains(spelling)
    report(
      .unknownTag, "The tag \(isDefined ? "'\(spelling)'" : "of this value") is not of the YAML core schema",
      help: "remove the tag; put a text that begins with '!' in quotes")
  }

  private mutating func reportKey(_ scalar: CoreScalar) {
    report(.nonStringKey, "This key is \(scalar.name), and keys must be strings", help: "put the key in quotes")
  }
}
