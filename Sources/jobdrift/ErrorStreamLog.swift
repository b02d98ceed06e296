import BlaxelAPI
import Logging
import PlanReport

/// Writes the log to standard error, a line for each message, without secrets.
struct ErrorStreamLog: LogHandler {
  /// What is written of a message beside its text. The rest of what async-http-client tells of holds whole answers.
  private static let shown = [
    "method", "path", "attempt", "status", "bytes", "request-id", "reason", "pause", "jobs", "total",
    "ahc-request-id", "ahc-connection-id", "ahc-error",
  ]

  let secrets: SecretRegister
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  init(level: Logger.Level, hiding secrets: SecretRegister) {
    self.secrets = secrets
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let fields = Self.shown.compactMap { name in
      all[name].map { (name: name, value: secrets.masking("\($0)")) }
    }
    let line = LogLine.render(level: event.level.rawValue, secrets.masking(event.message.description), fields)
    // When standard error cannot be written, there is nowhere left to say so.
    _ = try? StandardStream.error.write(line)
  }
}

extension Logger {
  /// Notes what happens between the client and the API.
  func note(_ event: APIEvent) {
    switch event {
    case .asked(let method, let path, let attempt):
      debug("request", metadata: ["method": "\(method)", "path": "\(path)", "attempt": "\(attempt)"])
    case .answered(let path, let status, let bytes, let requestID):
      var fields: Metadata = ["path": "\(path)", "status": "\(status)", "bytes": "\(bytes)"]
      fields["request-id"] = requestID.map { "\($0)" }
      debug("answer", metadata: fields)
    case .failed(let path, let reason): debug("no answer", metadata: ["path": "\(path)", "reason": "\(reason)"])
    case .pausing(let path, let pause):
      debug("pause before the next attempt", metadata: ["path": "\(path)", "pause": "\(pause)"])
    case .listed(let jobs, let total):
      var fields: Metadata = ["jobs": "\(jobs)"]
      fields["total"] = total.map { "\($0)" }
      debug("listed", metadata: fields)
    }
  }
}
