import ConfigValue
import Diagnostics
import JobModel
import YAMLReader

/// The texts of one run and what is known of the secrets in them.
struct ReadTexts {
  private(set) var sources = SourceMap()
  /// Specs that were read to their end, so that all their secrets are known and their lines can be shown.
  private(set) var readable: Set<SourceID> = []
  private(set) var secrets = SecretScan(by: .blaxel)
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

  /// Notes the secrets of a document, or of a job that is known in several versions.
  mutating func scan(_ versions: Value...) {
    secrets.scan(versions)
  }

  /// Notes values that are not to be shown, wherever they stand.
  mutating func hide(_ values: Set<String>) {
    secrets.hide(values)
  }

  /// Lets the lines of a text be shown; all its documents were scanned.
  mutating func allowQuoting(_ source: SourceID) {
    readable.insert(source)
  }

  /// Lets go of a text that nothing is to be said about, so far.
  mutating func release(_ source: SourceID, readFrom path: String) {
    let file = sources[source]
    released[source] = Released(path: path, count: file.bytes.count, hash: file.bytes.hashValue)
    sources.replace(source, by: SourceFile(path: file.path, contents: []))
  }

  /// Reads a text again that was let go of, for showing places in it. A finding when it is not the text that it was.
  mutating func restore(_ source: SourceID, from files: any FileSystem) -> Diagnostic? {
    guard let expected = released.removeValue(forKey: source) else { return nil }
    let name = sources[source].path
    if let contents = try? files.contents(of: expected.path, limit: YAMLBudgets.standard.bytes) {
      let file = SourceFile(path: name, contents: contents)
      if file.bytes.count == expected.count, file.bytes.hashValue == expected.hash {
        sources.replace(source, by: file)
        return nil
      }
    }
    readable.remove(source)
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
