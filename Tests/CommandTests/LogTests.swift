import ConfigValue
import Foundation
import StandInServer
import TestServers
import TestSupport
import Testing

/// What the program says while it works.
@Suite(.serialized) struct LogTests {
  private static let key = "bl_k3y-that-must/not+appear"

  /// The key, as it is and in the forms of base64.
  private static var forms: [String] {
    let encoded = Data(key.utf8).base64EncodedString()
    return [
      key, encoded, encoded.replacing("+", with: "-").replacing("/", with: "_"), encoded.replacing("=", with: ""),
    ]
  }

  private static func plan(_ flags: [String], at url: String) async throws -> Program.Outcome {
    try await Program.run(
      ["plan", "examples/jobs", "-w", "acme", "--api-url", url] + flags, environment: ["BL_API_KEY": key])
  }

  private static func standIn<R: Sendable>(
    key: String, faults: [String] = [], _ body: @Sendable (String) async throws -> R
  ) async throws -> R {
    let store = try JobStore.load(directory: Program.repository.appending(path: "examples/live").path)
    let configuration = StandInConfiguration(apiKey: key, faults: try faults.map { try Fault(parsing: $0) })
    return try await withStandIn(jobs: store, configuration: configuration, body)
  }

  @Test func `Requests are logged at debug, steps of the connection at trace, and nothing unless asked for`()
    async throws
  {
    try await Self.standIn(key: Self.key) { url in
      let quiet = try await Self.plan([], at: url)
      #expect(!quiet.errors.contains("jobdrift: "))
      let debug = try await Self.plan(["--log-level", "debug"], at: url)
      #expect(debug.errors.contains("jobdrift: debug: request method=GET path=/v0/jobs?limit=200"))
      #expect(!debug.errors.contains("jobdrift: trace: "))
      let trace = try await Self.plan(["--log-level", "trace"], at: url)
      #expect(trace.errors.contains("jobdrift: trace: "))
      for outcome in [debug, trace] {
        #expect(outcome.status == quiet.status)
        #expect(outcome.output == quiet.output)
      }
    }
  }

  @Test(arguments: ["", "status=503", "redirect=http://127.0.0.1:9/v0/jobs", "cut-body", "html", "wrong-key"])
  func `The key occurs in no output at trace, however the run ends`(fault: String) async throws {
    let isRefused = fault == "wrong-key"
    let faults = fault.isEmpty || isRefused ? [] : [fault]
    let outcome = try await Self.standIn(key: isRefused ? "another-key" : Self.key, faults: faults) { url in
      try await Self.plan(["--log-level", "trace", "-o", "json"], at: url)
    }
    #expect(outcome.errors.contains("jobdrift: trace: "))
    for form in Self.forms {
      #expect(!outcome.output.contains(form))
      #expect(!outcome.errors.contains(form))
    }
  }

  @Test func `A server that sends the key back has it masked, and cannot steer the terminal`() async throws {
    let hostile = RecordedAnswer(
      302, fields: [(name: "Location", value: "/v0/\(Self.key)?limit=200&sort=name:asc&\(Self.forms[1])")])
    let outcome = try await withServer(answering: { _, number in number == 1 ? hostile : .hangUp }) { server in
      try await Self.plan(["--log-level", "trace"], at: "http://127.0.0.1:\(server.port)/v0")
    }
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("path=/v0/***?limit=200&sort=name:asc&***"), "\(outcome.errors)")
    for form in Self.forms { #expect(!outcome.errors.contains(form)) }
  }
}
