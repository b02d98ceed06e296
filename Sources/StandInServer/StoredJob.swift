import ConfigValue
import Diagnostics
import JobModel

/// A job as the server keeps it: what it sorts and filters by, and the bytes it answers with.
struct StoredJob: Sendable {
  /// A job that was read, or one that is written when it is asked for.
  private enum Contents: Sendable {
    case read(ReadJob)
    case synthetic(SyntheticJob)
  }

  /// Its time is nil when `metadata.createdAt` is missing or not a time.
  let place: JobPlace
  let status: String
  let externalId: String?
  private let contents: Contents

  var name: String { place.name.text }

  /// Takes `document`, which was read from `text`.
  init(_ document: JobDocument, in text: [UInt8]) {
    place = JobPlace(
      name: document.key, createdAt: document.metadata("createdAt").flatMap { Timestamp(parsing: $0) })
    status = document.status ?? ""
    externalId = document.metadata("externalId")
    contents = .read(ReadJob(document, in: text))
  }

  init(_ job: SyntheticJob) {
    place = job.place
    status = job.status
    externalId = job.externalId
    contents = .synthetic(job)
  }

  /// The job as compact JSON; unless it is revealed, with `****` in place of every value that the API does not give back.
  func bytes(isRevealed: Bool) -> [UInt8] {
    switch contents {
    case .read(let job): isRevealed ? job.bytes : job.maskedBytes
    case .synthetic(let job): job.bytes(isRevealed: isRevealed)
    }
  }

  /// Lowercased name, display name, and the names and values of labels: what `q` looks in.
  var searchTexts: [String] {
    switch contents {
    case .read(let job): job.searchTexts
    case .synthetic(let job): job.searchTexts
    }
  }
}

/// The texts of a job that was read.
private struct ReadJob: Sendable {
  /// The job as it stands in the file, without the white space between its tokens.
  let bytes: [UInt8]
  let maskedBytes: [UInt8]
  let searchTexts: [String]

  init(_ document: JobDocument, in text: [UInt8]) {
    let job = document.value
    bytes = Self.compact(text, job.range.bounds, masking: [])
    maskedBytes = Self.compact(
      text, job.range.bounds, masking: Self.maskable(in: job, by: .object(JobSchema.blaxel.job)))
    var texts = [document.name]
    texts += [document.metadata("displayName")].compactMap { $0 }
    if let labels = job["metadata"]?["labels"] {
      for label in labels.members { texts += [label.name, label.value.text] }
    }
    searchTexts = texts.map { $0.lowercased() }
  }

  /// Where the values stand that the field table calls maskable.
  ///
  /// The control plane masks every one of them, whatever `secret` says; an empty text holds nothing to hide.
  private static func maskable(in value: Value, by shape: Shape) -> [Range<Int>] {
    switch shape {
    case .object(let object):
      value.members.flatMap { member -> [Range<Int>] in
        guard let field = object[member.name] else { return [] }
        guard field.isMaskable else { return maskable(in: member.value, by: field.shape) }
        return member.value.isNull || member.value.string == "" ? [] : [member.value.range.bounds]
      }
    case .list(let element, _): value.elements.flatMap { maskable(in: $0, by: element) }
    case .boolean, .integer, .string, .map, .anything: []
    }
  }

  /// The JSON at `bounds` without white space between tokens and with a mask at each of `masks`, which are in order.
  private static func compact(_ text: [UInt8], _ bounds: Range<Int>, masking masks: [Range<Int>]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bounds.count)
    var masks = masks[...]
    var isInString = false
    var position = bounds.lowerBound
    while position < bounds.upperBound {
      if let mask = masks.first, mask.lowerBound == position {
        result += "\"\(Mask.text)\"".utf8
        position = mask.upperBound
        masks.removeFirst()
        continue
      }
      let byte = text[position]
      if isInString || byte > 0x20 { result.append(byte) }
      if isInString, byte == UInt8(ascii: "\\") {
        position += 1
        result.append(text[position])
      } else if byte == UInt8(ascii: "\"") {
        isInString.toggle()
      }
      position += 1
    }
    return result
  }
}
