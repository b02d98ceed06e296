import ConfigValue
import Foundation
import TestSupport
import Testing

/// The built program, run as users run it.
enum Program {
  /// What a finished run left behind.
  struct Outcome {
    let status: Int32
    /// Standard output.
    let output: String
    /// Standard error.
    let errors: String

    /// Standard output as the one JSON document it must be.
    var document: PlainValue {
      get throws { try PlainValue(json: Array(output.utf8)) }
    }
  }

  /// The top of the repository.
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Where SwiftPM puts programs: beside the test bundle.
  private static let folder: URL = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      folder = bundle.bundleURL.deletingLastPathComponent()
    }
    return folder
  }()

  /// Runs `jobdrift` in `directory`, the repository unless told, with nothing in its environment but `environment`; as the
  /// command that `wrapper` runs, where there is one.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], input: String = "", in directory: URL = repository,
    through wrapper: [String] = []
  ) async throws -> Outcome {
    try await withFolder { folder in
      let (output, errors, inputFile) = (
        folder.appending(path: "out"), folder.appending(path: "err"), folder.appending(path: "in")
      )
      for file in [output, errors] { try Data().write(to: file) }
      try Data(input.utf8).write(to: inputFile)
      let process = process(arguments, environment: environment, in: directory, through: wrapper)
      try await Starting.inTurn {
        let handles = try [
          FileHandle(forReadingFrom: inputFile), FileHandle(forWritingTo: output), FileHandle(forWritingTo: errors),
        ]
        process.standardInput = handles[0]
        process.standardOutput = handles[1]
        process.standardError = handles[2]
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
          process.terminationHandler = { _ in ended.resume() }
          do { try Starting.start(process) } catch { ended.resume(throwing: error) }
        }
        // The process outlives its end here, and would keep them open.
        for handle in handles { try handle.close() }
      }
      return Outcome(
        status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
        output: try String(contentsOf: output, encoding: .utf8), errors: try String(contentsOf: errors, encoding: .utf8)
      )
    }
  }

  /// Such a run that is not started yet.
  static func process(
    _ arguments: [String], environment: [String: String], in directory: URL, through wrapper: [String] = []
  ) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = wrapper + [folder.appending(path: "jobdrift").path] + arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
    process.currentDirectoryURL = directory
    return process
  }

  /// The most memory that `jobdrift` holds at a time in a run that ends with 0, in KiB.
  static func peakMemory(_ arguments: [String], in directory: URL) async throws -> Int {
    // Linux counts towards a program's peak what its parent held when it was started, so that a small one must start it.
    let script = """
      import resource, subprocess, sys
      subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
      print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
      """
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script, folder.appending(path: "jobdrift").path] + arguments
    process.environment = [:]
    process.currentDirectoryURL = directory
    process.standardOutput = output
    try Starting.start(process)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return try #require(Int(text.filter(\.isNumber)))
  }

  /// A new folder that is gone afterwards.
  static func withFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "jobdrift-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.resolvingSymlinksInPath())
  }

  /// A file of the repository.
  static func file(_ path: String) throws -> String {
    try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }

  /// Expects a document that fits the schema of plans.
  static func expectPlan(_ document: PlainValue) throws {
    let check = SchemaCheck(document, against: try PlainValue(json: Array(try file("schemas/plan.schema.json").utf8)))
    #expect(check.violations == [])
  }
}
