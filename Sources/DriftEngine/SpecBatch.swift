import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import YAMLReader

/// How files of specs are read, each by itself.
struct SpecReader: Sendable {
  /// What is kept of specs that were checked, so that checking many takes no more room than checking few.
  enum Retention {
    /// Jobs, for comparing them.
    case jobs
    /// Their names, and the texts that findings are about.
    case findings
  }

  let files: any FileSystem
  /// The workspace that jobs may name; nil when none is known.
  let workspace: String?
  let variables: Variables
  let retention: Retention
  /// How many bytes there may be together.
  let byteLimit: Int

  /// Reads a row of files, the first of whose texts gets the name `source`. Ends behind the file with which there are more bytes
  /// than there may be.
  func read(_ row: ArraySlice<SpecFile>, as source: SourceID) -> SpecBatch {
    var batch = SpecBatch(from: source, by: self)
    for file in row where batch.bytesRead <= byteLimit { batch.load(file) }
    return batch
  }
}

/// What was read of a row of spec files, with everything that is wrong with each.
struct SpecBatch: Sendable {
  private let reader: SpecReader
  private(set) var texts: ReadTexts
  /// The jobs, when they are kept; of those that were compared, no more than that.
  private(set) var jobs: [JobDocument] = []
  private(set) var names = DeclaredNames()
  private(set) var filesRead = 0
  var findings: [Diagnostic] = []
  /// Texts that could not be read to their end.
  private(set) var unreadSources: Set<SourceID> = []
  /// How many documents of each other kind were skipped; without a name, those without a kind.
  private(set) var skipped: [String: Int] = [:]
  private(set) var bytesRead = 0
  /// The variables that specs asked for.
  private(set) var usedVariables: Set<String> = []
  /// What is secret by the live jobs. Where the specs are invalid, nothing is compared, and their lines are quoted without it.
  private(set) var liveSecrets = SecretScan(by: .blaxel)
  /// The jobs that were compared already.
  private(set) var compared: [Planner.ComparedPair] = []
  /// Where the live jobs that they were compared with stand in `LiveJobs.jobs`.
  private(set) var comparedLive: [Int] = []
  /// The jobs that are declared for another workspace than that of the live jobs.
  private(set) var misplaced: [Diagnostic] = []

  init(from source: SourceID, by reader: SpecReader) {
    self.init(texts: ReadTexts(from: source), by: reader)
  }

  /// Nothing, behind the texts that were read before.
  init(texts: ReadTexts, by reader: SpecReader) {
    self.texts = texts
    self.reader = reader
  }

  /// Adds what was read of the row that follows.
  mutating func append(_ other: SpecBatch) {
    texts.append(other.texts)
    jobs += other.jobs
    names.append(other.names)
    filesRead += other.filesRead
    findings += other.findings
    unreadSources.formUnion(other.unreadSources)
    if !other.skipped.isEmpty { skipped.merge(other.skipped, uniquingKeysWith: +) }
    bytesRead += other.bytesRead
    if !other.usedVariables.isEmpty { usedVariables.formUnion(other.usedVariables) }
    liveSecrets.merge(other.liveSecrets)
    compared += other.compared
    comparedLive += other.comparedLive
    misplaced += other.misplaced
  }

  /// Reads texts again that were let go of, for showing places in them, and says which are not what they were.
  mutating func restore(_ sources: some Sequence<SourceID>) {
    findings += sources.compactMap { texts.restore($0, from: reader.files) }
  }

  fileprivate mutating func load(_ file: SpecFile) {
    // A stream stands for a whole directory.
    let budgets = file.path == nil ? YAMLBudgets.stream : .standard
    let contents: [UInt8]
    do throws(FileFailure) {
      contents =
        if let path = file.path {
          try reader.files.contents(of: path, limit: budgets.bytes)
        } else {
          try reader.files.standardInput(limit: budgets.bytes)
        }
    } catch {
      // Every file has a name, so that the names of those behind it are known before it is read.
      _ = texts.add([], shownAs: file.name)
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
    guard let path = file.path, !findings[before...].contains(where: { $0.range?.source == source }) else { return }
    texts.allowRelease(source, readFrom: path)
    if reader.retention == .findings { texts.release(source) }
  }

  /// Compares the jobs that are live, and lets go of those of whose texts nothing is to be said.
  mutating func compare(with live: LiveJobs, by planner: Planner, workspace: String?) {
    var pairs = Planner.Pairs(planner)
    var new: [JobDocument] = []
    compared.reserveCapacity(jobs.count)
    comparedLive.reserveCapacity(jobs.count)
    for (source, ofOneText) in jobs.byText {
      var isSettled = true
      for job in ofOneText {
        if let workspace, let finding = job.mismatch(with: workspace) {
          misplaced.append(finding)
          isSettled = false
        }
        if let pair = pair(job, in: live, &pairs) {
          isSettled = isSettled && pair.job.changes.isEmpty && pair.diagnostics.isEmpty
          compared.append(pair)
        } else {
          new.append(job)
          isSettled = false
        }
      }
      if isSettled {
        texts.locate(ofOneText.lazy.map(\.value.range), in: source)
        texts.release(source)
      }
    }
    jobs = new
  }

  /// Compares a job with the live one of its name; nil when there is none.
  private mutating func pair(
    _ job: JobDocument, in live: LiveJobs, _ pairs: inout Planner.Pairs
  ) -> Planner.ComparedPair? {
    guard let position = live.position(of: job.key) else { return nil }
    let counterpart = live.jobs[position]
    let pair = pairs.compare(job, with: counterpart)
    if let members = pairs.otherMembers, !texts.secrets.holdsSecrets(job.value) {
      // All else was looked at in the spec.
      liveSecrets.scan(members, of: counterpart.value)
    } else {
      liveSecrets.scan(counterpart.value)
      if texts.secrets.hasMarks(job.value) || liveSecrets.hasMarks(counterpart.value) {
        liveSecrets.scanShared([job.value, counterpart.value])
      }
    }
    if !pair.secrets.isEmpty { liveSecrets.hide(pair.secrets) }
    comparedLive.append(position)
    return pair
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
    guard file.bytes.holds(UInt8(ascii: "$")) else { return documents }
    var substitution = Substitution(reader.variables)
    let isJob = { (document: Value) in if case .job = DocumentKind(document) { true } else { false } }
    let result = substitution.apply(to: documents, by: .blaxel, where: isJob)
    findings += substitution.findings
    usedVariables.formUnion(substitution.used)
    texts.hide(substitution.hidden)
    // 'bl' replaces references in other documents and in comments, too.
    usedVariables.formUnion(VariableText(file.bytes[...], in: .file).references.map(\.name))
    if !text.findings.hasErrors, !substitution.findings.hasErrors {
      findings += RawSubstitution.findings(
        in: file, source, result, replaced: substitution.replaced, by: reader.variables, within: budgets, isJob: isJob)
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
    if let workspace = reader.workspace, let finding = job.mismatch(with: workspace) { findings.append(finding) }
    names.add(job)
    if reader.retention == .jobs { jobs.append(job) }
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
