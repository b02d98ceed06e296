import Diagnostics

/// What stands behind the second `::` of a workflow command.
///
/// It is one line, and the runner turns `%25`, `%0D` and `%0A` in it back (actions/runner, `ActionCommand.cs`). Characters that
/// could hide or steer are written out before that, so that only line breaks of ours are turned back.
enum CommandMessage: TextKind {
  static func escaped(_ text: String) -> String {
    Terminal.escaped(text).replacing("%", with: "%25")
  }
}

/// A property of a workflow command, whose value ends at `,` and `:`.
enum CommandProperty: BlockKind {
  typealias Surroundings = CommandMessage

  static func escaped(_ text: String) -> String {
    CommandMessage.escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }

  static func enclosed(_ text: String) -> String { text }
}

/// A workflow command that makes an annotation, one line:
///
///     ::warning file=jobs/etl.yaml,line=9,endLine=9,col=15,endColumn=19,title=etl%3A runtime.memory::2048 → 4096 MB
struct GitHubAnnotation {
  /// GitHub takes titles of 255 characters. No character is less than a byte.
  private static let longestTitle = 250
  /// The runner cuts messages off at 4,096 characters (actions/runner, `ExecutionContext.cs`).
  private static let longestLine = 1_000
  private static let mostLines = 4

  let line: SafeText<CommandMessage>

  /// An annotation without a place, of texts of ours.
  init(_ severity: Severity, title: SafeText<CommandProperty>, message: SafeText<CommandMessage>) {
    line = Self.line(severity, ["title=\(title)"], message)
  }

  /// - Parameter directory: the path of the working directory in the repository.
  init(_ remark: Remark, in directory: String) {
    let title = remark.title.cut(toBytes: Self.longestTitle)
    let place = Self.properties(of: remark.place, in: directory)
    var lines = [remark.text]
    if place.isEmpty, let place = remark.place {
      // What cannot be linked is told.
      lines.insert("\(place.start, in: place.file)", at: 0)
    }
    let texts = (lines + remark.details).prefix(Self.mostLines).map { line -> SafeText<CommandMessage> in
      "\(line.cut(toBytes: Self.longestLine).text)"
    }
    line = Self.line(remark.severity, place + ["title=\(title.text)"], texts.joined(separator: "%0A"))
  }

  /// Where GitHub finds the place. A file is left out that it could not find: one outside of the repository, and one with a
  /// name that would have to be written out.
  ///
  /// Columns are only given of places in one line, as GitHub demands. It does not say whether the last one is still meant
  /// (github/docs#40038); those who tried it say that it is not, so that the end of a place is taken as it is.
  private static func properties(of place: Place?, in directory: String) -> [SafeText<CommandProperty>] {
    guard let place, let path = RepositoryPath.path(of: place.file, in: directory), Terminal.escaped(path) == path
    else {
      return []
    }
    let lines: [SafeText<CommandProperty>] = ["file=\(path)", "line=\(place.start.line)", "endLine=\(place.end.line)"]
    guard place.start.line == place.end.line else { return lines }
    return lines + ["col=\(place.start.column)", "endColumn=\(place.end.column)"]
  }

  private static func line(
    _ severity: Severity, _ properties: [SafeText<CommandProperty>], _ message: SafeText<CommandMessage>
  ) -> SafeText<CommandMessage> {
    let name: SafeText<CommandMessage> =
      switch severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    return "::\(name) \(properties.joined(separator: ",").enclosed)::\(message)\n"
  }
}
