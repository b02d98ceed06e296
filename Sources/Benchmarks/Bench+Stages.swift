import Benchmarking
import ConfigValue
import Diagnostics
import FoundationEssentials
import JobModel
import YAMLReader

/// What happens inside of a run, one stage after the other, in this process.
extension Bench {
  /// Our readers of YAML and JSON, and Foundation's of JSON.
  func readers() async throws -> Results.Section {
    let names = JobSchema.blaxel.names
    let corpora = YAMLStyle.allCases.map { Corpus(jobs: 1_000 / scale, style: $0) }
    let page = corpora[0].page
    let json = Stage(name: "JSON", bytes: page.count) {
      try JSONReader.read(page, as: .none, names: names)["data"]?.count ?? 0
    }
    let data = Data(page)
    let foundation = Stage(name: "Foundation", bytes: page.count) {
      try JSONDecoder().decode(DecodedValue.self, from: data).count
    }
    let yaml = corpora.map { corpus in
      let specs = corpus.specs
      return Stage(name: corpus.style.rawValue, bytes: specs.reduce(0) { $0 + $1.count }) {
        specs.reduce(0) { $0 + YAMLDocuments.read($1, as: .none, names: names).documents.count }
      }
    }
    let stages = [json, foundation] + yaml
    let costs = try await Rounds.medians(of: stages.map(\.subject), rounds: rounds)
    let rates = zip(stages, costs).map { Double($0.bytes) / $1.seconds / 1e6 }
    let rows =
      [
        Row("json-rate", "JSON page to tree, on one processor", rates[0], .megabytesPerSecond, goal: .atLeast(200)),
        Row(
          "json-foundation", "Foundation's decoder into an enum ÷ ours", costs[1].seconds / costs[0].seconds, .times,
          goal: .atLeast(8), detail: "\(costs[1].seconds.asTime); ours \(costs[0].seconds.asTime)"),
      ]
      + corpora.indices.map { index in
        Row(
          "yaml-rate-\(corpora[index].style.rawValue)", "YAML specs to trees, \(corpora[index].style.rawValue)",
          rates[index + 2], .megabytesPerSecond)
      }
    return Results.Section("readers, \(corpora[0].count) jobs, \(rounds) rounds", rows)
  }

  /// The stages after reading, and each format.
  func stages() async throws -> Results.Section {
    let count = 1_000 / scale
    let (stages, formats) = try await Stages.over(Corpus(jobs: count))
    let costs = try await Rounds.medians(of: (stages + formats).map(\.subject), rounds: rounds)
    let rows = zip(stages + formats, costs).enumerated().map { position, measured in
      let (stage, cost) = measured
      let isFormat = position >= stages.count
      let rate = Unit.megabytesPerSecond.text(Double(stage.bytes) / cost.seconds / 1e6)
      return Row(
        (isFormat ? "format-" : "stage-") + stage.name.replacing(" ", with: "-").lowercased(),
        isFormat ? "report as \(stage.name)" : stage.name, cost.seconds * 1_000, .milliseconds,
        detail: "\(stage.bytes) bytes, \(rate)")
    }
    return Results.Section("stages and formats in memory, \(count) jobs, \(rounds) rounds", rows)
  }
}

/// Any JSON value, as people decode it with Foundation.
private indirect enum DecodedValue: Decodable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case list([DecodedValue])
  case map([String: DecodedValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let isTrue = try? container.decode(Bool.self) {
      self = .boolean(isTrue)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let members = try? container.decode([String: DecodedValue].self) {
      self = .map(members)
    } else {
      self = .list(try container.decode([DecodedValue].self))
    }
  }

  /// How many values there are.
  var count: Int {
    switch self {
    case .null, .boolean, .number, .string: 1
    case .list(let elements): elements.reduce(1) { $0 + $1.count }
    case .map(let members): members.values.reduce(1) { $0 + $1.count }
    }
  }
}
