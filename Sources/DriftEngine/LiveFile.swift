import BlaxelAPI
import ConfigValue
package import Diagnostics
import JobModel
import PlanReport
import YAMLReader

/// Live jobs read from a file: a snapshot; or an array of jobs, a `{data, meta}` page of the API, or a stream of documents, as
/// `bl get jobs` prints them.
struct LiveFile {
  private static let pageMember = "data"

  /// As reports show it.
  let name: String
  let jobs: [JobDocument]
  let completeness: Scope.Completeness
  /// Nil for a plain file, which does not say where it is from.
  let snapshot: Snapshot?

  /// Reads the live jobs from `path`. Their secrets are noted where the file cannot be used, since it is told why; else they are
  /// left to the caller.
  static func read(
    _ path: String, assumesComplete: Bool, into texts: inout ReadTexts, from files: any FileSystem
  ) throws(UnusableLiveFile) -> LiveFile {
    let (name, contents) = try contents(of: path, in: files, takesPipes: true)
    let documents = try documents(in: contents, called: name, &texts)
    do throws(UnusableLiveFile) {
      if documents.contains(where: Snapshot.isMeant) { return try LiveFile(snapshot: documents, called: name) }
      return try LiveFile(documents, called: name, assumesComplete: assumesComplete)
    } catch {
      for document in documents {
        let resources = [Self.pageMember, "jobs"].flatMap { Self.resources(in: document, under: $0) }
        for resource in resources { texts.scan(resource) }
      }
      throw error
    }
  }

  /// Reads a snapshot; nil when the file is none.
  static func snapshot(
    _ path: String, into texts: inout ReadTexts, from files: any FileSystem
  ) throws(UnusableLiveFile) -> LiveFile? {
    // What is no snapshot is read again as specs, which a pipe could not be.
    let (name, contents) = try contents(of: path, in: files, takesPipes: false)
    guard contents.contains(Array(Snapshot.format.utf8)) else { return nil }
    let documents = try documents(in: contents, called: name, &texts)
    guard documents.contains(where: Snapshot.isMeant) else { return nil }
    let file = try LiveFile(snapshot: documents, called: name)
    for job in file.jobs { texts.scan(job.value) }
    return file
  }

  private static func contents(
    of path: String, in files: any FileSystem, takesPipes: Bool
  ) throws(UnusableLiveFile) -> (name: String, [UInt8]) {
    let name = path == "-" ? "<stdin>" : SpecFiles.shown(path, in: files.workingDirectory)
    do throws(FileFailure) {
      let limit = TextLimits.live
      let contents =
        takesPipes ? try files.contents(given: path, limit: limit) : try files.contents(named: path, limit: limit)
      return (name, contents)
    } catch {
      throw UnusableLiveFile(findings: [
        Diagnostic(
          .unreadableFile, "'\(name)' cannot be read: \(error.reason)", help: "check the path and its permissions")
      ])
    }
  }

  private static func documents(
    in contents: [UInt8], called name: String, _ texts: inout ReadTexts
  ) throws(UnusableLiveFile) -> [Value] {
    let source = texts.add(contents, shownAs: name)
    let text = ParsedText(source, of: texts.sources, budgets: .snapshot)
    guard !text.findings.hasErrors else { throw UnusableLiveFile(findings: text.findings) }
    return text.documents
  }

  private init(snapshot documents: [Value], called name: String) throws(UnusableLiveFile) {
    guard documents.count == 1 else {
      throw UnusableLiveFile("'\(name)' holds more than one snapshot", help: "give --live one of them")
    }
    let snapshot = try Snapshot.read(documents[0], called: name)
    self.name = name
    jobs = try Self.distinct(snapshot.jobs, called: name)
    completeness = .complete
    self.snapshot = snapshot
  }

  private init(_ documents: [Value], called name: String, assumesComplete: Bool) throws(UnusableLiveFile) {
    guard assumesComplete || documents.contains(where: { !$0.isNull }) else {
      throw UnusableLiveFile(
        "'\(name)' is empty, as after a command that failed",
        help: "save the jobs again; no jobs at all are '[]', and '--assume-complete' takes an empty file for that")
    }
    var resources: [Value] = []
    var isProven = false
    for document in documents where !document.isNull {
      resources += Self.resources(in: document, under: Self.pageMember)
      if let data = document[Self.pageMember], data.kind == .list {
        isProven = try Self.provesCompleteness(document, of: data.count, called: name)
      }
    }
    isProven = isProven && documents.count == 1
    var jobs: [JobDocument] = []
    for resource in resources { jobs.append(try Self.job(resource, called: name)) }
    if !isProven, !assumesComplete, jobs.count == ListingOptions.largestPage {
      throw UnusableLiveFile(
        "'\(name)' holds exactly \(ListingOptions.largestPage) jobs, which is one page of 'bl get jobs'",
        help: "save all of them with 'bl get jobs --all -o json'; '--assume-complete' when these are all")
    }
    self.name = name
    self.jobs = try Self.distinct(jobs, called: name)
    completeness = isProven ? .complete : .unproven
    snapshot = nil
  }

  /// What a document says of jobs: a list of them, an object with one under `key`, as pages of the API and snapshots are, or one
  /// job.
  private static func resources(in document: Value, under key: String) -> [Value] {
    if document.kind == .list { return Array(document.elements) }
    guard let list = document[key], list.kind == .list else { return [document] }
    return Array(list.elements)
  }

  /// The jobs, no two of which may have one name.
  private static func distinct(_ jobs: [JobDocument], called name: String) throws(UnusableLiveFile) -> [JobDocument] {
    var places: [ExactText: SourceRange] = [:]
    for job in jobs {
      guard let first = places.updateValue(job.nameRange, forKey: job.key) else { continue }
      throw UnusableLiveFile(
        "Live job '\(job.name)' stands twice in '\(name)'", at: job.nameRange,
        notes: [Diagnostic.Note("first here", at: first)], help: "save the live jobs again in one go")
    }
    return jobs
  }

  /// Whether a page of the API says that it is all there is.
  private static func provesCompleteness(
    _ page: Value, of count: Int, called name: String
  ) throws(UnusableLiveFile) -> Bool {
    let meta = page["meta"]
    let total = meta?["total"]?.number?.integer
    if meta?["hasMore"]?.boolean == true || (total.map { $0 > count } ?? false) {
      throw UnusableLiveFile(
        "'\(name)' is one page of a longer listing", at: page.member("meta")?.key.range ?? page.range,
        help: "save all pages, such as with 'bl get jobs --all -o json'")
    }
    return meta?["hasMore"]?.boolean == false && total == count
  }

  private static func job(_ resource: Value, called name: String) throws(UnusableLiveFile) -> JobDocument {
    if let kind = resource["kind"], kind.string != "Job" {
      throw UnusableLiveFile(
        "'\(name)' holds something other than jobs", at: kind.range,
        help: "give --live what 'bl get jobs -o json' prints")
    }
    guard let job = JobDocument(resource) else {
      throw UnusableLiveFile(
        "'\(name)' holds something without 'metadata.name'", at: resource.range,
        help: "give --live what 'bl get jobs -o json' prints, or a page of the API's list of jobs")
    }
    return job
  }
}

/// Why a file cannot stand for the live jobs.
package struct UnusableLiveFile: Error, Sendable {
  package let findings: [Diagnostic]

  init(findings: [Diagnostic]) {
    self.findings = findings
  }

  init(_ summary: String, at range: SourceRange? = nil, notes: [Diagnostic.Note] = [], help: String) {
    findings = [Diagnostic(.unusableSnapshot, summary, at: range, notes: notes, help: help)]
  }
}
