import Foundation

/// A line as the runner of GitHub Actions reads it (actions/runner, `ActionCommand.cs`).
struct WorkflowCommand: Equatable {
  let name: String
  let properties: [String: String]
  let message: String

  /// Nil when the line is none.
  init?(parsing line: some StringProtocol) {
    guard let match = String(line).wholeMatch(of: /\s*::([a-z-]+)(?: (.*?))?::(.*)/.dotMatchesNewlines()) else {
      return nil
    }
    name = String(match.1)
    var properties: [String: String] = [:]
    for property in (match.2 ?? "").split(separator: ",") {
      let parts = property.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      properties[String(parts[0])] = Self.unescaped(parts[1], ["%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","])
    }
    self.properties = properties
    message = Self.unescaped(match.3, ["%0D": "\r", "%0A": "\n"])
  }

  private static func unescaped(_ text: Substring, _ escapes: [String: String]) -> String {
    let plain = escapes.reduce(String(text)) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
    return plain.replacingOccurrences(of: "%25", with: "%")
  }
}

/// What a step of GitHub Actions printed, as the runner takes it apart.
struct StepLog {
  let annotations: [WorkflowCommand]
  /// The lines in which nothing is a command.
  let silenced: [Substring]
  let token: String
  /// Lines outside of the silence that are no commands.
  let stray: [Substring]

  /// Nil when the silence does not end with the log.
  init?(_ text: String) {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Substring.init)
    guard let stop = lines.firstIndex(where: { $0.hasPrefix("::stop-commands::") }), lines.last == "",
      let command = WorkflowCommand(parsing: lines[stop]), lines.dropLast().last == "::\(command.message)::"
    else { return nil }
    token = command.message
    let commands = lines[..<stop].map { ($0, WorkflowCommand(parsing: $0)) }
    annotations = commands.compactMap(\.1)
    stray = commands.filter { $0.1 == nil }.map(\.0)
    silenced = Array(lines[(stop + 1)..<(lines.count - 2)])
  }

  /// The annotations as `level file:line:column-line:column title`.
  var outline: [String] {
    annotations.map { command in
      let properties = command.properties
      let end = [properties["endLine"], properties["endColumn"]].compactMap(\.self).joined(separator: ":")
      let place = [properties["file"], properties["line"], properties["col"]].compactMap(\.self).joined(separator: ":")
      return [command.name, end.isEmpty ? nil : place + "-" + end, properties["title"]].compactMap(\.self)
        .joined(separator: " ")
    }
  }
}
