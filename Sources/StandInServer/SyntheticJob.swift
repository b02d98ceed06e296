import ConfigValue
import JobModel

/// A made-up job of about 2 KB: the same for the same seed, number and workspace.
struct SyntheticJob: Sendable {
  let number: Int
  let place: JobPlace
  let status: String
  let externalId: String?
  let workspace: String
  let team: String
  let topic: String
  /// What is drawn next, for all that does not stand above.
  private let numbers: SeededNumbers

  init(number: Int, seed: UInt64, workspace: String) {
    self.number = number
    self.workspace = workspace
    var numbers = SeededNumbers(seed: seed, of: number)
    topic = numbers.pick(Self.topics)
    team = numbers.pick(Self.teams)
    status = numbers.below(50) == 0 ? "FAILED" : "DEPLOYED"
    externalId = numbers.below(4) == 0 ? "ext-\(number)" : nil
    place = JobPlace(
      name: ExactText("job-\(Self.digits(number))-\(topic)"),
      createdAt: Timestamp(seconds: Self.firstSecond + Int(Self.secondOfCreation(of: number, seed: seed))))
    self.numbers = numbers
  }

  /// The number that a name of this kind holds; nil when it is of another kind.
  static func number(in name: String) -> Int? {
    guard name.hasPrefix("job-") else { return nil }
    let digits = name.dropFirst(4).prefix(7)
    return digits.utf8.count == 7 && digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
  }

  /// Seconds after the start of 2026, less than half a year.
  static func secondOfCreation(of number: Int, seed: UInt64) -> UInt32 {
    var numbers = SeededNumbers(seed: ~seed, of: number)
    return UInt32(numbers.below(180 * 86_400))
  }

  var searchTexts: [String] {
    [place.name.text, displayName, "team", team, "tier", "batch"].map { $0.lowercased() }
  }

  func bytes(isRevealed: Bool) -> [UInt8] {
    var numbers = numbers
    var json = JSONWriter(pretty: false)
    json.object { json in
      json.key("metadata")
      metadata(&json, &numbers)
      json.key("spec")
      json.object { json in
        json.key("enabled")
        json.boolean(numbers.below(10) != 0)
        json.key("policies")
        json.array { $0.string(numbers.pick(["eu-only", "us-only", "cold-storage"])) }
        json.member("region", numbers.pick(["us-pdx-1", "us-was-1", "eu-lon-1", "eu-fra-1"]))
        runtime(&json, &numbers, isRevealed: isRevealed)
        triggers(&json, &numbers)
        volumes(&json, &numbers)
        json.key("revision")
        json.object { $0.member("active", "r\(numbers.below(100_000))") }
      }
      json.member("status", status)
    }
    return json.finish()
  }

  // MARK: Parts

  private func metadata(_ json: inout JSONWriter, _ numbers: inout SeededNumbers) {
    json.object { json in
      json.member("name", place.name.text)
      json.member("displayName", displayName)
      json.member("externalId", externalId)
      json.key("labels")
      json.object { json in
        json.member("team", team)
        json.member("tier", "batch")
      }
      json.member("createdAt", place.createdAt?.description)
      json.member("updatedAt", place.createdAt.map { Timestamp(seconds: $0.seconds + 86_400).description })
      json.member("createdBy", "\(numbers.pick(["ana", "ci", "li", "mia", "omar"]))@example.com")
      json.member("updatedBy", "ci@example.com")
      json.member("plan", "PRODUCTION")
      json.member("url", "https://run.blaxel.ai/\(workspace)/jobs/\(place.name.text)")
      json.member("workspace", workspace)
    }
  }

  private func runtime(_ json: inout JSONWriter, _ numbers: inout SeededNumbers, isRevealed: Bool) {
    json.key("runtime")
    json.object { json in
      json.member("image", "job/\(place.name.text):v\(numbers.below(400) + 1)")
      json.member("memory", 1024 << numbers.below(4))
      json.member("timeout", 300 * (numbers.below(12) + 1))
      json.member("maxRetries", numbers.below(4))
      json.member("generation", "mk3")
      json.key("envs")
      json.array { json in
        for variable in Self.variables {
          json.object { json in
            json.member("name", variable)
            let value = "\(topic)-\(numbers.below(1_000_000))"
            json.member("value", isRevealed ? value : Mask.text)
            json.key("secret")
            json.boolean(variable.hasSuffix("_TOKEN"))
          }
        }
      }
      json.key("ports")
      json.array { json in
        json.object { json in
          json.member("name", "metrics")
          json.member("target", 9090 + numbers.below(10))
          json.member("protocol", "HTTP")
        }
      }
    }
  }

  private func triggers(_ json: inout JSONWriter, _ numbers: inout SeededNumbers) {
    json.key("triggers")
    json.array { json in
      json.object { json in
        json.member("id", "schedule")
        json.member("type", "cron")
        json.key("enabled")
        json.boolean(true)
        json.key("configuration")
        json.object { json in
          json.member("schedule", "\(numbers.below(60)) \(numbers.below(24)) * * *")
          json.key("tasks")
          json.array { json in
            for shard in 0..<4 { json.object { $0.member("shard", shard) } }
          }
        }
      }
    }
  }

  private func volumes(_ json: inout JSONWriter, _ numbers: inout SeededNumbers) {
    json.key("volumes")
    json.array { json in
      json.object { json in
        json.member("name", "scratch")
        json.member("type", "ephemeral")
        json.member("mountPath", "/mnt/\(topic)")
        json.member("sizeMb", 1024 * (numbers.below(40) + 1))
      }
    }
  }

  private var displayName: String { "\(team) \(topic) \(number)" }

  /// 2026-01-01T00:00:00Z.
  private static let firstSecond = 1_767_225_600

  /// Seven of them, so that names rise with the numbers.
  private static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 7 - digits.utf8.count)) + digits
  }

  private static let topics = [
    "archive", "cleanup", "embed", "export", "forecast", "import", "index", "report", "scan",
  ]
  private static let teams = ["data", "finance", "marketing", "platform", "research"]
  private static let variables = [
    "API_TOKEN", "BATCH_SIZE", "BUCKET", "DATABASE_URL", "ENDPOINT", "FEATURES", "LOG_LEVEL", "MODE", "QUEUE", "REGION",
    "RETRY_LIMIT", "SENTRY_URL", "TIMEZONE", "TOPIC", "WINDOW",
  ]
}
