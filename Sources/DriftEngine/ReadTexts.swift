import ConfigValue
import Diagnostics
import JobModel
import PlanReport
import YAMLReader

/// The texts of one run and what is known of the secrets in them.
struct ReadTexts {
  private(set) var sources = SourceMap()
  /// The specs, whose lines findings quote. Live jobs are not quoted: what is secret in them depends on the specs, too.
  private(set) var quotable: [SourceID: QuotableText] = [:]
  private(set) var secrets = SecretScan()

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

  /// Notes the secrets of a document, or of the jobs in a list.
  mutating func scan(_ document: Value) {
    let resources = document.kind == .list ? Array(document.elements) : [document]
    for resource in resources { secrets.scan(resource, by: .blaxel) }
    guard var text = quotable.removeValue(forKey: document.range.source) else { return }
    // All documents of a text stand in one tree.
    if text.known.isEmpty, text.foreign.isEmpty { text.respelled = respelled(in: document.tree) }
    for resource in resources where !resource.isNull {
      if DocumentKind(resource).isJob {
        text.known.append(resource.range.bounds)
      } else {
        text.foreign.append(resource.range.bounds)
      }
    }
    quotable[document.range.source] = text
  }

  private func respelled(in tree: ValueTree) -> [(bounds: Range<Int>, text: [UInt8])] {
    tree.respelled.map { ($0.range.bounds, Array($0.text)) }
  }

  /// Lets the lines of a text of specs be shown whole; all its documents were scanned.
  mutating func allowQuoting(_ source: SourceID) {
    quotable[source]?.isWhole = true
  }
}

/// A text read as YAML or JSON.
struct ParsedText {
  let documents: [Value]
  /// Documents with errors that can be looked through for more.
  let rejected: [Value]
  let findings: [Diagnostic]

  /// Reads a text as JSON when its name says so, or when it is unnamed and begins like an array or object; as YAML
  /// otherwise.
  init(_ source: SourceID, of sources: SourceMap, budgets: YAMLBudgets) {
    let file = sources[source]
    if Self.isJSON(file) {
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
