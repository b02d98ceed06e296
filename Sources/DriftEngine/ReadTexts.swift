import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport
import YAMLReader

/// The texts of one run, or of a part of it, and what is known of the secrets in them.
struct ReadTexts: Sendable {
  private(set) var sources: SourceMap
  /// The documents of the specs, whose lines findings quote. Live jobs and files of variables are not quoted.
  private var documents: [SourceID: Documents] = [:]
  private(set) var secrets = SecretScan(by: .blaxel)
  /// Where values stand that are secret by what they were compared with.
  private(set) var hiddenRanges: [SourceRange] = []
  /// Where the jobs stood in texts that were let go of.
  private(set) var places: [SourceRange: Place] = [:]
  private var released: [SourceID: Released] = [:]

  /// What a text of specs holds, as far as it was read.
  private struct Documents {
    var values: [Value] = []
    /// Whether these are all, so that the text was read to its end.
    var areAll = false
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
    documents.merge(other.documents) { $1 }
    secrets.merge(other.secrets)
    hiddenRanges += other.hiddenRanges
    places.merge(other.places) { $1 }
    released.merge(other.released) { $1 }
  }

  /// Adds a text under the path that reports show.
  mutating func add(_ contents: [UInt8], shownAs path: String) -> SourceID {
    sources.add(SourceFile(path: path, contents: contents))
  }

  /// Adds a text of specs.
  mutating func addSpecs(_ contents: [UInt8], shownAs path: String) -> SourceID {
    let source = add(contents, shownAs: path)
    documents[source] = Documents()
    return source
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
    documents[source] = Documents(values: values, areAll: areAll)
  }

  /// What is known of the texts that findings may quote lines of.
  func quotable(for findings: [Diagnostic]) -> [SourceID: QuotableText] {
    let quoted = Set(findings.compactMap { $0.range?.source })
    return Dictionary(
      uniqueKeysWithValues: quoted.compactMap { source in documents[source].map { (source, Self.quotable($0)) } })
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

  /// Lets go of a text that nothing is to be said about, so far, but where `jobs` stand in it.
  mutating func release(_ source: SourceID, readFrom path: String, besides jobs: [SourceRange] = []) {
    let file = sources[source]
    if !jobs.isEmpty {
      let index = LineIndex(file.bytes)
      for range in jobs { places[range] = Place(range, in: file, by: index) }
    }
    released[source] = Released(path: path, count: file.bytes.count, hash: Self.hash(of: file.bytes))
    sources.replace(source, by: SourceFile(path: file.path, contents: []))
    documents[source] = nil
  }

  /// Finds out where `ranges` stand in their files, while there is time for it.
  mutating func locate(_ ranges: [SourceRange]) {
    var last: (source: SourceID, index: LineIndex)?
    for range in ranges {
      let file = sources[range.source]
      if last?.source != range.source { last = (range.source, LineIndex(file.bytes)) }
      if let last { places[range] = Place(range, in: file, by: last.index) }
    }
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
    guard let expected = released.removeValue(forKey: source) else { return nil }
    let name = sources[source].path
    if let contents = try? files.contents(of: expected.path, limit: YAMLBudgets.standard.bytes) {
      let file = SourceFile(path: name, contents: contents)
      if file.bytes.count == expected.count, Self.hash(of: file.bytes) == expected.hash {
        sources.replace(source, by: file)
        // A text with errors was not let go of.
        documents[source] = Documents(
          values: ParsedText(source, of: sources, budgets: .standard).documents, areAll: true)
        return nil
      }
    }
    return Diagnostic(
      .unreadableFile, "'\(name)' changed while it was read", help: "run again when nothing writes to it")
  }
}
