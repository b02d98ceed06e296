import ConfigValue
import Diagnostics
import JobDiff

/// Writes the results of a SARIF log, each with a fingerprint of its own.
struct SARIFResults {
  /// How many bytes a line of a message has at most.
  private static let longestLine = 1_000
  /// A name may stand twice in any number of files.
  private static let mostLines = 10

  private let indices: [String: Int]
  private let directory: String
  /// The file that stands in for the place of what is in none.
  private let standIn: String
  private var fingerprints: [[UInt8]: Int] = [:]

  /// - Parameters:
  ///   - rules: the names of the log's rules, in its order.
  ///   - directory: the path of the working directory in the repository.
  init(_ report: Report, rules: [String], directory: String) {
    indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1, $0) })
    self.directory = directory
    let files = report.jobs.compactMap(\.source?.file).filter(RepositoryPath.isFile)
    standIn = files.min() ?? report.scope.specPaths.first(where: RepositoryPath.isFile) ?? "."
  }

  mutating func write(_ remark: Remark, to json: inout JSONWriter) {
    let fingerprint = fingerprint(of: remark)
    json.object { json in
      json.member("ruleId", remark.rule.id)
      json.member("ruleIndex", indices[remark.rule.id])
      json.member("level", remark.severity.rawValue)
      json.text("message", Self.message(of: remark))
      json.key("locations")
      json.array { location(of: remark.place, &$0) }
      json.key("partialFingerprints")
      json.object { $0.member("jobdrift/v1", fingerprint) }
      properties(of: remark.subject, &json)
    }
  }

  /// What is said, the subject first, so that the first line can stand alone.
  static func message(of remark: Remark) -> String {
    let first: SafeText<Terminal> =
      if case .finding = remark.subject { remark.text } else { "\(remark.title): \(remark.text)" }
    let lines = ([first] + remark.details).prefix(mostLines).map { line -> SafeText<SARIFText> in
      "\(line.cut(toBytes: longestLine).text)"
    }
    return lines.joined(separator: "\n").text
  }

  // MARK: Places

  private func location(of place: Place?, _ json: inout JSONWriter) {
    let place = place.flatMap { RepositoryPath.isFile($0.file) ? $0 : nil }
    let top = SourcePosition(line: 1, column: 1)
    let (start, end) = (place?.start ?? top, place?.end ?? top)
    json.object { json in
      json.key("physicalLocation")
      json.object { json in
        json.key("artifactLocation")
        json.object { $0.member("uri", uri(of: place?.file ?? standIn).text) }
        json.key("region")
        json.object { json in
          json.member("startLine", start.line)
          json.member("startColumn", start.column)
          json.member("endLine", end.line)
          json.member("endColumn", end.column)
        }
      }
    }
  }

  /// A reference from the top of the repository; to a file that is known by its absolute path, that.
  private func uri(of file: String) -> SafeText<URIText> {
    if let path = RepositoryPath.path(of: file, in: directory) { return "\(path)" }
    return file.utf8.starts(with: "/".utf8) ? "file://\(file)" : "\(file)"
  }

  // MARK: Properties

  /// What tells a result from all others, whatever values and lines there are: the rule, the job and the path; of a finding, the
  /// file and what is said. Those that are alike are numbered.
  private mutating func fingerprint(of remark: Remark) -> String {
    let parts =
      switch remark.subject {
      case .finding(let finding): [finding.place.map { uri(of: $0.file).text } ?? "", finding.message]
      case .job(let job): [job.name]
      case .change(let change, let job): [job.name, change.path.description]
      }
    var json = JSONWriter(pretty: false)
    json.array { json in for part in [remark.rule.id] + parts { json.string(part) } }
    let key = json.finish()
    let number = fingerprints[key, default: 0]
    fingerprints[key] = number + 1
    return Digest.text(of: number == 0 ? key : key + Array("#\(number + 1)".utf8))
  }

  private func properties(of subject: Remark.Subject, _ json: inout JSONWriter) {
    switch subject {
    case .finding: return
    case .job(let job):
      json.key("properties")
      json.object { json in
        json.member("job", job.name)
        json.member("action", job.action.rawValue)
        json.member("origin", job.origin?.rawValue)
      }
    case .change(let change, let job):
      json.key("properties")
      json.object { json in
        json.member("job", job.name)
        json.member("path", change.path.description)
        json.member("op", change.operation.rawValue)
        json.key("counts")
        json.boolean(change.counts)
        json.member("origin", change.origin?.rawValue)
        if change.basis == .base { json.member("basis", change.basis.rawValue) }
      }
    }
  }
}
