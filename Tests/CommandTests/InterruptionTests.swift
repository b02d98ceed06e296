import Foundation
import TestServers
import TestSupport
import Testing

/// Runs that are ended by a signal: at once, by that signal, and without remains.
@Suite(.serialized) struct InterruptionTests {
  /// Starts `jobdrift` in `folder`, sends `signal` as soon as `isReady` says so, and expects it to end by that within a second.
  private static func expectEnd(
    by signal: Int32, _ arguments: [String], in folder: URL, input: Any? = nil, output: Any? = nil,
    keeping isExpected: (String) -> Bool = { _ in false }, when isReady: () async throws -> Void
  ) async throws {
    let before = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    let process = Program.process(arguments, environment: ["BL_API_KEY": "test-key"], in: folder)
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ends, continuation) = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
    process.terminationHandler = { _ in
      continuation.yield(.now)
      continuation.finish()
    }
    try Starting.start(process)
    try await isReady()
    let sent = ContinuousClock.now
    kill(process.processIdentifier, signal)
    var iterator = ends.makeAsyncIterator()
    let end = try #require(await iterator.next())
    // A second is promised; the rest is for a machine that runs many tests at once.
    #expect(end - sent < .seconds(20))
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == signal)
    let after = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(after.filter { !before.contains($0) && !isExpected($0) } == [])
  }

  /// Writes specs into the directory `jobs`, several to a file.
  private static func write(specs count: Int, to folder: URL) throws {
    let jobs = folder.appending(path: "jobs")
    try FileManager.default.createDirectory(at: jobs, withIntermediateDirectories: true)
    for first in stride(from: 0, to: count, by: 500) {
      let text = (first..<min(count, first + 500)).map { number in
        "---\nkind: Job\nmetadata: {name: \(jobName(number))}\nspec: {runtime: {memory: 4096}}\n"
      }
      try Data(text.joined().utf8).write(to: jobs.appending(path: "\(first).yaml"))
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `While a server does not answer`(signal: Int32) async throws {
    try await Program.withFolder { folder in
      try Self.write(specs: 1, to: folder)
      try await withServer(answering: { _, _ in .silence }) { server in
        try await Self.expectEnd(
          by: signal,
          ["plan", "jobs", "-w", "acme", "--api-url", "http://127.0.0.1:\(server.port)/v0", "-o", "json=out.json"],
          in: folder
        ) { try await server.waitForRequests(1) }
      }
    }
  }

  @Test func `During the pause before another attempt`() async throws {
    try await Program.withFolder { folder in
      try Self.write(specs: 1, to: folder)
      let busy = RecordedAnswer(503, fields: [(name: "Retry-After", value: "8")])
      try await withServer(answering: { _, _ in busy }) { server in
        try await Self.expectEnd(
          by: SIGINT, ["snapshot", "-o", "live.json", "-w", "acme", "--api-url", "http://127.0.0.1:\(server.port)/v0"],
          in: folder
        ) { try await server.waitForRequests(1) }
      }
    }
  }

  @Test func `While it reads standard input`() async throws {
    try await Program.withFolder { folder in
      let input = Pipe()
      try await Self.expectEnd(by: SIGINT, ["validate", "-"], in: folder, input: input) {
        // Four times what a pipe holds: all of it can only be written when somebody reads.
        try input.fileHandleForWriting.write(contentsOf: Data(repeating: UInt8(ascii: "#"), count: 1 << 18))
      }
    }
  }

  @Test func `While nobody reads standard output`() async throws {
    try await Program.withFolder { folder in
      try Self.write(specs: 2000, to: folder)
      try Data("[]".utf8).write(to: folder.appending(path: "live.json"))
      let output = Pipe()
      try await Self.expectEnd(
        by: SIGTERM, ["plan", "jobs", "-w", "acme", "--live", "live.json", "-o", "json"], in: folder, output: output
      ) {
        // The first byte is there when the program writes, and the pipe holds less than all.
        _ = try output.fileHandleForReading.read(upToCount: 1)
      }
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `While it writes files, of which each is whole or missing`(signal: Int32) async throws {
    try await Program.withFolder { folder in
      try Self.write(specs: 4000, to: folder)
      try Data("[]".utf8).write(to: folder.appending(path: "live.json"))
      let formats = ["json", "markdown", "sarif", "github", "text"]
      // Nobody reads it, so that the run cannot end before the signal comes.
      let output = Pipe()
      try await Self.expectEnd(
        by: signal,
        ["plan", "jobs", "-w", "acme", "--live", "live.json", "-o", "json"]
          + formats.flatMap { ["-o", "\($0)=out.\($0)"] },
        in: folder, output: output, keeping: { name in formats.contains { name == "out.\($0)" } }
      ) {
        while !(try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.hasPrefix("out.") }) {
          await Task.yield()
        }
      }
      for format in formats {
        guard let text = try? String(contentsOf: folder.appending(path: "out.\(format)"), encoding: .utf8) else {
          continue
        }
        #expect(text.hasSuffix("\n"))
      }
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: ["INT", "TERM", "HUP"])
  func `A signal that was ignored from the start stays so`(signal: String) async throws {
    // Four times what a pipe holds: all of it is only written when somebody reads, before the signal and after it.
    let script = """
      trap '' \(signal)
      mkfifo pipe
      "$0" "$@" <pipe &
      exec 3>pipe
      write() { head -c 262144 /dev/zero | tr '\\0' '#' >&3; }
      write
      kill -s \(signal) $!
      write
      printf '\\nkind: Job\\nmetadata: {name: etl}\\n' >&3
      exec 3>&-
      wait $!
      """
    try await Program.withFolder { folder in
      let outcome = try await Program.run(["validate", "-"], in: folder, through: ["sh", "-c", script])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("1 job"), "\(outcome.output)")
    }
  }
}
