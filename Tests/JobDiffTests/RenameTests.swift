import JobDiff
import JobModel
import Testing

/// Which new jobs may be live under another name.
@Suite struct RenameTests {
  private func job(_ name: String, _ spec: String) throws -> JobDocument {
    try document(#"{"metadata": {"name": "\#(name)", "displayName": "\#(name)"}, "spec": {\#(spec)}}"#)
  }

  private func renames(_ desired: [JobDocument], _ live: [JobDocument], _ ownership: Ownership = .shared) -> [String] {
    Planner(schema: .blaxel, ownership: ownership).plan(desired: desired, live: live).plan.jobs.compactMap { job in
      job.formerName.map { "\($0) → \(job.name)" }
    }
  }

  private let spec = #""region": "eu", "runtime": {"image": "i", "memory": 1024, "timeout": 60, "maxRetries": 3}"#

  @Test func `A job with the content of one that is only live may be that job`() throws {
    #expect(try renames([job("new", spec)], [job("old", spec)]) == ["old → new"])
    #expect(try renames([job("new", spec)], [job("old", spec)], .exclusive) == ["old → new"])
    let plan = try Planner(schema: .blaxel, ownership: .exclusive).plan(
      desired: [job("new", spec)], live: [job("old", spec)]
    ).plan
    #expect(plan.jobs.map(\.action) == [.create, .delete])
  }

  @Test func `One value of five may differ, two may not`() throws {
    let one = spec.replacing("1024", with: "2048")
    #expect(try renames([job("new", one)], [job("old", spec)]) == ["old → new"])
    #expect(try renames([job("new", one.replacing("60", with: "61"))], [job("old", spec)]) == [])
  }

  @Test func `Small jobs are alike by accident`() throws {
    let small = #""runtime": {"image": "i", "memory": 1024}"#
    #expect(try renames([job("new", small)], [job("old", small)]) == [])
    #expect(try renames([job("new", "")], [job("old", "")]) == [])
  }

  @Test func `A live job that has a spec, or leaves, was not renamed`() throws {
    #expect(try renames([job("new", spec), job("old", spec)], [job("old", spec)]) == [])
    let leaving = try document(#"{"metadata": {"name": "old"}, "spec": {\#(spec)}, "status": "DELETING"}"#)
    #expect(try renames([job("new", spec)], [leaving]) == [])
    #expect(try renames([job("new", spec)], [job("old", spec)], .label("team", "x")) == [])
  }

  @Test func `The nearest is the one, and nobody is renamed twice`() throws {
    let near = spec.replacing("1024", with: "2048")
    #expect(try renames([job("new", near)], [job("a", spec), job("b", near)]) == ["b → new"])
    #expect(try renames([job("m", spec), job("n", spec)], [job("a", spec)]) == ["a → m"])
    #expect(try renames([job("m", spec), job("n", spec)], [job("b", spec), job("a", spec)]) == ["a → m", "b → n"])
  }

  @Test func `Masked variables are no difference`() throws {
    func with(_ value: String) -> String {
      spec.replacing(#""image""#, with: #""envs": [{"name": "A", "value": "\#(value)"}], "image""#)
    }
    #expect(try renames([job("new", with("x"))], [job("old", with("****"))]) == ["old → new"])
  }

  @Test func `What every job has does not lead from each new job to each live one`() throws {
    let live = try (0..<200).map { try job("old-\($0)", spec) }
    #expect(try renames([job("new", spec)], live) == [])
    let special = spec.replacing(#""i""#, with: #""mine""#)
    #expect(try renames([job("new", special)], live + [job("was", special)]) == ["was → new"])
  }
}
