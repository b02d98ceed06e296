package import ConfigValue
import Diagnostics
import FoundationEssentials
import JobModel

/// Why jobs cannot be served: one line that names the file and the rule.
package struct UnusableJobs: Error, Sendable, CustomStringConvertible {
  package let description: String
}

/// The jobs of the one workspace that is served, under distinct names.
///
/// Every field is answered as it stands in the file: unknown ones too, in the same order, numbers in the same spelling.
package struct JobStore: Sendable {
  private(set) var jobs: [StoredJob] = []
  private var positions: [String: Int] = [:]

  package var count: Int { jobs.count }

  /// Reads every `.json` file of `directory` itself, in the order of their names; each holds one job or an array.
  ///
  /// A directory without any is a workspace without jobs.
  package static func load(directory: String) throws(UnusableJobs) -> JobStore {
    var store = JobStore()
    for name in try fileNames(in: directory) {
      let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
      guard let contents = FileManager.default.contents(atPath: path) else {
        throw UnusableJobs(description: "File '\(path)' cannot be read")
      }
      try store.add(SourceFile(path: path, contents: Array(contents)))
    }
    return store
  }

  /// Reads one job, or an array of them.
  package init(json: [UInt8]) throws(UnusableJobs) {
    try add(SourceFile(path: "<jobs>", contents: json))
  }

  /// Takes jobs made in memory.
  package init(jobs: [PlainValue]) throws(UnusableJobs) {
    var json = JSONWriter(pretty: false)
    json.value(.list(jobs))
    try self.init(json: json.finish())
  }

  private init() {}

  /// The job called `name`.
  subscript(_ name: String) -> StoredJob? {
    positions[name].map { jobs[$0] }
  }

  private static func fileNames(in directory: String) throws(UnusableJobs) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".json") }.sorted()
    } catch {
      throw UnusableJobs(description: "Directory '\(directory)' cannot be read")
    }
  }

  private mutating func add(_ file: SourceFile) throws(UnusableJobs) {
    let value: Value
    do {
      value = try JSONReader.read(file.bytes, as: .none, names: JobSchema.blaxel.names)
    } catch {
      throw Self.failure(error.finding.summary, in: file, at: error.finding.range)
    }
    for element in value.kind == .list ? Array(value.elements) : [value] {
      guard let job = JobDocument(element) else {
        throw Self.failure("A job is an object with a 'metadata.name'", in: file, at: element.range)
      }
      guard positions[job.name] == nil else {
        throw Self.failure("Job '\(job.name)' stands in the directory twice", in: file, at: job.nameRange)
      }
      positions[job.name] = jobs.count
      jobs.append(StoredJob(job, in: file.bytes))
    }
  }

  private static func failure(_ summary: String, in file: SourceFile, at range: SourceRange?) -> UnusableJobs {
    let position = LineIndex(file.bytes).position(of: range?.bounds.lowerBound ?? 0)
    return UnusableJobs(description: "\(file.path):\(position.line):\(position.column): \(summary)")
  }
}
