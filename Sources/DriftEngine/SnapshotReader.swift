package import ConfigValue
import Diagnostics
import JobModel

extension Snapshot {
  /// Whether a document calls itself one of jobdrift's.
  static func isMeant(_ document: Value) -> Bool {
    document["format"]?.string?.hasPrefix("jobdrift.") ?? false
  }

  /// Reads a document of a text that reports call `name`.
  package static func read(_ document: Value, called name: String) throws(UnusableLiveFile) -> Snapshot {
    try SnapshotReader(document: document, name: name).snapshot()
  }
}

/// Reads a snapshot, strictly: what its header says is what makes it worth more than a list of jobs.
///
/// Members that this version does not know are not looked at, as long as the major version of the format is its own.
private struct SnapshotReader {
  let document: Value
  let name: String

  func snapshot() throws(UnusableLiveFile) -> Snapshot {
    try checkFormat()
    let takenAt = try text("takenAt")
    guard let time = Timestamp(parsing: takenAt.text) else { throw unusable("is not a time", "takenAt", at: takenAt) }
    return Snapshot(
      workspace: try text("workspace").text, source: try text("source").text, takenAt: time,
      pages: try number("pages"), jobs: try jobs())
  }

  // MARK: The header

  private func checkFormat() throws(UnusableLiveFile) {
    let format = try text("format")
    guard format.text == Snapshot.format else {
      throw UnusableLiveFile(
        "'\(name)' is a document of jobdrift, and no snapshot", at: format.range,
        help: "give --live what 'jobdrift snapshot' wrote")
    }
    let version = try text("formatVersion")
    let parts = version.text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { JSONPointer.position(String($0)) }
    guard parts.count == 2, numbers.count == 2, numbers[0] > 0 else {
      throw unusable("is not a version such as '1.0'", "formatVersion", at: version)
    }
    guard numbers[0] == Snapshot.version.major else {
      throw UnusableLiveFile(
        "'\(name)' was written by a newer jobdrift: format \(numbers[0]).\(numbers[1])", at: version.range,
        help: "update jobdrift, or save the live jobs again with this one")
    }
    let completeness = try member("complete")
    guard let isComplete = completeness.boolean else {
      throw unusable("is neither true nor false", "complete", at: completeness)
    }
    guard isComplete else {
      throw UnusableLiveFile(
        "'\(name)' says that it does not hold all live jobs", at: completeness.range,
        help: "save the live jobs again; with a part of them, every missing one would look new")
    }
  }

  private func member(_ key: String) throws(UnusableLiveFile) -> Value {
    guard let value = document[key] else {
      let start = document.range.bounds.lowerBound
      throw UnusableLiveFile(
        "Snapshot '\(name)' has no '\(key)'", at: SourceRange(document.range.source, start..<start + 1), help: Self.help
      )
    }
    return value
  }

  private func text(_ key: String) throws(UnusableLiveFile) -> Value {
    let value = try member(key)
    guard value.kind == .string, !value.textBytes.isEmpty else { throw unusable("is not a text", key, at: value) }
    return value
  }

  private func number(_ key: String) throws(UnusableLiveFile) -> Int {
    let value = try member(key)
    guard value.kind == .integer, let number = value.number?.integer, number >= 0 else {
      throw unusable("is not a count", key, at: value)
    }
    return number
  }

  private func list(_ key: String) throws(UnusableLiveFile) -> Value {
    let value = try member(key)
    guard value.kind == .list else { throw unusable("is not a list", key, at: value) }
    return value
  }

  // MARK: Jobs

  private func jobs() throws(UnusableLiveFile) -> [JobDocument] {
    let resources = Array(try list("jobs").elements)
    guard try number("count") == resources.count else {
      throw UnusableLiveFile(
        "Snapshot '\(name)' holds \(resources.count) jobs, and says otherwise", at: try member("count").range,
        help: Self.help)
    }
    let places = try maskedPlaces(in: resources)
    var jobs: [JobDocument] = []
    for (number, resource) in resources.enumerated() {
      guard let job = JobDocument(resource, maskedPlaces: places[number] ?? []) else {
        throw UnusableLiveFile(
          "Snapshot '\(name)' holds something without 'metadata.name'", at: resource.range, help: Self.help)
      }
      jobs.append(job)
    }
    return jobs
  }

  /// Where masks stand in place of values, by the numbers of the jobs.
  private func maskedPlaces(in jobs: [Value]) throws(UnusableLiveFile) -> [Int: Set<JSONPointer>] {
    var places: [Int: Set<JSONPointer>] = [:]
    for entry in try list("masked").elements {
      guard let pointer = entry.string.flatMap({ JSONPointer(parsing: $0) }), pointer.tokens.first == "jobs",
        let number = pointer.tokens.dropFirst().first.flatMap(JSONPointer.position), jobs.indices.contains(number)
      else {
        throw unusable("has an entry that leads to no job", "masked", at: entry)
      }
      let place = JSONPointer(Array(pointer.tokens.dropFirst(2)))
      guard let value = jobs[number].value(at: place), value.string == Mask.text else {
        throw unusable("has an entry that leads to no mask", "masked", at: entry)
      }
      guard JobSchema.blaxel.isComparedAlone(place, in: jobs[number]) else {
        throw unusable("has an entry that leads to a place where nothing can be left out", "masked", at: entry)
      }
      places[number, default: []].insert(place)
    }
    return places
  }

  private func unusable(_ problem: String, _ key: String, at value: Value) -> UnusableLiveFile {
    UnusableLiveFile("'\(key)' of snapshot '\(name)' \(problem)", at: value.range, help: Self.help)
  }

  private static let help = "do not change snapshots by hand; save the live jobs again with 'jobdrift snapshot'"
}
