import ConfigValue
import Diagnostics
import JobModel
import PlanReport
import YAMLReader

/// Live jobs read from a file: an array of jobs, a `{data, meta}` page of the API, or a stream of documents, as
/// `bl get jobs` prints them.
struct LiveFile {
  /// How many jobs one page of `bl get jobs` holds.
  static let pageSize = 200

  let jobs: [JobDocument]
  let completeness: Scope.Completeness

  /// Why a file cannot stand for the live jobs.
  struct Unusable: Error {
    let findings: [Diagnostic]
  }

  /// Reads the live jobs from `path`.
  static func read(
    _ path: String, assumesComplete: Bool, into texts: inout ReadTexts, from files: any FileSystem
  ) throws(Unusable) -> LiveFile {
    let name = path == "-" ? "<stdin>" : SpecFiles.shown(path, in: files.workingDirectory)
    let contents: [UInt8]
    do throws(FileFailure) {
      contents = try files.contents(named: path, limit: TextLimits.live)
    } catch {
      throw Unusable(findings: [
        Diagnostic(
          .unreadableFile, "'\(name)' cannot be read: \(error.reason)",
          help: "check the path of --live and its permissions")
      ])
    }
    let source = texts.add(contents, shownAs: name)
    let text = ParsedText(source, of: texts.sources, budgets: .snapshot)
    guard !text.findings.hasErrors else { throw Unusable(findings: text.findings) }
    return try LiveFile(text.documents, called: name, assumesComplete: assumesComplete, into: &texts)
  }

  private init(
    _ documents: [Value], called name: String, assumesComplete: Bool, into texts: inout ReadTexts
  ) throws(Unusable) {
    var resources: [Value] = []
    var isProven = false
    for document in documents where !document.isNull {
      if document.kind == .list {
        resources += document.elements
      } else if let data = document["data"], data.kind == .list {
        resources += data.elements
        isProven = try Self.provesCompleteness(document, of: data.count, called: name)
      } else {
        resources.append(document)
      }
    }
    isProven = isProven && documents.count == 1
    var jobs: [JobDocument] = []
    var places: [ExactText: SourceRange] = [:]
    for resource in resources {
      let job = try Self.job(resource, called: name)
      if let first = places.updateValue(job.nameRange, forKey: job.key) {
        throw Unusable(findings: [
          Diagnostic(
            .unusableSnapshot, "Live job '\(job.name)' stands twice in '\(name)'", at: job.nameRange,
            notes: [Diagnostic.Note("first here", at: first)], help: "save the live jobs again in one go")
        ])
      }
      texts.scan(resource)
      jobs.append(job)
    }
    if !isProven, !assumesComplete, jobs.count == Self.pageSize {
      throw Unusable(findings: [
        Diagnostic(
          .unusableSnapshot, "'\(name)' holds exactly \(Self.pageSize) jobs, which is one page of 'bl get jobs'",
          help: "save all of them with 'bl get jobs --all -o json'; '--assume-complete' when these are all")
      ])
    }
    self.jobs = jobs
    completeness = isProven ? .complete : .unproven
  }

  /// Whether a page of the API says that it is all there is.
  private static func provesCompleteness(
    _ page: Value, of count: Int, called name: String
  ) throws(Unusable) -> Bool {
    let meta = page["meta"]
    let total = meta?["total"]?.number?.integer
    if meta?["hasMore"]?.boolean == true || (total.map { $0 > count } ?? false) {
      throw Unusable(findings: [
        Diagnostic(
          .unusableSnapshot, "'\(name)' is one page of a longer listing",
          at: page.member("meta")?.key.range ?? page.range,
          help: "save all pages, such as with 'bl get jobs --all -o json'")
      ])
    }
    return meta?["hasMore"]?.boolean == false && total == count
  }

  private static func job(_ resource: Value, called name: String) throws(Unusable) -> JobDocument {
    if let kind = resource["kind"], kind.string != "Job" {
      throw Unusable(findings: [
        Diagnostic(
          .unusableSnapshot, "'\(name)' holds something other than jobs", at: kind.range,
          help: "give --live what 'bl get jobs -o json' prints")
      ])
    }
    guard let job = JobDocument(resource) else {
      throw Unusable(findings: [
        Diagnostic(
          .unusableSnapshot, "'\(name)' holds something without 'metadata.name'", at: resource.range,
          help: "give --live what 'bl get jobs -o json' prints, or a page of the API's list of jobs")
      ])
    }
    return job
  }
}
