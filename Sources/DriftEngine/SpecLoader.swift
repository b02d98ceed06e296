import ConfigValue
import Diagnostics
import JobModel
import YAMLReader

/// Loads the desired jobs from the texts that were named, and finds everything wrong with them in one go.
struct SpecLoader {
  private let effects: any FileSystem
  /// The workspace that jobs may name; nil when none is known.
  private let workspace: String?
  private(set) var texts = ReadTexts()
  private(set) var jobs: [JobDocument] = []
  private(set) var findings: [Diagnostic] = []
  /// How many documents of each other kind were skipped.
  private var skipped: [String: Int] = [:]

  init(_ selection: SpecSelection, workspace: String?, in files: any FileSystem) {
    effects = files
    self.workspace = workspace
    let specs = SpecFiles(under: selection.paths, in: files)
    findings = specs.findings
    for file in specs.found { load(file) }
    reportSkipped()
    reportDuplicates()
    if jobs.isEmpty, !selection.allowsEmpty, !findings.hasErrors { reportEmpty(selection.paths) }
  }

  private mutating func load(_ file: SpecFile) {
    let contents: [UInt8]
    do throws(FileFailure) {
      contents =
        if let path = file.path {
          try effects.contents(of: path, limit: TextLimits.spec)
        } else {
          try effects.standardInput(limit: TextLimits.spec)
        }
    } catch {
      findings.append(
        Diagnostic(
          .unreadableFile, "'\(file.name)' cannot be read: \(error.reason)", help: "check the path and its permissions")
      )
      return
    }
    let source = texts.addSpecs(contents, shownAs: file.name)
    let text = ParsedText(source, of: texts.sources, budgets: .standard)
    var others: [SourceRange] = []
    var serverOwned: [Value.Member] = []
    let before = findings.count
    for document in text.documents + text.rejected {
      texts.scan(document)
      let isList = document.kind == .list
      for resource in isList ? Array(document.elements) : [document] {
        add(resource, others: &others, serverOwned: &serverOwned)
      }
    }
    // What could not be read has been reported once.
    let unread = text.findings.compactMap(\.range)
    findings[before...].removeAll { finding in
      finding.range.map { range in unread.contains { $0.contains(range) } } ?? false
    }
    if !text.findings.hasErrors { texts.allowQuoting(source) }
    findings += text.findings.map { finding in
      let isOther = finding.range.map { range in others.contains { $0.contains(range) } } ?? false
      return isOther ? finding.asNote : finding
    }
    if let first = serverOwned.first {
      let names = serverOwned.map { "'\($0.name)'" }.uniqued().joined(separator: ", ")
      findings.append(
        Diagnostic(
          .serverOwnedField, "Fields that the server owns are ignored: \(names)", severity: .note, at: first.key.range,
          help: "remove them; they only say how the job was when it was saved"))
    }
  }

  /// Sorts one resource of a document.
  private mutating func add(_ resource: Value, others: inout [SourceRange], serverOwned: inout [Value.Member]) {
    if resource.isNull { return }
    guard resource.kind == .map else {
      findings.append(
        Diagnostic(
          .notAnObject, "A document is not a mapping", at: resource.range,
          help: "a spec begins with 'apiVersion:', 'kind: Job' and 'metadata:'"))
      return
    }
    switch DocumentKind(resource) {
    case .job: addJob(resource, &serverOwned)
    case .other(let kind):
      others.append(resource.range)
      skipped[kind, default: 0] += 1
    case .unrelated:
      others.append(resource.range)
      skipped["", default: 0] += 1
    case .missing:
      findings.append(
        Diagnostic(
          .missingKind, "A document that looks like a job has no kind", at: resource.range, help: "add 'kind: Job'"))
    case .misspelled(let kind, let value):
      findings.append(
        Diagnostic(
          .unknownKind, "Unknown kind '\(kind)', did you mean 'Job'?", at: value.range,
          help: "write 'Job'; 'bl apply' skips other kinds without a word"))
    }
  }

  private mutating func addJob(_ resource: Value, _ serverOwned: inout [Value.Member]) {
    let validation = Validation.check(resource, by: .blaxel)
    serverOwned += validation.serverOwned
    let job = JobDocument(resource)
    // A job without a name is one finding, not also a missing field.
    findings += validation.findings.filter { job != nil || $0.code != .missingField }
    guard let job else {
      let name = resource["metadata"]?.member("name")
      if name?.value.isContainer != true, name == nil || name?.value.kind == .null || name?.value.string == "" {
        findings.append(
          Diagnostic(
            .missingName, "A job has no name",
            at: name?.key.range ?? resource.member("metadata")?.key.range ?? resource.range,
            help: "add 'name:' under 'metadata:'; the name is the job's identity"))
      }
      return
    }
    if VariableReference.occurs(in: resource["metadata"]?["name"] ?? resource) {
      findings.append(
        Diagnostic(
          .variableInName, "The name of a job depends on a variable", at: job.nameRange,
          help: "write the name out; it decides which live job the spec is compared with"))
      return
    }
    checkWorkspace(resource)
    jobs.append(job)
  }

  private mutating func checkWorkspace(_ resource: Value) {
    guard let workspace, let declared = resource["metadata"]?["workspace"], let name = declared.string, !name.isEmpty,
      name != workspace
    else { return }
    findings.append(
      Diagnostic(
        .workspaceMismatch, "A job is declared for workspace '\(name)', not '\(workspace)'", at: declared.range,
        help: "compare with '-w \(name)', or remove 'metadata.workspace'"))
  }

  // MARK: Findings about all texts

  private mutating func reportDuplicates() {
    for (name, places) in Dictionary(grouping: jobs, by: \.name) where places.count > 1 {
      let places = places.sorted { $0.nameRange.isBefore($1.nameRange) }
      findings.append(
        Diagnostic(
          .duplicateJob, "Job '\(name)' is declared \(places.count) times", at: places[1].nameRange,
          notes: places.enumerated().filter { $0.offset != 1 }.map {
            Diagnostic.Note("also here", at: $0.element.nameRange)
          },
          help: "keep one; 'bl apply' would let the last one win"))
    }
  }

  private mutating func reportSkipped() {
    let unrelated = skipped.removeValue(forKey: "") ?? 0
    if !skipped.isEmpty {
      let kinds = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      findings.append(Diagnostic(.skippedKind, "Documents of other kinds were skipped: \(kinds)", severity: .note))
    }
    if unrelated > 0 {
      findings.append(
        Diagnostic(
          .skippedKind, "\(unrelated) document\(unrelated == 1 ? "" : "s") without a kind, and unlike a job, skipped",
          severity: .note))
    }
  }

  private mutating func reportEmpty(_ paths: [String]) {
    let places = paths.map { $0 == "-" ? "standard input" : "'\(SpecFiles.shown($0, in: effects.workingDirectory))'" }
    findings.append(
      Diagnostic(
        .noJobs, "No job specs in \(places.joined(separator: ", "))",
        help: "name the directory of the specs; '--allow-empty' when it may be empty"))
  }
}

extension SourceRange {
  fileprivate func isBefore(_ other: SourceRange) -> Bool {
    (source, lowerBound) < (other.source, other.lowerBound)
  }
}

extension Diagnostic {
  /// The finding about a text that is not used.
  fileprivate var asNote: Diagnostic {
    Diagnostic(code, summary, severity: .note, at: range, notes: notes, help: help)
  }
}

extension Sequence where Element: Hashable {
  /// The elements without repetitions, in the order of their first occurrence.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
