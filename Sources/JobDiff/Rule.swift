import ConfigValue
import JobModel

/// Why a value counts as it does. Every decision of a comparison follows one of these.
package enum Rule: String, CaseIterable, Sendable {
  case equal
  case envelope
  case differs
  case declared
  case ownedWhole = "owned-whole"
  case unset
  case silentDefault = "silent-default"
  case silentCounts = "silent-counts"
  case silentShown = "silent-shown"
  case order
  case documentedDefault = "documented-default"
  case zeroFill = "zero-fill"
  case serverOwned = "server-owned"
  case serverFilled = "server-filled"
  case alteredKey = "altered-key"
  case writeOnly = "write-only"
  case masked
  case variable
  case storedElsewhere = "stored-elsewhere"
  case equalNumber = "equal-number"
  case equalSchedule = "equal-schedule"
  case equalImage = "equal-image"
  case wildcard
  case listInText = "list-in-text"
  case repeated
  case ignored

  /// The rule in a sentence without a full stop.
  package var sentence: String {
    switch self {
    case .equal: "both sides have the same value"
    case .envelope: "the field belongs to the file format, not to the job"
    case .differs: "both sides have a value, and nothing in the table makes the two the same"
    case .declared: "the spec declares it and the live job has none, so that applying adds it"
    case .ownedWhole:
      "a list or open map is owned whole once the spec declares it, so that what is only live is removed"
    case .unset: "the spec says that there is none: by null, or by a whole value around it that leaves it out"
    case .silentDefault: "the spec is silent, which stands for the documented default, and the live value is another"
    case .silentCounts: "the spec is silent; it counts because applying may remove what is live here"
    case .silentShown: "the spec is silent, and no default is documented: shown, not counted"
    case .order: "the order of this list matters, and the same elements are in another one"
    case .documentedDefault: "one side is silent, and the other has the documented default"
    case .zeroFill: "one side has nothing, and the other null or the zero that Go programs fill in"
    case .serverOwned: "the server decides the field, whatever a spec says"
    case .serverFilled: "the spec is silent, and the server fills the field in"
    case .alteredKey: "the server gave the element another key; nothing else in it differs"
    case .writeOnly: "the API takes the field and never gives it back, so that it cannot be compared"
    case .masked: "the live value is masked, so that it cannot be compared; it is neither equal nor different"
    case .variable: "the spec's value depends on a variable, so that it cannot be compared"
    case .storedElsewhere:
      "the server keeps the value elsewhere and does not give it back, so that it cannot be compared"
    case .equalNumber: "both are worth the same number"
    case .equalSchedule: "both schedules fire at the same times under every common reading of cron"
    case .equalImage: "an image without a tag is the image tagged 'latest'"
    case .wildcard: "the spec leaves the choice to the server"
    case .listInText: "a string that holds a JSON array is the array"
    case .repeated: "an element of a set counts once, however often it stands there"
    case .ignored: "an ignore rule covers it"
    }
  }

  /// The rule that led to an outcome in `field`.
  init(_ outcome: Decision.Outcome, _ field: Field?) {
    switch outcome {
    case .same:
      let isEnvelope = if case .envelope? = field?.owner { true } else { false }
      self = isEnvelope ? .envelope : .equal
    case .change(let change): self = Self.rule(of: change)
    case .fold(let fold): self = Self.rule(of: fold, field)
    }
  }

  private static func rule(of change: Change) -> Rule {
    switch change.operation {
    case .add: return .declared
    case .change: return change.afterIsDefault ? .silentDefault : .differs
    case .reorder: return .order
    case .unmanagedField: return change.counts ? .silentCounts : .silentShown
    case .remove:
      if case .map? = change.field?.shape { return .ownedWhole }
      switch change.path.elements.last {
      case .key?, .match?, .live?: return .ownedWhole
      case .field?, nil: return .unset
      }
    }
  }

  private static func rule(of fold: Fold, _ field: Field?) -> Rule {
    switch fold.reason {
    case .masked: .masked
    case .unknown: fold.detail == Fold.Detail.variable ? .variable : .storedElsewhere
    case .documentedDefault: .documentedDefault
    case .zeroFill: .zeroFill
    case .writeOnly: .writeOnly
    case .ignored: .ignored
    case .serverOwned:
      if fold.detail == Fold.Detail.altered {
        .alteredKey
      } else if case .either? = field?.owner {
        .serverFilled
      } else if field?.silence == .filled {
        .serverFilled
      } else {
        .serverOwned
      }
    case .equivalent:
      switch fold.detail {
      case Fold.Detail.number: .equalNumber
      case Fold.Detail.cron: .equalSchedule
      case Fold.Detail.image: .equalImage
      case Fold.Detail.list: .listInText
      case Fold.Detail.repetition: .repeated
      default: .wildcard
      }
    }
  }
}
