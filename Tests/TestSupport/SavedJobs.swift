package import ConfigValue
import Diagnostics
package import JobModel

/// A job as a snapshot keeps it.
package struct SavedJob {
  /// Read back, masks in place of what was left out.
  package let document: JobDocument
  /// Where masks stand that the field table does not call for, in the order of the document.
  package let places: [JSONPointer]
  /// What was saved.
  package let bytes: [UInt8]

  /// Saves a job, and reads it back; nil when it holds a secret where none can be left out.
  package init?(_ job: JobDocument, knowing secrets: Set<String> = []) throws {
    var scan = SecretScan(by: .blaxel)
    scan.scan(job.value)
    let masking = SnapshotMasking(knowing: scan.texts.union(secrets), by: .blaxel)
    guard let masks = masking.masks(of: job) else { return nil }
    var json = JSONWriter()
    json.value(job.value) { masks.hidden.contains($0.identity) ? Mask.text : nil }
    bytes = json.finish()
    places = masks.places
    let value = try JSONReader.read(bytes, as: SourceID(rawValue: 0), names: JobSchema.blaxel.names)
    guard let document = JobDocument(value, maskedPlaces: Set(places)) else { return nil }
    self.document = document
  }

  /// The same of a job written as JSON.
  package init?(_ text: String, knowing secrets: Set<String> = []) throws {
    let value = try JSONReader.read(Array(text.utf8), as: SourceID(rawValue: 0), names: JobSchema.blaxel.names)
    guard let job = JobDocument(value) else { return nil }
    try self.init(job, knowing: secrets)
  }
}

extension JobGenerator {
  /// The job with secrets in some of its texts, all but its name.
  package mutating func planting(_ secrets: [String], in job: PlainValue) -> PlainValue {
    guard case .map(let members) = job else { return job }
    return .map(
      members.map { member in
        guard member.key == "metadata", case .map(let metadata) = member.value else {
          return PlainValue.Member(member.key, planted(secrets, member.value))
        }
        return PlainValue.Member(
          member.key,
          .map(metadata.map { $0.key == "name" ? $0 : PlainValue.Member($0.key, planted(secrets, $0.value)) }))
      })
  }
}
