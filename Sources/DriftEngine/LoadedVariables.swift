import Diagnostics
import JobModel

/// The variables of a run, those from files read.
struct LoadedVariables {
  let values: Variables
  private(set) var findings: [Diagnostic] = []
  private let selection: VariableSelection

  init(_ selection: VariableSelection, into texts: inout ReadTexts, from files: any FileSystem) {
    self.selection = selection
    var fromFiles: [String: (value: String, place: SourceRange?)] = [:]
    for path in selection.files {
      let name = path == "-" ? "<stdin>" : SpecFiles.shown(path, in: files.workingDirectory)
      if path != "-", files.leadsOut(path) {
        findings.append(.leadingOut(name))
        continue
      }
      let contents: [UInt8]
      do throws(FileFailure) {
        contents = try files.contents(named: path, limit: TextLimits.variables)
      } catch {
        findings.append(
          Diagnostic(
            .unreadableFile, "'\(name)' cannot be read: \(error.reason)",
            help: "check the path of --env-file and its permissions"))
        continue
      }
      let source = texts.add(contents, shownAs: name)
      let file = EnvFile(texts.sources[source].bytes, as: source)
      findings += file.findings
      for (name, value) in file.values {
        if let other = fromFiles[name], other.value != value {
          findings.append(Self.conflict(over: name, file.places[name], other.place))
        }
        fromFiles[name] = (value, file.places[name])
      }
    }
    values = Variables(
      fromFiles.mapValues(\.value).merging(selection.process) { $1 }.merging(selection.given) { $1 },
      shown: selection.shown, unresolved: selection.unresolved)
  }

  private static func conflict(over name: String, _ place: SourceRange?, _ other: SourceRange?) -> Diagnostic {
    Diagnostic(
      .invalidEnvFile, "Two files give the variable '\(name)' different values", at: place,
      notes: other.map { [Diagnostic.Note("the other one", at: $0)] } ?? [],
      help: "keep one; 'bl apply' takes the first file's, and most other tools the last one's")
  }

  /// What is to be said once all specs were read: which variables were given for nothing, and where more might be found.
  func remarks(used: Set<String>, on findings: [Diagnostic], in files: any FileSystem) -> [Diagnostic] {
    var remarks = selection.given.keys.filter { !used.contains($0) }.sorted().map { name in
      Diagnostic(
        .unusedVariable, "No spec asks for the variable '\(name)'", severity: .warning,
        help: "check its name; leave out '--var' when it is not needed")
    }
    let isUnresolved = findings.contains { $0.code == .unresolvedVariable }
    if isUnresolved, selection.files.isEmpty, case .regular? = try? files.kind(of: ".env") {
      remarks.append(
        Diagnostic(
          .unresolvedVariable, "There is a file '.env', which 'bl apply' reads by itself", severity: .note,
          help: "add '--env-file .env' to read it here"))
    }
    return remarks
  }
}
