import ConfigValue
import Diagnostics
import JobModel
import YAMLReader

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
    if file.path.hasEnding(".json") { return .json }
    if SpecFiles.isSpecName(file.path) { return .yaml }
    let first = file.bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .either : .yaml
  }
}
