import ConfigValue
import JobModel

/// The orders a listing may have, spelled as in `sort=`.
enum JobOrder: String, CaseIterable, Sendable {
  case newestFirst = "createdAt:desc"
  case oldestFirst = "createdAt:asc"
  case byName = "name:asc"
  case byNameBackwards = "name:desc"

  var isByName: Bool { self == .byName || self == .byNameBackwards }

  /// Whether `first` comes before `second`.
  ///
  /// Equal times go by name, so that the order is total.
  func precedes(_ first: JobPlace, _ second: JobPlace) -> Bool {
    switch self {
    case .byName: first.name < second.name
    case .byNameBackwards: second.name < first.name
    case .oldestFirst: Self.isOlder(first, second) ?? (first.name < second.name)
    case .newestFirst: Self.isOlder(second, first) ?? (first.name < second.name)
    }
  }

  /// Nil when both are of the same time, or of none.
  private static func isOlder(_ first: JobPlace, _ second: JobPlace) -> Bool? {
    switch (first.createdAt, second.createdAt) {
    case (nil, nil): nil
    case (nil, _): true
    case (_, nil): false
    case (let first?, let second?): first == second ? nil : first < second
    }
  }
}

/// What decides where a job stands in every order; no two jobs of a workspace have the same.
struct JobPlace: Hashable, Sendable {
  let name: ExactText
  /// Nil sorts as the oldest.
  let createdAt: Timestamp?
}
