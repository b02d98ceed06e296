import ConfigValue
package import Diagnostics
package import JobModel
package import PlanReport

/// The live jobs of a workspace as they were at one time, to be compared with later, without a key: one JSON document, described
/// by `schemas/snapshot.schema.json`.
package struct Snapshot: Sendable {
  /// What the document calls itself.
  static let format = "jobdrift.snapshot"
  /// The version of the format that is written, and whose major version is read.
  static let version = (major: 1, minor: 0)

  package let workspace: String
  /// The address of the API that the jobs came from.
  package let source: String
  package let takenAt: Timestamp
  /// How many pages the jobs came in.
  package let pages: Int
  /// By name, in the order of the bytes.
  package let jobs: [JobDocument]

  package init(workspace: String, source: String, takenAt: Timestamp, pages: Int, jobs: [JobDocument]) {
    self.workspace = workspace
    self.source = source
    self.takenAt = takenAt
    self.pages = pages
    self.jobs = jobs.sorted { $0.key < $1.key }
  }

  /// The document, with nothing secret in it.
  ///
  /// - Parameter secrets: texts that are known to be secret, those of the jobs and those that opened the API.
  package func json(by tool: Tool, knowing secrets: Set<String>) throws(UnmaskableSecret) -> [UInt8] {
    let masking = SnapshotMasking(knowing: secrets, by: .blaxel)
    if masking.isSecret(workspace) { throw UnmaskableSecret(place: "The workspace's name") }
    if masking.isSecret(source) { throw UnmaskableSecret(place: "The API's address") }
    var masks: [SnapshotMasking.Masks] = []
    for job in jobs {
      guard let found = masking.masks(of: job) else { throw UnmaskableSecret(place: "Live job '\(job.name)'") }
      masks.append(found)
    }
    var json = JSONWriter()
    json.object { json in
      header(by: tool, &json)
      json.key("masked")
      json.array { json in
        for (number, masks) in masks.enumerated() {
          for place in masks.places { json.string(Self.pointer(toJob: number, place).description) }
        }
      }
      json.key("jobs")
      json.array { json in
        for (job, masks) in zip(jobs, masks) {
          json.value(job.value) { masks.hidden.contains($0.identity) ? Mask.text : nil }
        }
      }
    }
    return json.finish()
  }

  private func header(by tool: Tool, _ json: inout JSONWriter) {
    json.member("format", Self.format)
    json.member("formatVersion", "\(Self.version.major).\(Self.version.minor)")
    json.key("tool")
    json.object { json in
      json.member("name", tool.name)
      json.member("version", tool.version)
    }
    json.member("workspace", workspace)
    json.member("source", source)
    json.member("takenAt", takenAt.description)
    json.key("complete")
    json.boolean(true)
    json.member("pages", pages)
    json.member("count", jobs.count)
  }

  private static func pointer(toJob number: Int, _ place: JSONPointer) -> JSONPointer {
    JSONPointer(["jobs", String(number)] + place.tokens)
  }
}

/// A secret stands where none can be left out of a snapshot.
package struct UnmaskableSecret: Error, Sendable {
  package let finding: Diagnostic

  init(place: String) {
    finding = Diagnostic(
      .unmaskableSecret, "\(place) has a text in it that is secret elsewhere, and cannot be left out",
      help: "give one of the two another value; nothing was saved")
  }
}
