import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import TestSupport

/// Reads a spec as the loaders do, so that fields are found and ranges are real.
func document(_ text: String) throws -> JobDocument {
  let value = try JSONReader.read(Array(text.utf8), as: SourceID(rawValue: 0), names: JobSchema.blaxel.names)
  guard let job = JobDocument(value) else { throw NotAJob() }
  return job
}

func document(_ value: PlainValue) throws -> JobDocument {
  try document(String(decoding: value.json, as: UTF8.self))
}

struct NotAJob: Error {}

/// Compares one spec with one live job of the same name.
func compared(_ desired: JobDocument, _ live: JobDocument) throws -> JobPlan {
  let plan = Planner(schema: .blaxel, ownership: .shared).plan(desired: [desired], live: [live]).plan
  guard plan.jobs.count == 1, let job = plan.jobs.first else { throw NotAJob() }
  return job
}

/// The job of a spec that refers to variables which have no values here.
func spec(_ text: String) throws -> JobDocument {
  guard let job = JobDocument(try document(text).value.substituted()) else { throw NotAJob() }
  return job
}

/// Compares jobs called `j` with these members of `spec`, JSON without the braces.
func compared(spec desired: String, live: String) throws -> JobPlan {
  try compared(spec(job(desired)), document(job(live)))
}

func job(_ spec: String) -> String {
  #"{"metadata": {"name": "j"}, "spec": {\#(spec)}}"#
}

extension JobPlan {
  /// The changes as `operation path`, with `?` behind those that do not count.
  var outline: [String] {
    changes.map { "\($0.operation.rawValue) \($0.path.droppingFirst("spec"))" + ($0.counts ? "" : "?") }
  }

  /// The same, with how the element was found behind it where it was not by its key.
  var matchedOutline: [String] {
    zip(outline, changes).map { text, change in
      guard let match = change.match, match != .key, match != .standIns else { return text }
      return "\(text) (\(match.rawValue))"
    }
  }

  /// The folds as `reason path`.
  var foldOutline: [String] {
    folds.map { "\($0.reason.rawValue) \($0.path.droppingFirst("spec"))" }
  }
}
