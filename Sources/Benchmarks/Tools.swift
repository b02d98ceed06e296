import FoundationEssentials
import Subprocess

/// The programs that are measured, and those that measure them.
struct Tools: Sendable {
  /// Holds `jobdrift` and `blaxel-standin`.
  let programs: String
  /// Holds what the script that starts the benchmarks built: `measure`, `scan`, `InstructionCounts` without debugging
  /// information, and peers where they could be made.
  let peers: String

  /// A program that could not do what it was asked.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  func program(_ name: String) -> String { programs + "/" + name }

  /// A peer; nil when it could not be made.
  func peer(_ name: String) -> String? {
    let path = peers + "/" + name
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// A program of the system by its name; nil when it is not installed.
  static func installed(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What a command costs as a process of its own.
  ///
  /// - Parameter status: the exit status it must end with.
  func cost(of command: [String], in directory: String? = nil, endingWith status: Int = 0) async throws -> Cost {
    let output = try await Self.output(of: [peers + "/measure"] + command, in: directory)
    let numbers = output.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    guard numbers.count == 4 else { throw Failure(description: "'measure' said: \(output)") }
    guard numbers[3] == status else {
      throw Failure(description: "\(command.joined(separator: " ")): exit status \(numbers[3]) instead of \(status)")
    }
    return Cost(
      seconds: Double(numbers[0]) / 1e9, cpuSeconds: Double(numbers[1]) / 1e6, peak: Double(numbers[2]) * 1024)
  }

  /// A command to measure.
  func subject(
    _ name: String, _ command: [String], in directory: String? = nil, endingWith status: Int = 0
  ) -> Subject {
    Subject(name: name) { try await cost(of: command, in: directory, endingWith: status) }
  }

  /// What a command prints; it must succeed.
  static func output(of command: [String], in directory: String? = nil) async throws -> String {
    let directoryOptions = directory.map { ["-C", $0] } ?? []
    let result = try await Subprocess.run(
      .name("env"), arguments: Arguments(directoryOptions + command),
      environment: .inherit.updating(["BL_API_KEY": "test-key", "SWIFT_DETERMINISTIC_HASHING": "1"]),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    guard case .exited(0) = result.terminationStatus else {
      throw Failure(
        description: "\(command.joined(separator: " ")): \(result.terminationStatus)\n\(result.standardError)")
    }
    return result.standardOutput
  }
}
