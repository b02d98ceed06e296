import ConfigValue
import Diagnostics
import JobModel
import YAMLReader

/// Loads the desired jobs from the texts that were named, and finds everything wrong with them in one go.
struct SpecLoader {
  /// What is kept of specs that were checked, so that checking many takes no more room than checking few.
  enum Retention {
    /// Jobs, for comparing them.
    case jobs
    /// Their names, and the texts that findings are about.
    case findings
  }

  private let retention: Retention
  private let effects: any FileSystem
  /// The workspace that jobs may name; nil when none is known.
  private let workspace: String?
  private let variables: LoadedVariables
  private(set) var texts: ReadTexts
  /// The jobs, when they are kept.
  private(set) var jobs: [JobDocument] = []
  private(set) var names = DeclaredNames()
  private(set) var filesRead = 0
  private(set) var findings: [Diagnostic] = []
  /// Texts that could not be read to their end.
  private(set) var unreadSources: Set<SourceID> = []
  /// How many documents of each other kind were skipped.
  private var skipped: [String: Int] = [:]
  private var bytesRead = 0
  /// The variables that specs asked for.
  private var usedVariables: Set<String> = []

  /// - Parameter texts: the texts that were read before.
  init(
    _ selection: SpecSelection, workspace: String?, keeping retention: Retention, in files: any FileSystem,
    into texts: ReadTexts = ReadTexts()
  ) {
    self.texts = texts
    self.retention = retention
    effects = files
    self.workspace = workspace
    variables = LoadedVariables(selection.variables, into: &self.texts, from: files)
    let specs = SpecFiles(under: selection.paths, atMost: selection.limits.files, in: files)
    findings = variables.findings + specs.findings
    for file in specs.found where bytesRead <= selection.limits.bytes { load(file) }
    if bytesRead > selection.limits.bytes { reportTooMuch(selection.limits.bytes) }
    findings += variables.remarks(used: usedVariables, on: findings, in: files)
    reportSkipped()
    reportDuplicates()
    if names.count == 0, !selection.allowsEmpty, !findings.hasErrors { reportEmpty(selection.paths) }
  }

  /// The jobs of texts that were read to their end.
  var readJobs: [JobDocument] {
    jobs.filter { !unreadSources.contains($0.nameRange.source) }
  }

  private mutating func load(_ file: SpecFile) {
    // A stream stands for a whole directory.
    let budgets = file.path == nil ? YAMLBudgets.stream : .standard
    let contents: [UInt8]
    do throws(FileFailure) {
      contents =
        if let path = file.path {
          try effects.contents(of: path, limit: budgets.bytes)
        } else {
          try effects.standardInput(limit: budgets.bytes)
        }
    } catch {
      findings.append(error.finding(about: file.name))
      return
    }
    filesRead += 1
    bytesRead += contents.count
    let source = texts.addSpecs(contents, shownAs: file.name)
    let before = findings.count
    if contents.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
      findings.append(
        Diagnostic(.noJobs, "There is nothing in this file", severity: .note, at: SourceRange(source, 0..<0)))
    }
    check(ParsedText(source, of: texts.sources, budgets: budgets), source, within: budgets)
    if retention == .findings, let path = file.path,
      !findings[before...].contains(where: { $0.range?.source == source })
    {
      texts.release(source, readFrom: path)
    }
  }

  private mutating func check(_ text: ParsedText, _ source: SourceID, within budgets: YAMLBudgets) {
    if text.findings.hasErrors { unreadSources.insert(source) }
    var others: [SourceRange] = []
    var serverOwned: [Value.Member] = []
    let before = findings.count
    let documents = substituted(text, source, within: budgets)
    texts.scanSpecs(documents, of: source, areAll: !text.findings.hasErrors)
    for document in documents {
      let isList = document.kind == .list
      for resource in isList ? Array(document.elements) : [document] {
        add(resource, others: &others, serverOwned: &serverOwned)
      }
    }
    // What could not be read has been reported once.
    let unread = EnclosingRanges(text.findings.compactMap(\.range))
    findings[before...].removeAll { $0.range.map(unread.enclose) ?? false }
    let foreign = EnclosingRanges(others)
    findings += text.findings.map { $0.range.map(foreign.enclose) ?? false ? $0.asNote : $0 }
    if let first = serverOwned.first {
      let names = serverOwned.map { "'\($0.name)'" }.uniqued().joined(separator: ", ")
      findings.append(
        Diagnostic(
          .serverOwnedField, "Fields that the server owns are ignored: \(names)", severity: .note, at: first.key.range,
          help: "remove them; they only say how the job was when it was saved"))
    }
  }

  /// All documents of a text, values in place of references.
  private mutating func substituted(
    _ text: ParsedText, _ source: SourceID, within budgets: YAMLBudgets
  ) -> [Value] {
    let documents = text.documents + text.rejected
    let file = texts.sources[source]
    guard file.bytes.contains(UInt8(ascii: "$")) else { return documents }
    var substitution = Substitution(variables.values)
    let isJob = { (document: Value) in if case .job = DocumentKind(document) { true } else { false } }
    let result = substitution.apply(to: documents, by: .blaxel, where: isJob)
    findings += substitution.findings
    usedVariables.formUnion(substitution.used)
    texts.hide(substitution.hidden)
    // 'bl' replaces references in other documents and in comments, too.
    usedVariables.formUnion(VariableText(file.bytes[...], in: .file).references.map(\.name))
    if !text.findings.hasErrors, !substitution.findings.hasErrors {
      findings += RawSubstitution.findings(
        in: file, source, result, replaced: substitution.replaced, by: variables.values, within: budgets, isJob: isJob)
    }
    return result
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
    if resource["metadata"]?["name"]?.isUnknown == true { return }
    if let workspace, let finding = job.mismatch(with: workspace) { findings.append(finding) }
    names.add(job)
    if retention == .jobs { jobs.append(job) }
  }

  // MARK: Findings about all texts

  private mutating func reportDuplicates() {
    let duplicates = names.duplicates
    findings += duplicates
    let sources = Set(duplicates.flatMap { [$0.range].compactMap(\.self) + $0.notes.map(\.range) }.map(\.source))
    findings += sources.sorted().compactMap { texts.restore($0, from: effects) }
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

  private mutating func reportTooMuch(_ most: Int) {
    findings.append(
      Diagnostic(
        .budgetExceeded, "The specs are larger than \(most) bytes together",
        help: "name the directories of the specs alone, or a part of them"))
  }

  private mutating func reportEmpty(_ paths: [String]) {
    let places = paths.map { $0 == "-" ? "standard input" : "'\(SpecFiles.shown($0, in: effects.workingDirectory))'" }
    findings.append(
      Diagnostic(
        .noJobs, "No job specs in \(places.joined(separator: ", "))",
        help: "name the directory of the specs; '--allow-empty' when it may be empty"))
  }
}

extension FileFailure {
  /// Why the specs in the file shown as `name` are not there.
  fileprivate func finding(about name: String) -> Diagnostic {
    isTooLarge
      ? Diagnostic(.budgetExceeded, "'\(name)' cannot be read: \(reason)", help: "split it into several files")
      : Diagnostic(.unreadableFile, "'\(name)' cannot be read: \(reason)", help: "check the path and its permissions")
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
