import ConfigValue
import Diagnostics

/// Builds the value tree from events, with a stack of its own.
///
/// A finding inside a document sets the document apart; one after which keys and values could no longer be told apart
/// leaves it out, and the rest of it unread.
struct Composer: ~Copyable {
  private let source: SourceID
  private let bytes: [UInt8]
  private let budgets: YAMLBudgets
  private var reader: EventReader
  private var builder: TreeBuilder
  private var anchors = Anchors()
  private var findings: [Diagnostic] = []
  /// Whether there were more than the budget has room for.
  private var hasMoreFindings = false
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

  /// Takes a reader of `bytes`, and a builder that has nothing yet.
  init(
    _ reader: consuming EventReader, _ bytes: [UInt8], source: SourceID, builder: consuming TreeBuilder,
    budgets: YAMLBudgets
  ) {
    self.source = source
    self.bytes = bytes
    self.budgets = budgets
    self.reader = reader
    self.builder = builder
  }

  /// Reads all documents, or up to the error that ends the text.
  mutating func run() {
    do throws(Stop) {
      try readEvents()
    } catch {
      findings.append(error.finding)
      discardDocument()
    }
  }

  consuming func finish() -> YAMLDocuments {
    let (findings, isRejected) = (findings, isRejected)
    // libyaml's copy of the text and the tree are not held at once.
    reader.close()
    let documents = builder.finish()
    guard isRejected.contains(true) else {
      return YAMLDocuments(documents: documents, rejected: [], diagnostics: findings)
    }
    let judged = zip(documents, isRejected)
    return YAMLDocuments(
      documents: judged.filter { !$0.1 }.map(\.0), rejected: judged.filter { $0.1 }.map(\.0), diagnostics: findings)
  }

  /// The finding that ends the reading of a text.
  private struct Stop: Error {
    let finding: Diagnostic
  }

  private mutating func readEvents() throws(Stop) {
    while true {
      switch reader.next() {
      case .scalar: try scalar()
      case .mapStart: try begin(.map)
      case .listStart: try begin(.list)
      case .mapEnd, .listEnd: try end()
      case .alias: try alias()
      case .documentStart: try beginDocument()
      case .documentEnd: endDocument()
      case .streamStart: break
      case .streamEnd:
        if hasMoreFindings { throw exceededFindings() }
        return
      case .failure: throw Stop(finding: reader.problem().finding(in: source, bytes))
      }
    }
  }

  // MARK: Documents

  @inline(never)
  private mutating func beginDocument() throws(Stop) {
    documentCount += 1
    place = reader.lowerBound..<reader.upperBound
    guard documentCount <= budgets.documents else {
      throw exceeded("The text holds more than \(budgets.documents) documents", help: "split it into several files")
    }
    if hasMoreFindings { throw exceededFindings() }
    anchors.removeAll()
    builder.discardSubtrees()
    findingsBefore = findings.count
    nodesBefore = builder.nodes.count
    mostNodes = min(budgets.nodes, nodesBefore + budgets.documentNodes)
    isSkipping = false
    depth = 0
    if reader.hasUnsupportedDirectives {
      add(UnsupportedDirective.first(in: bytes, place).finding(in: source))
      isSkipping = true
    }
  }

  @inline(never)
  private mutating func endDocument() {
    if isSkipping { discardDocument() } else { isRejected.append(findings.count > findingsBefore || hasMoreFindings) }
    nodesBefore = builder.nodes.count
  }

  private mutating func discardDocument() {
    builder.discard(from: nodesBefore)
  }

  // MARK: Nodes

  private mutating func scalar() throws(Stop) {
    let scalar = reader.scalar
    let bounds = reader.lowerBound..<(scalar.style == .block ? reader.contentUpperBound : reader.upperBound)
    place = bounds
    lastEnd = bounds.upperBound
    if isSkipping { return }
    guard scalar.count <= budgets.scalarBytes else {
      throw exceeded("A text is longer than \(budgets.scalarBytes) bytes", help: "shorten it")
    }
    let index = builder.nodes.count
    guard index < mostNodes else { throw exceededNodes() }
    guard let start = scalar.start else {
      return try decodedScalar(scalar, at: bounds)
    }
    var resolved = CoreScalar.string
    if scalar.hasProperties || scalar.style == .plain {
      if !scalar.hasProperties, let obvious = CoreScalar(obvious: bytes, from: start, count: scalar.count) {
        resolved = obvious
      } else {
        resolved = resolve(bytes[start..<start + scalar.count], scalar.style)
      }
    }
    let writing = scalar.style == .plain ? TreeBuilder.Writing.bare : .quoted
    if builder.container.expectsKey {
      try checkKey(scalar.count, resolved)
      let isMerge =
        scalar.count == 2 && scalar.style == .plain && bytes[start] == UInt8(ascii: "<")
        && bytes[start + 1] == UInt8(ascii: "<") && !(scalar.hasProperties && reader.tag != nil)
      builder.key(writing, from: start, at: bounds, isMerge: isMerge)
      if scalar.hasProperties { try anchorScalar(at: index) }
    } else {
      let (kind, isTrue) = resolved.kind
      builder.scalar(kind, isTrue: isTrue, writing, from: start, at: bounds)
      if scalar.hasProperties { try anchorScalar(at: index) }
      if builder.container.isMerging { checkMerge(of: index, at: bounds) }
    }
  }

  @inline(never)
  private mutating func decodedScalar(_ scalar: EventReader.Scalar, at bounds: Range<Int>) throws(Stop) {
    let (text, index) = (reader.text, builder.nodes.count)
    let resolved = resolve(text[...], scalar.style)
    if builder.container.expectsKey {
      try checkKey(text.count, resolved)
      builder.key(decoded: text, at: bounds)
      if scalar.hasProperties { try anchorScalar(at: index) }
    } else {
      let (kind, isTrue) = resolved.kind
      builder.scalar(kind, isTrue: isTrue, decoded: text, at: bounds)
      if scalar.hasProperties { try anchorScalar(at: index) }
      if builder.container.isMerging { checkMerge(of: index, at: bounds) }
    }
  }

  @inline(__always)
  private mutating func checkKey(_ count: Int, _ resolved: CoreScalar) throws(Stop) {
    guard count <= budgets.keyBytes else {
      throw exceeded("A key is longer than \(budgets.keyBytes) bytes", help: "shorten the key")
    }
    switch resolved {
    case .string: break
    case .null, .boolean, .integer, .decimal, .refused: reportKey(resolved)
    }
  }

  @inline(never)
  private mutating func anchorScalar(at index: Int) throws(Stop) {
    guard let name = reader.anchor else { return }
    try complete(anchors.begin(name), at: index)
  }

  /// What a scalar is; a finding when its tag does not fit or its reading is not certain.
  @inline(never)
  private mutating func resolve(_ text: ArraySlice<UInt8>, _ style: EventReader.Style) -> CoreScalar {
    let tag = reader.tag
    let untagged = style == .plain || tag != nil ? CoreScalar(text) : .string
    guard let tag else { return checked(untagged) }
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
    guard depth <= budgets.depth else { throw exceededDepth() }
    if isSkipping { return }
    guard builder.nodes.count < mostNodes else { throw exceededNodes() }
    if builder.container.expectsKey {
      report(.nonStringKey, "A \(kind == .map ? "mapping" : "list") cannot be a key", help: "use a string as the key")
      isSkipping = true
      return
    }
    if reader.collectionHasProperties {
      if let tag = reader.tag { checkTag(tag, of: kind) }
      if let name = reader.anchor { anchors.push(anchors.begin(name), at: builder.nodes.count) }
    }
    builder.begin(kind, at: reader.lowerBound)
  }

  private mutating func checkTag(_ tag: String, of kind: ValueKind) {
    let core = CoreTag(rawValue: tag)
    if core == nil {
      reportUnknown(tag)
    } else if core != (kind == .map ? .map : .list) {
      report(.wrongTag, "The tag '\(CoreTag.spelling(tag))' does not fit this value", help: "remove the tag")
    }
  }

  private mutating func end() throws(Stop) {
    depth -= 1
    // Block collections end where the next token begins, lines later.
    if reader.upperBound > reader.lowerBound { lastEnd = reader.upperBound }
    if isSkipping { return }
    let ended = builder.container
    if ended.isMap {
      if let duplicates = builder.endMap(at: lastEnd, most: budgets.findings &- findings.count &+ 1) {
        report(duplicates)
      }
    } else {
      builder.endList(at: lastEnd)
    }
    if ended.index == anchors.innermost { try complete(anchors.pop(), at: Int(ended.index)) }
    if builder.container.isMerging { checkMerge(of: Int(ended.index)) }
  }

  @inline(never)
  private mutating func alias() throws(Stop) {
    place = reader.lowerBound..<reader.upperBound
    lastEnd = reader.upperBound
    if isSkipping { return }
    aliasCount += 1
    guard aliasCount <= budgets.aliases else {
      throw exceeded("The text holds more than \(budgets.aliases) aliases", help: "write the values out")
    }
    let name = reader.aliasName
    if builder.container.expectsKey {
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
      // What stands behind aliases counts, too: copies of copies would nest without an end, and what walks through values later
      // relies on it.
      guard depth + subtree.depth <= budgets.depth else { throw exceededDepth() }
      try countCopies(subtree.count)
      guard builder.nodes.count + subtree.count <= mostNodes else { throw exceededNodes() }
      let index = builder.nodes.count
      builder.copy(subtree)
      if builder.container.isMerging { checkMerge(of: index, at: place) }
      return
    }
    isSkipping = true
  }

  private mutating func complete(_ anchor: Anchors.Serial, at index: Int) throws(Stop) {
    try countCopies(builder.count(at: index))
    anchors.complete(anchor, as: builder.subtree(at: index))
  }

  /// Checks what a merge key has, a list or map that ended just now.
  private mutating func checkMerge(of index: Int) {
    let start = builder.lowerBound(at: index)
    checkMerge(of: index, at: start..<max(start, lastEnd))
  }

  @inline(never)
  private mutating func checkMerge(of index: Int, at bounds: Range<Int>) {
    guard !builder.isMergeable(at: index) else { return }
    add(
      Diagnostic(
        .invalidMerge, "'<<' must name a mapping or a list of mappings", at: SourceRange(source, bounds),
        help: "put '<<' in quotes when it is an ordinary key"))
  }

  // MARK: Findings

  private mutating func countCopies(_ count: Int) throws(Stop) {
    copiedNodes += count
    guard copiedNodes + builder.nodes.count <= budgets.nodes else { throw exceededNodes(ofText: true) }
  }

  @inline(never)
  private func exceededDepth() -> Stop {
    exceeded("Values nest deeper than \(budgets.depth) levels", help: "nest fewer lists and mappings")
  }

  @inline(never)
  private func exceededNodes(ofText isText: Bool = false) -> Stop {
    if hasMoreFindings { return exceededFindings() }
    let (whole, most) =
      isText || mostNodes == budgets.nodes ? ("text", budgets.nodes) : ("document", budgets.documentNodes)
    let remark = copiedNodes > 0 ? ", those of aliases included" : ""
    return exceeded("The \(whole) holds more than \(most) values\(remark)", help: "split it up")
  }

  private func exceededFindings() -> Stop {
    exceeded("More than \(budgets.findings) things are wrong with the text", help: "see to the first ones")
  }

  @inline(never)
  private func exceeded(_ summary: String, help: String) -> Stop {
    Stop(finding: Diagnostic(.budgetExceeded, summary, at: SourceRange(source, place), help: help))
  }

  @inline(never)
  private mutating func report(_ code: DiagnosticCode, _ summary: String, help: String) {
    add(Diagnostic(code, summary, at: SourceRange(source, place), help: help))
  }

  private mutating func report(_ duplicates: [TreeBuilder.DuplicateKey]) {
    for duplicate in duplicates {
      add(
        Diagnostic(
          .duplicateKey, "Key '\(duplicate.name)' stands twice in one mapping", at: duplicate.second,
          notes: [Diagnostic.Note("first here", at: duplicate.first)], help: "remove one of the two"))
    }
  }

  private mutating func add(_ finding: Diagnostic) {
    if findings.count < budgets.findings {
      findings.append(finding)
    } else {
      hasMoreFindings = true
      // The next value is one too many, then.
      mostNodes = 0
    }
  }

  private mutating func reportUnknown(_ tag: String) {
    report(
      .unknownTag, CoreTag.summary(ofUnknown: tag), help: "remove the tag; put a text that begins with '!' in quotes")
  }

  @inline(never)
  private mutating func reportKey(_ scalar: CoreScalar) {
    report(.nonStringKey, "This key is \(scalar.name), and keys must be strings", help: "put the key in quotes")
  }
}
