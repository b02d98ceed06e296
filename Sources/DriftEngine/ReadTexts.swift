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
}

/// A text read as YAML or JSON.
struct ParsedText {
  let documents: [Value]
  /// Documents with errors that can be looked through for more.
  let rejected: [Value]
  let findings: [Diagnostic]
  let isJSON: Bool

  /// Reads a text as JSON when its name says so, or when it is unnamed and begins like an array or object; as YAML
  /// otherwise.
  init(_ source: SourceID, of sources: SourceMap, budgets: YAMLBudgets) {
    let file = sources[source]
    isJSON = Self.isJSON(file)
    if isJSON {
      rejected = []
      do throws(UnreadableJSON) {
        documents = [try JSONReader.read(file.bytes, as: source, names: JobSchema.blaxel.names)]
        findings = []
      } catch {
        documents = []
        findings = [error.finding]
      }
    } else {
      let read = YAMLDocuments.read(file.bytes, as: source, names: JobSchema.blaxel.names, budgets: budgets)
      documents = read.documents
      rejected = read.rejected
      findings = read.diagnostics
    }
  }

  private static func isJSON(_ file: SourceFile) -> Bool {
    let name = file.path.lowercased()
    if name.hasSuffix(".json") { return true }
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return false }
    let first = file.bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }
}
