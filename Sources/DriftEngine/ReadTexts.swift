import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport
import YAMLReader

/// The texts of one run, or of a part of it, and what is known of the secrets in them.
struct ReadTexts: Sendable {
  private(set) var sources: SourceMap
  /// What is known of each text, in the order of `sources`.
  private var states: [State] = []
  private(set) var secrets = SecretScan(by: .blaxel)
  /// Where values stand that are secret by what they were compared with.
  private(set) var hiddenRanges: [SourceRange] = []

  private enum State {
    /// Not of specs: findings quote no lines of live jobs and files of variables.
    case unquoted
    case specs(Documents)
    case released(Released)
  }

  /// What a text of specs holds, as far as it was read.
  private struct Documents {
    var values: [Value] = []
    /// Whether these are all, so that the text was read to its end.
    var areAll = false
    /// Where the text can be read from again; nil when it is to be kept.
    var path: String?
  }

  /// A text that was let go of: where it is read from again, and what it must be then.
  private struct Released {
    let path: String
    let count: Int
    let hash: UInt64
  }

  init() {
    sources = SourceMap()
  }

  /// The texts of a part of a run, which follow those of other parts.
  ///
  /// - Parameter next: the name of the first text to add.
  init(from next: SourceID) {
    sources = SourceMap(from: next)
  }

  /// Adds what was read in the part of the run that follows this one.
  mutating func append(_ other: ReadTexts) {
    sources.append(other.sources)
    states += other.states
    secrets.merge(other.secrets)
    hiddenRanges += other.hiddenRanges
  }

  /// Adds a text under the path that reports show.
  mutating func add(_ contents: [UInt8], shownAs path: String) -> SourceID {
    add(contents, shownAs: path, .unquoted)
  }

  /// Adds a text of specs.
  mutating func addSpecs(_ contents: [UInt8], shownAs path: String) -> SourceID {
    add(contents, shownAs: path, .specs(Documents()))
  }

  private mutating func add(_ contents: [UInt8], shownAs path: String, _ state: State) -> SourceID {
    states.append(state)
    return sources.add(SourceFile(path: path, contents: contents))
  }

  /// Notes the secrets of a document.
  mutating func scan(_ document: Value) {
    secrets.scan(document)
  }

  /// Notes what is secret in one version of a job because another one says so; all were scanned.
  mutating func scanShared(_ versions: [Value]) {
    if versions.contains(where: secrets.hasMarks) { secrets.scanShared(versions) }
  }

  /// Notes secrets that were found elsewhere.
  mutating func add(_ found: SecretScan) {
    secrets.merge(found)
  }

  /// Notes what the changes of a plan hold back, where it is written.
  mutating func hide(_ plan: Plan) {
    hiddenRanges += plan.jobs.flatMap(\.changes).filter(\.isSecret).compactMap(\.range)
  }

  /// Notes values that are not to be shown, wherever they stand.
  mutating func hide(_ values: Set<String>) {
    if !values.isEmpty { secrets.hide(values) }
  }

  /// Notes the secrets of the documents of a text of specs, and that these are known. They are `all` when the text was read to
  /// its end.
  mutating func scanSpecs(_ values: [Value], of source: SourceID, areAll: Bool) {
    for document in values { scan(document) }
    states[sources.position(of: source)] = .specs(Documents(values: values, areAll: areAll))
  }

  /// What is known of the texts that findings may quote lines of.
  func quotable(for findings: [Diagnostic]) -> [SourceID: QuotableText] {
    let quoted = Set(findings.compactMap { $0.range?.source })
    return Dictionary(
      uniqueKeysWithValues: quoted.compactMap { source in
        guard case .specs(let documents) = state(of: source) else { return nil }
        return (source, Self.quotable(documents))
      })
  }

  private static func quotable(_ documents: Documents) -> QuotableText {
    var text = QuotableText()
    text.isWhole = documents.areAll
    for resource in documents.values.flatMap({ $0.kind == .list ? Array($0.elements) : [$0] }) where !resource.isNull {
      if DocumentKind(resource).isJob {
        text.known.append(resource.range.bounds)
      } else {
        text.foreign.append(resource.range.bounds)
      }
    }
    // All documents of a text stand in one tree.
    guard let tree = documents.values.first?.tree else { return text }
    text.respelled = tree.respelled.map { ($0.range.bounds, Array($0.text)) }
    text.properties = tree.loneProperties.map(\.bounds)
    return text
  }

  /// Nil of a text that is none of these, such as an answer of the API.
  private func state(of source: SourceID) -> State? {
    source == .none ? nil : states[sources.position(of: source)]
  }

  /// Notes that a text of specs, of which nothing is to be said so far, can be read from `path` again.
  mutating func allowRelease(_ source: SourceID, readFrom path: String) {
    let position = sources.position(of: source)
    guard case .specs(var documents) = states[position] else { return }
    documents.path = path
    states[position] = .specs(documents)
  }

  /// Lets go of a text, if that is allowed, but for where the ranges stand that were located.
  mutating func release(_ source: SourceID) {
    let position = sources.position(of: source)
    guard case .specs(let documents) = states[position], let path = documents.path else { return }
    let bytes = sources[source].bytes
    states[position] = .released(Released(path: path, count: bytes.count, hash: Self.hash(of: bytes)))
    sources.release(source)
  }

  /// Finds out where jobs stand in their files, while there is time for it. Those of one file follow each other.
  mutating func locate(_ jobs: [JobDocument]) {
    for (source, ofOneText) in jobs.byText { locate(ofOneText.lazy.map(\.value.range), in: source) }
  }

  /// Finds out where ranges of one text stand.
  mutating func locate(_ ranges: some Collection<SourceRange>, in source: SourceID) {
    sources.locate(ranges, in: source)
  }

  /// A number that another text, which nobody made up to have the same one, does not have.
  private static func hash(of bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    unsafe bytes.withUnsafeBytes { bytes in
      let words = bytes.count / 8 * 8
      for offset in stride(from: 0, to: words, by: 8) {
        hash = (hash ^ (unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))) &* 0x0000_0100_0000_01B3
        hash ^= hash >> 29
      }
      for offset in words..<bytes.count { hash = (hash ^ UInt64(unsafe bytes[offset])) &* 0x0000_0100_0000_01B3 }
    }
    return hash
  }

  /// Reads a text again that was let go of, for showing places in it. A finding when it is not the text that it was.
  mutating func restore(_ source: SourceID, from files: any FileSystem) -> Diagnostic? {
    guard case .released(let expected)? = state(of: source) else { return nil }
    let position = sources.position(of: source)
    let name = sources[source].path
    if let contents = try? files.contents(of: expected.path, limit: YAMLBudgets.standard.bytes) {
      let file = SourceFile(path: name, contents: contents)
      if file.bytes.count == expected.count, Self.hash(of: file.bytes) == expected.hash {
        sources.replace(source, by: file)
        // A text with errors was not let go of.
        states[position] = .specs(
          Documents(values: ParsedText(source, of: sources, budgets: .standard).documents, areAll: true))
        return nil
      }
    }
    states[position] = .unquoted
    return Diagnostic(
      .unreadableFile, "'\(name)' changed while it was read", help: "run again when nothing writes to it")
  }
}

extension [JobDocument] {
  /// The jobs of each text, where those of one follow each other.
  var byText: [(source: SourceID, jobs: ArraySlice<JobDocument>)] {
    var texts: [(source: SourceID, jobs: ArraySlice<JobDocument>)] = []
    var rest = self[...]
    while let source = rest.first?.value.range.source {
      let jobs = rest.prefix { $0.value.range.source == source }
      texts.append((source, jobs))
      rest = rest[jobs.endIndex...]
    }
    return texts
  }
}
