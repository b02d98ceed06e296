import ArgumentParser
import BlaxelAPI
import DriftEngine
import JobDiff

/// Where the live jobs come from.
struct LiveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read the live jobs from a file, as 'bl get jobs --all -o json' prints them, instead of asking the API.",
      valueName: "file"),
    completion: .file())
  var live: String?

  @Flag(help: "Vouch for a file of live jobs that holds exactly one page.")
  var assumeComplete = false

  @Option(
    name: .customLong("api-url"),
    help: ArgumentHelp("Base address of the API, with '/v0'. [BL_API_URL]", valueName: "url"))
  var apiURL: String?

  @Option(
    name: .customLong("api-key-file"),
    help: ArgumentHelp("Read the API key from a file, '-' for standard input. [BL_API_KEY]", valueName: "file"),
    completion: .file())
  var apiKeyFile: String?

  @Flag(
    help:
      "Ask for the variables that the API masks, job by job where comparing needs them; the key needs the role of a workspace administrator. Secret ones are compared and never shown."
  )
  var revealEnv = false

  var source: LiveSource {
    if let live { return .file(live, assumesComplete: assumeComplete) }
    return .api(address, key)
  }

  /// How many of the files are standard input.
  var standardInputs: Int { [live, apiKeyFile].count { $0 == "-" } }

  private var address: APIAddress {
    if let apiURL { return APIAddress(apiURL, from: "--api-url") }
    if let variable = ProcessEnvironment["BL_API_URL"] { return APIAddress(variable, from: "BL_API_URL") }
    return .standard
  }

  private var key: KeySource {
    if let apiKeyFile { return .file(apiKeyFile) }
    return ProcessEnvironment["BL_API_KEY"].map(KeySource.text) ?? .none
  }

  func validate() throws {
    if live == "" { throw ValidationError("The path given with '--live' is empty.") }
    if live != nil, apiURL != nil || apiKeyFile != nil {
      throw ValidationError("'--live' asks nothing of the API; leave out '--api-url' and '--api-key-file'.")
    }
    if live != nil, revealEnv { throw ValidationError("'--reveal-env' asks the API, and '--live' does not.") }
    if live == nil, assumeComplete { throw ValidationError("'--assume-complete' only goes with '--live'.") }
    if let apiURL {
      do throws(InvalidEndpoint) { _ = try Endpoint(parsing: apiURL) } catch {
        throw ValidationError("The address given with '--api-url' is not usable: \(error.reason).")
      }
    }
  }
}
