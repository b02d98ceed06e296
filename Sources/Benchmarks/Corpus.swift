import ConfigValue

/// Made-up jobs as specs in YAML and as the API lists them; about 2 KB a job, one in thirty-three changed.
struct Corpus {
  /// One text of each job.
  let specs: [[UInt8]]
  /// A page of all of them.
  let live: [UInt8]

  init(jobs count: Int, seed: UInt64) {
    var random = Mixer(state: seed)
    var specs: [[UInt8]] = []
    var listed: [PlainValue] = []
    for number in 0..<count {
      let job = Self.job(number, &random)
      specs.append(YAMLText(job).bytes)
      listed.append(number % 33 == 0 ? Self.changed(job) : job)
    }
    self.specs = specs
    var writer = JSONWriter()
    writer.value([
      "data": .list(listed),
      "meta": ["hasMore": false, "nextCursor": "", "total": .number(Number(count))],
    ])
    live = writer.finish()
  }

  private static func job(_ number: Int, _ random: inout Mixer) -> PlainValue {
    let name = "job-\(number + 1_000_000)"
    let envs = (0..<12).map { position -> PlainValue in
      [
        "name": .string("SETTING_\(position)"),
        "value": .string("value \(random.next() % 1_000_000) of a setting that is about this long"),
      ]
    }
    let triggers = (0..<2).map { position -> PlainValue in
      [
        "id": .string("cron-\(position)"), "type": "cron", "enabled": true,
        "configuration": [
          "schedule": .string("\(random.next() % 60) \(random.next() % 24) * * *"), "retry": 3,
          "tasks": .list((0..<4).map { ["shard": .number(Number($0)), "size": "large"] }),
        ],
      ]
    }
    return [
      "apiVersion": "blaxel.ai/v1alpha1", "kind": "Job",
      "metadata": [
        "name": .string(name), "displayName": .string("Job \(number), which does something every day"),
        "labels": ["team": .string("team-\(random.next() % 20)"), "cost-centre": "4711", "stage": "production"],
      ],
      "spec": [
        "enabled": true, "policies": ["eu-only", "no-gpu"], "region": "eu-lon-1",
        "runtime": [
          "image": .string("job/\(name):v\(random.next() % 100)"), "memory": 4096, "timeout": 3600, "maxRetries": 3,
          "envs": .list(envs),
          "ports": [["name": "metrics", "target": 9090, "protocol": "HTTP"]],
        ],
        "triggers": .list(triggers),
        "volumes": [["name": "scratch", "mountPath": "/scratch", "type": "ephemeral", "sizeMb": 1024]],
      ],
    ]
  }

  /// The job with another amount of memory.
  private static func changed(_ value: PlainValue) -> PlainValue {
    guard case .map(let members) = value else { return value }
    return .map(
      members.map { member in
        PlainValue.Member(member.key, member.key == "memory" ? 2048 : changed(member.value))
      })
  }
}

/// SplitMix64: the same numbers everywhere.
private struct Mixer {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A value as block YAML, strings in double quotes where plain ones could be misread.
private struct YAMLText {
  private(set) var bytes: [UInt8] = []

  init(_ value: PlainValue) {
    write(value, indent: 0)
  }

  private mutating func write(_ value: PlainValue, indent: Int) {
    switch value {
    case .map(let members):
      for (position, member) in members.enumerated() {
        if position > 0 { bytes += repeatElement(UInt8(ascii: " "), count: indent) }
        bytes += (member.key + ":").utf8
        child(member.value, indent: indent + 2)
      }
    case .list(let elements):
      for (position, element) in elements.enumerated() {
        if position > 0 { bytes += repeatElement(UInt8(ascii: " "), count: indent) }
        bytes += "- ".utf8
        write(element, indent: indent + 2)
      }
    case .null, .boolean, .number, .string: scalar(value)
    }
  }

  private mutating func child(_ value: PlainValue, indent: Int) {
    switch value {
    case .map, .list:
      bytes.append(UInt8(ascii: "\n"))
      bytes += repeatElement(UInt8(ascii: " "), count: indent)
    case .null, .boolean, .number, .string: bytes.append(UInt8(ascii: " "))
    }
    write(value, indent: indent)
  }

  private mutating func scalar(_ value: PlainValue) {
    var writer = JSONWriter()
    writer.value(value)
    var text = writer.finish()
    let isPlain = text.dropFirst().dropLast().allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x20, 0x2D, 0x2E, 0x2F].contains($0)
    }
    if text.first == UInt8(ascii: "\""), isPlain, let second = text.dropFirst().first, (0x61...0x7A).contains(second) {
      text = [UInt8](text.dropFirst().prefix { $0 != UInt8(ascii: "\"") }) + [UInt8(ascii: "\n")]
    }
    bytes += text
    if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
  }
}
