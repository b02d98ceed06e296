import ArgumentParser
import FoundationEssentials
import StandInServer

/// Which jobs are served.
struct ServedJobs: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The directory; each .json file in it holds one job or an array of jobs.", valueName: "dir"))
  var directory: String?

  @Option(help: ArgumentHelp("Serve so many made-up jobs of about 2 KB instead of a directory.", valueName: "count"))
  var synthetic: Int?

  @Option(help: "Which made-up jobs: the same ones for the same number.")
  var seed: UInt64 = 0

  func validate() throws {
    if directory == nil, synthetic == nil {
      throw ValidationError("Name a directory of jobs, or how many to make up with '--synthetic'")
    }
    if let directory, synthetic != nil {
      throw ValidationError(
        "'--synthetic' makes jobs up, and '\(directory)' is a directory of them; give one of the two")
    }
  }

  func jobs(of workspace: String) throws -> JobStore {
    if let synthetic { return try .synthetic(count: synthetic, seed: seed, workspace: workspace) }
    let directory = try JobDirectory(at: directory ?? ".")
    if let warning = directory.warning { Greeting.warn(warning) }
    return try .load(directory)
  }
}

/// Who may ask.
struct AccessOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The file with the API key to accept; the key is test-key without it.", valueName: "path"))
  var apiKeyFile: String?

  @Option(help: "The client that is given tokens.")
  var clientId = ClientIdentity().id

  @Option(
    help: ArgumentHelp("The file with the client's secret; the secret is test-secret without it.", valueName: "path"))
  var clientSecretFile: String?

  @Option(help: ArgumentHelp("How long a token is good.", valueName: "seconds"))
  var tokenLife = 7200

  @Flag(help: "Refuse show_secrets=true, as to keys without the role of a workspace administrator.")
  var noAdministrator = false

  func validate() throws {
    guard tokenLife >= 0 else { throw ValidationError("'--token-life' is not negative") }
    guard !clientId.isEmpty else { throw ValidationError("'--client-id' is not empty") }
    // RFC 7617, section 2: the first colon ends the name.
    guard !clientId.contains(":") else { throw ValidationError("'--client-id' holds no colon") }
  }

  func apply(to settings: inout StandInConfiguration) throws(Failure) {
    if let apiKeyFile { settings.apiKey = try Self.secret(in: apiKeyFile, "API key") }
    let secret =
      if let clientSecretFile { try Self.secret(in: clientSecretFile, "secret") } else { ClientIdentity().secret }
    settings.client = ClientIdentity(id: clientId, secret: secret)
    settings.tokenLife = tokenLife
  }

  /// The first line of the file, without the white space around it.
  private static func secret(in path: String, _ what: String) throws(Failure) -> String {
    guard let contents = FileManager.default.contents(atPath: path) else {
      throw Failure(description: "File '\(path)' cannot be read")
    }
    let line = String(decoding: contents, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count == 1 else { throw Failure(description: "File '\(path)' holds no \(what) in its first line") }
    return String(words[0])
  }
}

/// Where to serve.
struct ListeningOptions: ParsableArguments {
  @Option(help: "The port to listen on; 0 takes any free one.")
  var port: UInt16 = 0

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("Where to write the port, once it is listened on.", valueName: "path"))
  var portFile: String?

  @Option(
    help: ArgumentHelp(
      "Serve HTTPS on localhost, with a certificate made for this run; clients are to trust ca.pem in this directory.",
      valueName: "dir"))
  var tls: String?

  @Option(help: ArgumentHelp("Serve HTTPS with this certificate, or chain, in PEM.", valueName: "path"))
  var tlsCert: String?

  @Option(help: ArgumentHelp("The private key of the certificate, in PEM.", valueName: "path"))
  var tlsKey: String?

  func validate() throws {
    guard (tlsCert == nil) == (tlsKey == nil) else {
      throw ValidationError("'--tls-cert' and '--tls-key' go together")
    }
    guard tls == nil || tlsCert == nil else {
      throw ValidationError("'--tls' makes a certificate, and '--tls-cert' takes one that exists; give one of them")
    }
  }

  /// Where the certificate to trust is written.
  private var authorityFile: String? { tls.map { $0.hasSuffix("/") ? $0 + "ca.pem" : $0 + "/ca.pem" } }

  /// The file with what clients are to trust; a certificate that exists may be its own authority.
  var trustedFile: String? { authorityFile ?? tlsCert }

  /// The base address of the API at a host.
  func address(at host: ListeningHost, port: Int) -> String {
    "\(tls == nil && tlsCert == nil ? "http" : "https")://\(host.written):\(port)/v0"
  }

  /// Reads the certificate, or makes one and writes down whom to trust for it; nil when HTTP is served.
  func identity(now: Int) throws -> TLSIdentity? {
    if let tlsCert, let tlsKey {
      return try TLSIdentity(certificatePEM: Self.bytes(of: tlsCert), keyPEM: Self.bytes(of: tlsKey))
    }
    guard let tls, let authorityFile else { return nil }
    let identity = try TLSIdentity.makeForLoopback(now: now)
    do {
      try FileManager.default.createDirectory(atPath: tls, withIntermediateDirectories: true)
      try Data((identity.authorityPEM ?? "").utf8).write(to: URL(filePath: authorityFile), options: .atomic)
    } catch {
      throw Failure(description: "File '\(authorityFile)' cannot be written")
    }
    return identity
  }

  private static func bytes(of path: String) throws(Failure) -> [UInt8] {
    guard let contents = FileManager.default.contents(atPath: path) else {
      throw Failure(description: "File '\(path)' cannot be read")
    }
    return Array(contents)
  }
}
