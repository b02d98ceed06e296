import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import Testing

@Suite struct PlannerTests {
  private func live(_ name: String, status: String = "DEPLOYED", team: String = "a") throws -> JobDocument {
    try document(#"{"metadata": {"name": "\#(name)", "labels": {"team": "\#(team)"}}, "status": "\#(status)"}"#)
  }

  private func actions(_ ownership: Ownership) throws -> [String] {
    let plan = try Planner(schema: .blaxel, ownership: ownership).plan(
      desired: [live("both"), live("new"), live("leaving")],
      live: [
        live("other", team: "b"), live("mine"), live("both"), live("leaving", status: "DELETING"),
        live("left", status: "TERMINATED"),
      ]
    ).plan
    return plan.jobs.map { "\($0.action.rawValue) \($0.name)" }
  }

  @Test func `Live jobs without a spec are what the ownership says`() throws {
    let common = ["unchanged both", "create leaving"]
    #expect(try actions(.shared) == common + ["live-only mine", "create new", "live-only other"])
    #expect(try actions(.exclusive) == common + ["delete mine", "create new", "delete other"])
    #expect(try actions(.label("team", "a")) == common + ["delete mine", "create new"])
    #expect(try actions(.label("team", "none")) == common + ["create new"])
  }

  @Test(arguments: ["FAILED", "DEPLOYING", "DEACTIVATED"]) func `A job that does not serve is told`(status: String)
    throws
  {
    let outcome = try Planner(schema: .blaxel, ownership: .shared).plan(
      desired: [live("j")], live: [live("j", status: status)])
    #expect(outcome.diagnostics.map(\.code) == [.liveNotServing])
    #expect(outcome.plan.hasDifferences == false)
  }

  @Test func `A change that does not count leaves a job unchanged`() throws {
    let plan = try compared(spec: #""runtime": {}"#, live: #""runtime": {"memory": 1}"#)
    #expect(plan.action == .unchanged)
    #expect(plan.outline == ["unmanaged-field runtime.memory?"])
  }
}
