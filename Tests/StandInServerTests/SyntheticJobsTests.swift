import ConfigValue
import Diagnostics
import JobModel
import Synchronization
import Testing

@testable import StandInServer

@Suite("Made-up jobs", .serialized)
struct SyntheticJobsTests {
  private func names(_ api: StandInAPI, _ query: String) async throws -> [String] {
    try await api.pages(query).flatMap { try $0.names }
  }

  @Test(arguments: JobOrder.allCases)
  func `Every job comes once, in order, and by its name`(order: JobOrder) async throws {
    let api = StandInAPI(jobs: try .synthetic(count: 450, seed: 3))
    let jobs = try await api.pages("limit=200&sort=\(order.rawValue)").flatMap { try $0.jobs }
    let keys = jobs.map { ($0["metadata"]?["name"]?.text ?? "", $0["metadata"]?["createdAt"]?.text ?? "") }
    #expect(Set(keys.map(\.0)).count == 450)
    let isSorted = zip(keys, keys.dropFirst()).allSatisfy { first, second in
      switch order {
      case .byName: first.0 < second.0
      case .byNameBackwards: first.0 > second.0
      case .oldestFirst: (first.1, first.0) < (second.1, second.0)
      case .newestFirst: (second.1, first.0) < (first.1, second.0)
      }
    }
    #expect(isSorted)
    for job in jobs.prefix(3) {
      #expect(await api.ask("/jobs/\(job["metadata"]?["name"]?.text ?? "")").body == json(job))
    }
  }

  private func json(_ value: PlainValue) -> [UInt8] {
    var json = JSONWriter(pretty: false)
    json.value(value)
    return json.finish()
  }

  @Test func `A million jobs have first, middle and last pages by name`() async throws {
    let api = StandInAPI(jobs: try .synthetic(count: 1_000_000))
    let first = await api.ask("/jobs?limit=2&sort=name:asc")
    #expect(try first.names.map { $0.prefix(11) } == ["job-0000000", "job-0000001"])
    #expect(try first.meta("total") == 1_000_000)
    let last = await api.ask("/jobs?limit=2&sort=name:desc")
    #expect(try last.names.map { $0.prefix(11) } == ["job-0999999", "job-0999998"])
    let middle = PageCursor(page: 9, start: .after(JobPlace(name: "job-0500000-zzz", createdAt: nil)))
    let binding = try "acme\u{0}" + ListQuery(QueryParameters("sort=name:asc"), maximum: 200).binding
    let cursor = middle.text(boundTo: binding, now: StandInConfiguration().now())
    let reply = await api.ask("/jobs?limit=1&sort=name:asc&cursor=" + Client.escaped(cursor))
    #expect(try reply.names.map { $0.prefix(11) } == ["job-0500001"])
    #expect(await api.ask("/jobs", headers: Client.headers.filter { $0.key != "Blaxel-Version" }).status == 400)
  }

  /// Jobs that count how often they are looked at.
  private struct CountedJobs: OrderedJobs {
    final class Looks: Sendable {
      let count = Atomic(0)
    }

    var jobs: any OrderedJobs
    let looks = Looks()

    var count: Int { jobs.count }

    mutating func prepare(_ order: JobOrder) { jobs.prepare(order) }

    func place(at position: Int, in order: JobOrder) -> JobPlace {
      looks.count.add(1, ordering: .relaxed)
      return jobs.place(at: position, in: order)
    }

    func job(at position: Int, in order: JobOrder) -> StoredJob {
      looks.count.add(1, ordering: .relaxed)
      return jobs.job(at: position, in: order)
    }

    func job(named name: String) -> StoredJob? { jobs.job(named: name) }
  }

  @Test(arguments: JobOrder.allCases)
  func `A page costs as much as its jobs and a binary search, however many there are`(order: JobOrder) throws {
    let middle = JobPlace(name: "job-0050000-zzz", createdAt: Timestamp(seconds: 1_775_000_000))
    for start in [ListStart.beginning, .after(middle), .tail] {
      var jobs = CountedJobs(jobs: SyntheticJobs(count: 100_000, seed: 1, workspace: "acme"))
      jobs.prepare(order)
      let slice = JobSlice(of: [jobs], in: order, from: start, limit: 50) { _ in true }
      #expect(slice.jobs.count == 50)
      #expect(jobs.looks.count.load(ordering: .relaxed) <= 50 + 1 + 17)
    }
  }

  @Test func `Jobs depend on seed and number alone`() async throws {
    let few = StandInAPI(jobs: try .synthetic(count: 3, seed: 1))
    let many = StandInAPI(jobs: try .synthetic(count: 5000, seed: 1))
    let other = StandInAPI(jobs: try .synthetic(count: 3, seed: 2))
    let query = "/jobs?sort=name:asc&limit=3"
    #expect(try await few.ask(query).jobs == many.ask(query).jobs)
    #expect(try await few.ask(query).jobs != other.ask(query).jobs)
  }

  @Test func `Names that only look made up are not found`() async throws {
    let api = StandInAPI(jobs: try .synthetic(count: 10))
    let name = try #require(await api.ask("/jobs?sort=name:asc&limit=1").names.first)
    #expect(await api.ask("/jobs/" + name).status == 200)
    for other in [
      name + "x", "job-0000000", "job-0000000-", "job-0000010-scan", "job-99999999999-scan", "job-+000001-scan",
    ] {
      #expect(await api.ask("/jobs/" + other).status == 404)
    }
  }

  @Test func `A job is about 2 KB, fits the schema, and hides its values`() async throws {
    let store = try JobStore.synthetic(count: 100)
    for job in store.slice(in: .byName, from: .beginning, limit: 100).jobs {
      let bytes = job.bytes(isRevealed: true)
      #expect((1600...2600).contains(bytes.count))
      let value = try JSONReader.read(bytes, as: .none, names: JobSchema.blaxel.names)
      let document = try #require(JobDocument(value))
      // What is read from the revealed job is what is answered without being asked to reveal.
      #expect(StoredJob(document, in: bytes).bytes(isRevealed: false) == job.bytes(isRevealed: false))
      #expect(StoredJob(document, in: bytes).place == job.place)
      #expect(StoredJob(document, in: bytes).searchTexts == job.searchTexts)
      #expect(StoredJob(document, in: bytes).status == job.status)
      #expect(StoredJob(document, in: bytes).externalId == job.externalId)
    }
  }

  @Test func `Filters and real jobs go with made-up ones`() async throws {
    let store = try JobStore.synthetic(count: 300, seed: 5)
    let api = StandInAPI(jobs: store)
    let all = try await names(api, "sort=name:asc&limit=200")
    #expect(try await names(api, "q=scan&limit=7").count == all.filter { $0.hasSuffix("-scan") }.count)
    for name in ["a", "job-0000100-aaa", "z"] { try store.create(["metadata": ["name": .string(name)]]) }
    #expect(try await names(api, "sort=name:asc&limit=7") == (all + ["a", "job-0000100-aaa", "z"]).sorted())
    #expect(try await names(api, "sort=name:desc&limit=7") == (all + ["a", "job-0000100-aaa", "z"]).sorted(by: >))
    let oldest = try await names(api, "sort=createdAt:asc&limit=200")
    #expect(try await names(api, "sort=createdAt:asc&limit=50&anchor=end") == oldest.suffix(50))
    #expect(throws: UnusableJobs.self) { try store.create(["metadata": ["name": .string(all[4])]]) }
  }
}
