import ArgumentParser
import BlaxelAPI
import BlaxelHTTP
import DriftEngine
import JobModel
import PlanReport

/// How the network is reached.
struct ConnectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Trust the authorities whose certificates stand in a PEM file, and no others. [SSL_CERT_FILE]", valueName: "file"),
    completion: .file())
  var caFile: String?

  @Flag(
    name: .customLong("insecure-http"),
    help: "Accept an http address on another machine, though the key travels in the open.")
  var insecureHTTP = false

  /// Whether no flag says anything of it.
  var isEmpty: Bool { caFile == nil && !insecureHTTP }

  func validate() throws {
    if caFile == "" { throw ValidationError("The path given with '--ca-file' is empty.") }
  }

  /// What opens the proxies.
  var secrets: Set<String> { proxies.secrets }

  /// The files of authorities that are named, and what names them; the first is the one that counts. None: those of the system.
  var authorityFiles: [(path: String, origin: SettingOrigin)] {
    let variable = "SSL_CERT_FILE"
    let places: [(path: String?, origin: SettingOrigin)] = [
      (caFile, .flag("--ca-file")), (ProcessEnvironment[variable], .variable(variable)),
    ]
    return places.compactMap { place in place.path.map { ($0, place.origin) } }
  }

  /// How the variables of the process and the flags have the network reached. Reads the file of authorities.
  func transportOptions() throws(TransportFailure) -> TransportOptions {
    var options = TransportOptions(now: { WallClock.now.seconds })
    options.proxies = proxies
    if let (path, origin) = authorityFiles.first {
      options.roots = try roots(in: path, from: "The file '\(path)' named by \(origin.name)")
    }
    return options
  }

  var proxies: ProxySettings {
    ProxySettings(variables: ProcessEnvironment.variables { ProxySettings.variables.contains($0) })
  }

  private func roots(in path: String, from setting: String) throws(TransportFailure) -> TrustedRoots {
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try LocalFileSystem().contents(through: path, limit: TrustedRoots.limit)
    } catch {
      throw .unusableSetting(setting, reason: error.reason)
    }
    return try TrustedRoots(pem: bytes, from: setting)
  }
}
