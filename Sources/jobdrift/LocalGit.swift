import DriftEngine
import Subprocess

/// The `git` of this machine.
struct LocalGit: Git {
  /// Settings that keep git from running programs that a repository names, and from taking a directory of a work tree for a
  /// repository of its own.
  private static let settings = [
    "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
  ]

  /// What of the environment git may see: where programs are, and where the user's settings are. Nothing that points it to
  /// another repository.
  private static var environment: Environment {
    var variables: [Environment.Key: String] = [
      "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
      "GIT_NO_REPLACE_OBJECTS": "1", "GIT_LITERAL_PATHSPECS": "1",
    ]
    for name in ["PATH", "HOME", "XDG_CONFIG_HOME"] {
      if let value = ProcessEnvironment.raw(name) { variables[Environment.Key(stringLiteral: name)] = value }
    }
    return .custom(variables)
  }

  /// How much git may say about what went wrong, in bytes.
  private static let errorLimit = 1 << 16

  func run(_ arguments: [String], input: [UInt8], limit: Int) async throws(GitFailure) -> GitOutput {
    do {
      let result = try await Subprocess.run(
        .name("git"), arguments: Arguments(Self.settings + arguments), environment: Self.environment,
        input: .array(input), output: .bytes(limit: limit), error: .bytes(limit: Self.errorLimit))
      let errors = String(decoding: result.standardError, as: UTF8.self)
      switch result.terminationStatus {
      case .exited(let status): return GitOutput(status: Int(status), bytes: result.standardOutput, errors: errors)
      case .signaled(let signal): throw GitFailure.failed("it was ended by signal \(signal)")
      }
    } catch let failure as GitFailure {
      throw failure
    } catch let error as SubprocessError {
      throw Self.failure(error)
    } catch {
      throw .failed("it could not be run")
    }
  }

  private static func failure(_ error: SubprocessError) -> GitFailure {
    switch error.code {
    case .executableNotFound: .notInstalled
    case .outputLimitExceeded: .tooMuch
    default: .failed("it could not be run")
    }
  }
}
