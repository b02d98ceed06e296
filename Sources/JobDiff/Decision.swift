package import ConfigValue
package import JobModel

/// What was decided about one value of a job, and why.
package struct Decision: Sendable {
  package enum Outcome: Sendable {
    case same
    case change(Change)
    case fold(Fold)
  }

  package let path: FieldPath
  /// The values as they are written; nil where a side has none.
  package let desired: Value?
  package let live: Value?
  /// Whether the live job has values that only administrators may see.
  package let isRevealed: Bool
  /// Where the live value stands in its job.
  package let livePointer: JSONPointer?
  package let outcome: Outcome
  package let rule: Rule
  /// How the list element around the value was found; nil outside of lists.
  package let match: ElementMatch?
  /// The field of the table the value belongs to; nil for fields outside the table and for list elements.
  package let field: Field?
  package let shape: Shape
  /// Whether the values are secret by what stands beside them on either side.
  package let isSecret: Bool
}

/// What a walk notes of a decision: where the values are, not yet what they are.
struct TraceEntry {
  let path: FieldPath
  let desired: JSONPointer?
  let live: JSONPointer?
  var outcome: Decision.Outcome
  let match: ElementMatch?
  let isSecret: Bool
}

extension Planner {
  /// Everything that comparing a spec with the live job of its name decides, in the order of the comparison.
  package func decisions(on job: JobDocument, _ live: JobDocument) -> [Decision] {
    let comparison = comparison(of: job, live, .specWithLive, isTraced: true)
    return (comparison.trace ?? []).map { entry in
      let place = schema.place(of: entry.path)
      return Decision(
        path: entry.path, desired: entry.desired.flatMap { job.value.value(at: $0) },
        live: entry.live.flatMap { live.value.value(at: $0) }, isRevealed: live.isRevealed, livePointer: entry.live,
        outcome: entry.outcome,
        rule: Rule(entry.outcome, place.field), match: entry.match, field: place.field, shape: place.shape,
        isSecret: entry.isSecret)
    }
  }
}
