import ConfigValue
import JobDiff
import JobModel
import TestSupport
import Testing

/// Laws over random jobs made from the field table.
@Suite struct LawTests {
  private func pair(_ seed: UInt64) -> (a: PlainValue, b: PlainValue) {
    var generator = JobGenerator(seed: seed)
    return (generator.job(named: "j"), generator.job(named: "j"))
  }

  @Test(arguments: UInt64(0)..<300) func `A job does not differ from itself, in whatever order it is written`(
    seed: UInt64
  ) throws {
    var generator = JobGenerator(seed: seed)
    let job = generator.job(named: "j")
    let other = generator.shuffled(job, .object(JobSchema.blaxel.job))
    #expect(try compared(document(job), document(job)).outline == [])
    #expect(try compared(document(job), document(other)).outline == [])
  }

  @Test(arguments: UInt64(0)..<400) func `Applying the changes to the live job gives the spec`(seed: UInt64) throws {
    let (live, desired) = pair(seed)
    let changes = try compared(document(desired), document(live)).changes
    #expect(Oracle.normal(Oracle.apply(changes, to: live)) == Oracle.normal(desired))
  }

  @Test(arguments: UInt64(0)..<400) func `Looking from the other side exchanges add and remove, before and after`(
    seed: UInt64
  ) throws {
    let (first, second) = pair(seed)
    let there = try compared(document(first), document(second)).changes
    let back = try compared(document(second), document(first)).changes
    func sorted(_ changes: [Change], swapped: Bool) -> [String] {
      changes.map { change in
        let sides = swapped ? (change.after, change.before) : (change.before, change.after)
        let operation: Change.Operation =
          switch change.operation {
          case .add: swapped ? .remove : .add
          case .remove: swapped ? .add : .remove
          default: change.operation
          }
        let isPlaced = if case .match? = change.path.elements.last { change.operation == .change } else { false }
        let path = isPlaced ? FieldPath(change.path.elements.dropLast()) : change.path
        return "\(operation) \(path) \(String(describing: sides.0)) \(String(describing: sides.1))"
      }.sorted()
    }
    #expect(sorted(there, swapped: false) == sorted(back, swapped: true))
  }
}
