import ConfigValue
import TestSupport
import Testing

@testable import StandInServer

@Suite("Jobs that change while they are served", .serialized)
struct JobStoreTests {
  private static func job(_ name: String, day: Int = 1, memory: Int = 1024) -> PlainValue {
    [
      "metadata": ["name": .string(name), "createdAt": .string("2026-04-\(padded(day, 2))T00:00:00Z")],
      "spec": ["runtime": ["memory": .number(Number(memory))]],
    ]
  }

  private func names(_ store: JobStore, _ order: JobOrder) -> [String] {
    store.slice(in: order, from: .beginning, limit: 1000).jobs.map(\.name)
  }

  @Test func `Jobs are created, updated and deleted between two requests`() async throws {
    let store = try JobStore(jobs: [Self.job("b")])
    let api = StandInAPI(jobs: store)
    #expect(try await api.ask("/jobs").names == ["b"])
    try store.create(Self.job("a", day: 2))
    #expect(try await api.ask("/jobs").names == ["a", "b"])
    try store.update(Self.job("b", day: 3, memory: 4096))
    #expect(try await api.ask("/jobs").names == ["b", "a"])
    #expect(try await api.ask("/jobs/b").json["spec"]?["runtime"]?["memory"] == 4096)
    #expect(store.delete("b"))
    #expect(!store.delete("b"))
    #expect(try await api.ask("/jobs").meta("total") == 1)
    #expect(await api.ask("/jobs/b").status == 404)
  }

  @Test func `A name is created once, and updated only while it is there`() throws {
    let store = try JobStore(jobs: [Self.job("a")])
    #expect(throws: UnusableJobs.self) { try store.create(Self.job("a")) }
    #expect(throws: UnusableJobs.self) { try store.update(Self.job("b")) }
    #expect(throws: UnusableJobs.self) { try store.create(["metadata": [:]]) }
    #expect(store.count == 1)
  }

  @Test func `Names with the same look and other bytes are two jobs`() async throws {
    let store = try JobStore(jobs: [Self.job("é"), Self.job("e\u{301}")])
    #expect(store.count == 2)
    #expect(try await StandInAPI(jobs: store).ask("/jobs?sort=name:asc").names == ["e\u{301}", "é"])
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `Orders that are kept up to date are those that would be sorted anew`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let store = try JobStore(jobs: [])
    var jobs: [String: PlainValue] = [:]
    for _ in 0..<200 {
      let name = "job-\(Int.random(in: 0..<30, using: &random))"
      let job = Self.job(name, day: Int.random(in: 1...9, using: &random))
      if jobs[name] == nil {
        try store.create(job)
        jobs[name] = job
      } else if random.oneIn(2) {
        store.delete(name)
        jobs[name] = nil
      } else {
        try store.update(job)
        jobs[name] = job
      }
      let order = random.pick(JobOrder.allCases)
      let fresh = try JobStore(jobs: Array(jobs.values))
      #expect(names(store, order) == names(fresh, order))
    }
  }

  @Test func `Many may ask and change at the same time`() async throws {
    let store = try JobStore(jobs: manyJobs(100))
    let api = StandInAPI(jobs: store)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          try? store.create(["metadata": ["name": .string("extra-\(number)")]])
          let reply = await api.ask("/jobs?limit=200&sort=name:asc")
          #expect((try? Set(reply.names).isSuperset(of: (0..<100).map(name))) == true)
          store.delete("extra-\(number)")
        }
      }
    }
    #expect(store.count == 100)
    #expect(api.requests.count == 50)
  }
}
