import PlanReport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file of a CI runner that is there before a step begins, and to which the programs of the step append in turn.
final class RunnerFile {
  private let variable: String
  private let descriptor: Descriptor
  /// In bytes, when it was opened.
  let size: Int

  /// Opens the file that a variable of the process names; nil when there is no such variable.
  ///
  /// Anything but a regular file is refused, links included: whoever can put one there could have the run write elsewhere.
  init?(namedBy variable: String) throws(OutputFailure) {
    guard let path = ProcessEnvironment[variable] else { return nil }
    self.variable = variable
    // O_NONBLOCK: a pipe in the file's place must not hang the run.
    let number = unsafe open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { throw Self.failure(variable, SystemError.reason(errno)) }
    descriptor = Descriptor(number)
    var status = stat()
    let isRegular = unsafe fstat(number, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    size = Int(status.st_size)
    guard isRegular else { throw Self.failure(variable, "it is not a regular file") }
  }

  /// Appends bytes that begin a line.
  func append(_ bytes: [UInt8]) throws(OutputFailure) {
    let problem = Interruption.uninterrupted { descriptor.write(size > 0 ? [UInt8(ascii: "\n")] + bytes : bytes) }
    guard problem == 0 else { throw Self.failure(variable, SystemError.reason(problem)) }
  }

  private static func failure(_ variable: String, _ reason: String) -> OutputFailure {
    OutputFailure("The file that \(variable) names cannot be written", reason: reason)
  }

  deinit {
    close(descriptor.number)
  }
}
