import Benchmarking
import Foundation
import Testing

/// What the benchmarks are started with, and what they measure with.
@Suite(.serialized) struct ScriptTests {
  private static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What a command prints, and its exit status.
  private static func run(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = repository
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try output.fileHandleForReading.close()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  private static func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmarking-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  @Test func `The commands of the README give their options to the benchmarks`() throws {
    let readme = try String(contentsOf: Self.repository.appending(path: "README.md"), encoding: .utf8)
    let section = try #require(readme.firstMatch(of: /## Speed\n(?s:.*?)```\n((?s:.*?))```/))
    let commands = section.1.split(separator: "\n").map(String.init)
    let options = try commands.map { command in
      // 'make test' is a make around this one, which would then say where it is.
      let alone = "env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -n bench"
      let (status, output) = try Self.run(["sh", "-c", command.replacing("make bench", with: alone)])
      #expect(status == 0)
      let words = output.replacing("\\\n", with: " ").split { $0 == " " || $0 == "\n" }
      return words.drop { $0 != "Tests/Benchmarks/run.sh" }.dropFirst().joined(separator: " ")
    }
    #expect(
      options == [
        "", "--quick --only start --only plan", "--jobs 20000 --json results.json --plot growth.svg",
      ])
  }

  @Test func `The cost of a program is told with its exit status`() throws {
    try Self.withFolder { folder in
      let measure = folder + "/measure"
      try #require(try Self.run(["clang", "-O2", "Tests/Benchmarks/measure.c", "-o", measure]).status == 0)
      for (script, status) in [("exit 0", 0), ("exit 3", 3), ("kill -9 $$", 137)] {
        let numbers = try Self.run([measure, "sh", "-c", script]).output.split(whereSeparator: \.isWhitespace)
          .compactMap { Int($0) }
        #expect(numbers.count == 4)
        #expect(numbers.last == status)
        #expect(numbers.allSatisfy { $0 >= 0 })
      }
      #expect(try Self.run([measure, folder + "/nothing"]).output.hasSuffix(" 127\n"))
      let own = try Self.run([measure, "true"]).output.split(separator: " ")
      // That of this process, which is much larger, would show if it were counted.
      #expect(try #require(own.count > 2 ? Int(own[2]) : nil) < 20_000)
    }
  }

  @Test func `The scan in C sees every event of the specs`() throws {
    try Self.withFolder { folder in
      let scan = folder + "/scan"
      let flags = try Self.run(["pkg-config", "--cflags", "--libs", "yaml-0.1"]).output.split(
        whereSeparator: \.isWhitespace)
      try #require(
        try Self.run(["clang", "-O2", "Tests/Benchmarks/scan.c"] + flags.map(String.init) + ["-o", scan]).status == 0)
      try Data("a: [b, c]\n".utf8).write(to: URL(filePath: folder + "/one.yaml"))
      try Data("ignored".utf8).write(to: URL(filePath: folder + "/two.txt"))
      // Stream, document and mapping begin and end; a key; a list begins and ends; two elements.
      #expect(try Self.run([scan, folder]).output == "11 events\n")
      #expect(try Self.run([scan, "-n", "3", folder + "/one.yaml"]).output == "33 events\n")
      try Data("a: [\n".utf8).write(to: URL(filePath: folder + "/broken.yaml"))
      #expect(try Self.run([scan, folder]).status == 1)
    }
  }
}
