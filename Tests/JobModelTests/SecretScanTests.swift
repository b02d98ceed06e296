import ConfigValue
import Diagnostics
import TestSupport
import Testing

@testable import JobModel

/// The scan, which goes by numbers and quick looks, held against one that goes by values and looks at all.
@Suite struct SecretScanTests {
  @Test(arguments: 0..<300) func `A scan finds in random jobs what a plain search finds, in its order`(seed: UInt64)
    throws
  {
    let jobs = try (0..<2).map { try Self.job(seed: 2 * seed + $0, in: SourceID(rawValue: UInt32($0))) }
    var scan = SecretScan(by: .blaxel)
    var search = PlainSearch()
    for job in jobs {
      scan.scan(job)
      search.scan(job, .object(JobSchema.blaxel.job))
      search.scanMarks([job])
      #expect(scan.ranges == search.ranges)
    }
    scan.scanShared(jobs)
    let before = search.ranges.count
    search.scanMarks(jobs)
    #expect(scan.ranges == search.ranges)
    // A run that asks beforehand leaves out nothing.
    #expect(search.ranges.count == before || jobs.contains { scan.hasMarks($0) })
  }

  @Test(arguments: 0..<50) func `Scans of one document each are merged to the scan of all`(seed: UInt64) throws {
    let jobs = try (0..<3).map { try Self.job(seed: 3 * seed + $0, in: SourceID(rawValue: UInt32($0))) }
    var (all, merged) = (SecretScan(by: .blaxel), SecretScan(by: .blaxel))
    for job in jobs {
      all.scan(job)
      var scan = SecretScan(by: .blaxel)
      scan.scan(job)
      merged.merge(scan)
    }
    #expect(merged.ranges == all.ranges)
    #expect(merged.texts == all.texts)
    for job in jobs { #expect(merged.hasMarks(job) == all.hasMarks(job)) }
  }

  @Test(arguments: [
    (#"{"name": "A", "secret": true}"#, true), (#"{"name": "A", "secret": "yes"}"#, true),
    (#"{"name": "A", "Secret": 1}"#, true), (#"{"name": "A", "secret": false}"#, false),
    (#"{"name": "DB_PASSWORD"}"#, false), (#"{"name": "A", "secret": null}"#, false), (#""secret""#, false),
  ]) func `A scanned job is known to have marks`(element: String, isMarked: Bool) throws {
    let text = #"{"metadata": {"name": "j"}, "spec": {"runtime": {"envs": [{"name": "B"}, \#(element)]}}}"#
    let job = try Self.read(text, in: SourceID(rawValue: 7))
    var scan = SecretScan(by: .blaxel)
    #expect(!scan.hasMarks(job))
    scan.scan(job)
    #expect(scan.hasMarks(job) == isMarked)
  }

  private static func read(_ text: String, in source: SourceID) throws -> Value {
    try JSONReader.read(Array(text.utf8), as: source, names: JobSchema.blaxel.names)
  }

  // MARK: Jobs with secrets, and with slips of the hand

  private static let texts = [
    "ghp_0123456789abcdefghij", "see a://u:p@h", "TOKEN=x1", "{pat", #"["ghp_0123456789abcdef"]"#, "****",
    "https://h/a",
    "API_KEY", "DB_PASSWORD", "name", "true", "yes", "Bearer abcdefghijkl123456", "sk-learn-2024",
  ]
  private static let names = [
    "secret", "Secret", "secert", "name", "value", "API_KEY", "docker_config", "dockerConfigs", "callbackSecret", "x",
    "password", "parameter_name", "maxTokens",
  ]

  private static func job(seed: UInt64, in source: SourceID) throws -> Value {
    var random = SeededRandom(seed: seed)
    var generator = JobGenerator(seed: seed, isSparse: true)
    guard case .map(let members) = generator.job(named: "j") else { preconditionFailure("a job is a map") }
    let job = PlainValue.map(members.map { PlainValue.Member($0.key, altered($0.value, &random)) })
    return try JSONReader.read(job.json, as: source, names: JobSchema.blaxel.names)
  }

  private static func altered(_ value: PlainValue, _ random: inout SeededRandom) -> PlainValue {
    if random.oneIn(60) {
      return random.pick([.null, true, 1, [], ["a"], ["secret": true, "name": "TOKEN", "x": "y"]])
    }
    switch value {
    case .null, .boolean, .number: return value
    case .string: return random.oneIn(8) ? .string(random.pick(texts)) : value
    case .list(let elements): return .list(elements.map { altered($0, &random) })
    case .map(let members):
      var altered = members.map { member in
        PlainValue.Member(
          random.oneIn(30) ? random.pick(names) : member.key, Self.altered(member.value, &random))
      }
      if random.oneIn(6) { altered.append(PlainValue.Member(random.pick(names), .string(random.pick(texts)))) }
      if random.oneIn(6) { altered.append(PlainValue.Member("secret", random.pick([true, false, "yes", 1, .null]))) }
      var seen: Set<String> = []
      return .map(altered.filter { seen.insert($0.key).inserted })
    }
  }
}

/// Finds the places of secrets without quick looks, in documents without variables.
private struct PlainSearch {
  private(set) var ranges: [SourceRange] = []

  mutating func scan(_ value: Value, _ shape: Shape) {
    switch (shape, value.kind) {
    case (.object(let object), .map):
      let secrecy = MapSecrecy(of: [value], object, by: .blaxel)
      for member in value.members {
        if secrecy.covers(member) {
          addAll(member)
        } else {
          scan(member.value, object.position(of: member.symbol).map { object.fields[$0].shape } ?? .anything)
        }
      }
    case (.list(let element, _), .list): for child in value.elements { scan(child, element) }
    case (.map, .map): scanLooks(value, isMisplaced: false)
    case (.list(of: .object, _), .string), (.object, .string):
      SecretText.isContainerText(value.text) ? add(value) : scanLooks(value, isMisplaced: true)
    case (.string(let rule), .string) where rule.isName && StringRule.isName(value.textBytes): break
    case (.string, _): scanLooks(value, isMisplaced: false)
    default: scanLooks(value, isMisplaced: true)
    }
  }

  mutating func scanMarks(_ versions: [Value]) {
    let lists = versions.compactMap { $0["spec"]?["runtime"]?["envs"] }
    guard
      case .list(.object(let object), _) = JobSchema.blaxel.place(
        of: FieldPath(["spec", "runtime", "envs"].map { .field($0) })
      ).shape
    else {
      return
    }
    let elements = lists.flatMap(\.elements).filter { $0.kind == .map }
    let marks = elements.map { MapSecrecy(of: [$0], object, by: .blaxel).isMarked }
    guard let mark = zip(elements, marks).first(where: \.1)?.0 else { return }
    let keys = zip(elements, marks).filter(\.1).compactMap { $0.0["name"]?.text }
    for (element, isMarked) in zip(elements, marks) where !isMarked {
      guard let name = element["name"]?.text, keys.contains(name) else { continue }
      let secrecy = MapSecrecy(of: [element, mark], object, by: .blaxel)
      for member in element.members where secrecy.covers(member) { addAll(member) }
    }
  }

  private mutating func scanLooks(_ value: Value, isMisplaced: Bool) {
    switch value.kind {
    case .map:
      let secrecy = MapSecrecy(of: [value], nil, by: .blaxel)
      for member in value.members {
        secrecy.covers(member) ? addAll(member) : scanLooks(member.value, isMisplaced: isMisplaced)
      }
    case .list: for element in value.elements { scanLooks(element, isMisplaced: isMisplaced) }
    case .string: if SecretScan.isSecret(value.text, isMisplaced: isMisplaced, by: .blaxel) { add(value) }
    case .null, .boolean, .integer, .decimal: break
    }
  }

  private mutating func addAll(_ member: Value.Member) { addAll(member.value) }

  private mutating func addAll(_ value: Value) {
    switch value.kind {
    case .map: for member in value.members { addAll(member.value) }
    case .list: for element in value.elements { addAll(element) }
    case .null, .boolean, .integer, .decimal, .string: add(value)
    }
  }

  private mutating func add(_ value: Value) { ranges.append(value.range) }
}
