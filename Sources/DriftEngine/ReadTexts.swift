import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import PlanReport
import YAMLReader

/// The texts of one run and what is known of the secrets in them.
struct ReadTexts {
  private(set) var sources = SourceMap()
  /// The specs, whose lines findings quote. Live jobs and files of variables are not quoted.
  private(set) var quotable: [SourceID: QuotableText] = [:]
  private(set) var secrets = SecretScan(by: .blaxel)
  /// Where values stand that are secret by what they were compared with.
  private(set) var hiddenRanges: [SourceRange] = []
  private var released: [SourceID: Released] = [:]

  /// A text that was let go of: where it is read from again, and what it must be then.
  private struct Released {
    let path: String
    let count: Int
    let hash: Int
  }

  /// Adds a text under the path that reports show.
  mutating func add(_ contents: [UInt8], shownAs path: String) -> SourceID {
    sources.add(SourceFile(path: path, contents: contents))
  }

  /// Adds a text of specs.
  mutating func addSpecs(_ contents: [UInt8], shownAs path: String) -> SourceID {
    let source = add(contents, shownAs: path)
    quotable[source] = QuotableText()
    return source
  }

  /// Notes the secrets of a document.
  mutating func scan(_ document: Value) {
    secrets.scan(document)
  }

  /// Notes what is secret in one version of a job because another one says so; both were scanned.
  mutating func scanShared(_ versions: [Value]) {
    secrets.scanShared(versions)
  }

  /// Notes what the changes of a plan hold back, where it is written.
  mutating func hide(_ plan: Plan) {
    hiddenRanges += plan.jobs.flatMap(\.changes).filter(\.isSecret).compactMap(\.range)
  }

  /// Notes values that are not to be shown, wherever they stand.
  mutating func hide(_ values: Set<String>) {
    secrets.hide(values)
  }

  /// Notes the secrets of the documents of a text of specs, and that these are known. They are `all` when the text was read to
  /// its end.
  mutating func scanSpecs(_ documents: [Value], of source: SourceID, areAll: Bool) {
    for document in documents { scan(document) }
    quotable[source] = Self.quotable(documents, areAll: areAll)
  }

  private static func quotable(_ documents: [Value], areAll: Bool) -> QuotableText {
    var text = QuotableText()
    text.isWhole = areAll
    for resource in documents.flatMap({ $0.kind == .list ? Array($0.elements) : [$0] }) where !resource.isNull {
      if DocumentKind(resource).isJob {
        text.known.append(resource.range.bounds)
      } else {
        text.foreign.append(resource.range.bounds)
      }
    }
    // All documents of a text stand in one tree.
    guard let tree = documents.first?.tree else { return text }
    text.respelled = tree.respelled.map { ($0.range.bounds, Array($0.text)) }
    text.properties = tree.loneProperties.map(\.bounds)
    return text
  }

  /// Lets go of a text that nothing is to be said about, so far.
  mutating func release(_ source: SourceID, readFrom path: String) {
    let file = sources[source]
    released[source] = Released(path: path, count: file.bytes.count, hash: file.bytes.hashValue)
    sources.replace(source, by: SourceFile(path: file.path, contents: []))
    quotable[source] = nil
  }

  /// Reads a text again that was let go of, for showing places in it. A finding when it is not the text that it was.
  mutating func restore(_ source: SourceID, from files: any FileSystem) -> Diagnostic? {
    guard let expected = released.removeValue(forKey: source) else { return nil }
    let name = sources[source].path
    if let contents = try? files.contents(of: expected.path, limit: YAMLBudgets.standard.bytes) {
      let file = SourceFile(path: name, contents: contents)
      if file.bytes.count == expected.count, file.bytes.hashValue == expected.hash {
        sources.replace(source, by: file)
        // A text with errors was not let go of.
        let documents = ParsedText(source, of: sources, budgets: .standard).documents
        quotable[source] = Self.quotable(documents, areAll: true)
        return nil
      }
    }
    return Diagnostic(
      .unreadableFile, "'\(name)' changed while it was read", help: "run again when nothing writes to it")
  }
}

/// A text read as YAML or JSON.
struct ParsedText {
  let documents: [Value]
  /// Documents with errors that can be looked through for more.
  let rejected: [Value]
  let findings: [Diagnostic]
  let isJSON: Bool

  /// Reads a text as JSON when its name says so, and as YAML when its name says that.
  ///
  /// A text whose name says neither, and that begins like an array or object, may be both. It is JSON unless only YAML takes it,
  /// or takes more of it before the first error.
  init(_ source: SourceID, of sources: SourceMap, budgets: YAMLBudgets) {
    let file = sources[source]
    switch Self.format(of: file) {
    case .json: self.init(json: file.bytes, source)
    case .yaml: self.init(yaml: file.bytes, source, budgets)
    case .either:
      let json = ParsedText(json: file.bytes, source)
      guard let error = json.findings.first else {
        self = json
        return
      }
      let yaml = ParsedText(yaml: file.bytes, source, budgets)
      func place(_ finding: Diagnostic?) -> Int { finding?.range?.bounds.lowerBound ?? .max }
      let first = yaml.findings.min { place($0) < place($1) }
      self = place(first) > place(error) ? yaml : json
    }
  }

  private init(json bytes: [UInt8], _ source: SourceID) {
    isJSON = true
    do throws(UnreadableJSON) {
      documents = [try JSONReader.read(bytes, as: source, names: JobSchema.blaxel.names)]
      rejected = []
      findings = []
    } catch {
      documents = []
      rejected = error.rejected.map { [$0] } ?? []
      findings = error.findings
    }
  }

  private init(yaml bytes: [UInt8], _ source: SourceID, _ budgets: YAMLBudgets) {
    isJSON = false
    let read = YAMLDocuments.read(bytes, as: source, names: JobSchema.blaxel.names, budgets: budgets)
    documents = read.documents
    rejected = read.rejected
    findings = read.diagnostics
  }

  private enum Format {
    case json, yaml, either
  }

  private static func format(of file: SourceFile) -> Format {
    let name = file.path.lowercased()
    if name.hasSuffix(".json") { return .json }
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return .yaml }
    let first = file.bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .either : .yaml
  }
}
