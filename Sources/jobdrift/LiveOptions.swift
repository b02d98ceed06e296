import ArgumentParser
import BlaxelAPI
import DriftEngine
import JobDiff
import JobModel

/// Where the live jobs come from.
struct LiveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Read the live jobs from a file instead of asking the API: a snapshot, or what 'bl get jobs --all -o json' prints.
      """, valueName: "file"),
    completion: .file())
  var live: String?

  @Flag(
    help:
      "Vouch for a file of live jobs that holds exactly one page, or for a list that has fewer jobs than the API counts."
  )
  var assumeComplete = false

  @Option(
    help: ArgumentHelp(
      "Refuse a snapshot that is older, such as 90m, 24h or 7d, and files that do not say how old they are.",
      valueName: "age"),
    transform: LiveOptions.seconds)
  var maxAge: Int?

  @OptionGroup var api: APIOptions

  @Flag(
    help:
      "Ask for the variables that the API masks, job by job where comparing needs them; the key needs the role of a workspace administrator. Secret ones are compared and never shown."
  )
  var revealEnv = false

  var source: LiveSource {
    if let live { return .file(live, assumesComplete: assumeComplete) }
    return api.source
  }

  /// The workspace that a run is told. Where the API is asked, what says how it is reached holds the variable's, and tells it apart.
  func workspace(of target: WorkspaceOption) -> String? {
    live == nil ? target.workspace : target.effectiveWorkspace
  }

  /// How many of the files are standard input.
  var standardInputs: Int { (live == "-" ? 1 : 0) + api.standardInputs }

  /// How old the file may be at `now`, the time of this moment unless told.
  func ageLimit(at now: Timestamp?) -> AgeLimit? {
    maxAge.map { AgeLimit(seconds: $0, at: now ?? WallClock.now) }
  }

  func validate() throws {
    if live == "" { throw ValidationError("The path given with '--live' is empty.") }
    if live != nil, !api.isEmpty {
      throw ValidationError("'--live' asks nothing of the API; leave out what says how it is asked.")
    }
    if live != nil, revealEnv { throw ValidationError("'--reveal-env' asks the API, and '--live' does not.") }
    if live == nil, maxAge != nil { throw ValidationError("'--max-age' only goes with '--live'.") }
  }

  @Sendable
  private static func seconds(_ text: String) throws -> Int {
    let units = ["m": 60, "h": 3600, "d": 86_400]
    guard let size = text.last.flatMap({ units[String($0)] }), let count = Int(text.dropLast()), count > 0,
      case (let seconds, false) = count.multipliedReportingOverflow(by: size)
    else { throw ValidationError("'\(text)' is not an age such as 90m, 24h or 7d.") }
    return seconds
  }
}

/// How the API is asked.
struct APIOptions: ParsableArguments {
  @Option(
    name: .customLong("api-url"),
    help: ArgumentHelp("Base address of the API, with '/v0'. [BL_API_URL, BL_ENV, the login's]", valueName: "url"))
  var apiURL: String?

  @Option(
    name: .customLong("api-key-file"),
    help: ArgumentHelp(
      "Read the API key from a file, '-' for standard input. [BL_API_KEY, BL_CLIENT_CREDENTIALS, the login's]",
      valueName: "file"),
    completion: .file())
  var apiKeyFile: String?

  @OptionGroup var asking: AskingOptions

  @OptionGroup var connection: ConnectionOptions

  var source: LiveSource { .api(settings) }

  /// How the API is reached, with what variables say.
  var settings: APISettings {
    let variables = APIVariable.allCases.compactMap { variable in
      ProcessEnvironment.word(variable.rawValue).map { (variable, $0) }
    }
    return APISettings(
      address: apiURL, keyFile: apiKeyFile, variables: Dictionary(variables) { $1 }, home: ProcessEnvironment["HOME"],
      allowsOpenHTTP: connection.insecureHTTP)
  }

  /// Whether no flag says anything of it.
  var isEmpty: Bool { apiURL == nil && apiKeyFile == nil && asking.isEmpty && connection.isEmpty }

  /// How many of the files are standard input.
  var standardInputs: Int { apiKeyFile == "-" ? 1 : 0 }

  func validate() throws {
    if apiKeyFile == "" { throw ValidationError("The path given with '--api-key-file' is empty.") }
    if let apiURL {
      do throws(InvalidEndpoint) {
        _ = try Endpoint(parsing: apiURL, allowsOpenHTTP: connection.insecureHTTP)
      } catch {
        throw ValidationError("The address given with '--api-url' is not usable: \(error.reason).")
      }
    }
  }
}
