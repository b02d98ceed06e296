/// A line of the log, for standard error.
package enum LogLine {
  /// The line, whose last byte ends it. Nothing in it can steer a terminal or start another line.
  ///
  ///     jobdrift: debug: request method=GET path=/v0/jobs?limit=200 attempt=1
  package static func render(level: String, _ message: String, _ fields: [(name: String, value: String)]) -> [UInt8] {
    var line: SafeText<Terminal> = "jobdrift: \(level): \(message)"
    for field in fields { line += " \(field.name)=\(field.value)" }
    line += "\n"
    return Array(line.utf8)
  }
}
