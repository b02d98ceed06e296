package import ConfigValue
package import Diagnostics
package import JobModel

/// One difference between a live job and its spec, read as what applying the spec would do.
package struct Change: Sendable {
  /// What applying does to the value.
  package enum Operation: String, CaseIterable, Sendable {
    case add, remove, change
    /// The same elements of an ordered list in another order.
    case reorder
    /// The spec is silent about a value that is live.
    case unmanagedField = "unmanaged-field"
  }

  /// What `before` is.
  package enum Basis: String, CaseIterable, Sendable {
    /// The live value.
    case live
    /// The value of the specs that the change set out from, where the live one is not to be seen, or is the desired one.
    case base
  }

  /// Keyed, from the top of the job.
  package let path: FieldPath
  /// Into the spec when the value stands there, else into the live job.
  package let pointer: JSONPointer
  package let operation: Operation
  /// Whether the difference is one that applying the spec is meant to remove.
  package let counts: Bool
  /// The value on the other side, which `basis` names; nil when there is none.
  package let before: PlainValue?
  /// The desired value, or the documented default when the spec is silent; nil when there is none.
  package let after: PlainValue?
  /// Whether `after` is the documented default, because the spec has no value.
  package let afterIsDefault: Bool
  /// The desired value in the spec, or the nearest thing around it that is written there.
  package let range: SourceRange?
  /// The field of the table that the value belongs to; for list elements the list's. Nil for fields outside the table.
  package let field: Field?
  /// What the values are.
  package let shape: Shape
  /// How the list element that holds the value was found on the other side; nil outside of lists and for elements that only
  /// one side has.
  package let match: ElementMatch?
  /// Whether the values are secret by what stands beside them on either side.
  package internal(set) var isSecret: Bool
  /// Nil when nothing is known of it, or the values are secret.
  package internal(set) var effect: Effect?
  /// Nil when there is no base to tell from.
  package internal(set) var origin: Origin?
  package internal(set) var basis = Basis.live
  /// Of a conflict, the value that both sides moved away from; nil when the base has none.
  package internal(set) var baseValue: PlainValue?
}

/// Something that differs in writing, or cannot be compared, and is not a difference.
package struct Fold: Hashable, Sendable {
  package enum Reason: String, CaseIterable, Sendable {
    /// The API gave back its mask.
    case masked
    /// The spec's value depends on something that is not known here.
    case unknown
    /// The two spellings mean the same.
    case equivalent
    /// One side is silent, the other has the documented default.
    case documentedDefault = "default"
    /// One side is silent, the other has the zero value that Go programs fill in.
    case zeroFill = "zero-fill"
    /// The server decides the value.
    case serverOwned = "server-owned"
    /// The API takes the value and never gives it back.
    case writeOnly = "write-only"
    /// An ignore rule covers it.
    case ignored

    /// Whether the value could not be compared, so that a plan without differences is not quite clean.
    package var isUncompared: Bool {
      switch self {
      case .masked, .unknown, .writeOnly: true
      case .equivalent, .documentedDefault, .zeroFill, .serverOwned, .ignored: false
      }
    }
  }

  package let path: FieldPath
  package let reason: Reason
  /// What exactly made the two the same, in a word or two.
  package let detail: String?
  /// How the list element that holds the value was found on the other side; nil outside of lists.
  package let match: ElementMatch?

  package init(path: FieldPath, reason: Reason, detail: String?, match: ElementMatch? = nil) {
    self.path = path
    self.reason = reason
    self.detail = detail
    self.match = match
  }
}

extension Fold {
  /// What is said as `detail`. Others are the word of the spec that stands for anything, and the field that says where a
  /// value is kept.
  package enum Detail {
    package static let variable = "variable"
    package static let altered = "altered"
    package static let number = "number"
    package static let cron = "cron"
    package static let image = "image tag"
    package static let list = "JSON in a string"
    package static let repetition = "repeated element"
  }
}
