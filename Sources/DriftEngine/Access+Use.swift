import BlaxelAPI
import Diagnostics
import PlanReport

extension Access {
  // MARK: Address

  func endpoint(at address: Choice<Address>) throws(Engine.Stopped) -> Endpoint {
    let text: String
    switch address.content {
    case .url(let url): text = url
    case .environment(let name):
      guard let environment = BlaxelEnvironment(rawValue: name) else {
        throw invalid(
          Diagnostic(
            .invalidAddress, "\(APIVariable.environment.rawValue) is '\(name)', which is no environment of Blaxel",
            help: BlaxelEnvironment.choices))
      }
      text = environment.address
    case .login(let name, let place):
      guard let environment = BlaxelEnvironment(rawValue: name) else {
        throw invalid(
          Diagnostic(
            .invalidLogin, "'env' in the file of logins is no environment of Blaxel",
            at: place, help: BlaxelEnvironment.choices))
      }
      text = environment.address
    }
    do throws(InvalidEndpoint) {
      return try Endpoint(parsing: text, allowsOpenHTTP: allowsOpenHTTP)
    } catch {
      throw invalid(
        Diagnostic(
          .invalidAddress, "The address in \(address.origin.name) is not usable: \(error.reason)",
          help: "write it like \(BlaxelEnvironment.prod.address)"))
    }
  }

  private func invalid(_ finding: Diagnostic) -> Engine.Stopped {
    Engine.Stopped(verdict: .invalid, findings: [finding])
  }

  // MARK: Credentials

  func credentials(in holder: Holder, from files: any FileSystem) throws(Engine.Stopped) -> Credentials {
    switch holder {
    case .file(let path):
      let name = path == "-" ? "The API key from standard input" : "The API key in '\(path)'"
      let bytes: [UInt8]
      do throws(FileFailure) {
        bytes = try files.contents(given: path, limit: TextLimits.key)
      } catch {
        throw Engine.Stopped(findings: [
          Diagnostic(
            .missingCredentials, "\(name) cannot be read: \(error.reason)",
            help: "check --api-key-file")
        ])
      }
      return try usable(name, .keyFile(path)) { source throws(InvalidCredentials) in
        try Credentials(apiKey: String(decoding: bytes, as: UTF8.self), from: source)
      }
    case .key(let text):
      return try usable("The API key in BL_API_KEY", .keyVariable) { source throws(InvalidCredentials) in
        try Credentials(apiKey: text, from: source)
      }
    case .client(let text):
      return try usable("What BL_CLIENT_CREDENTIALS holds", .clientVariable) { source throws(InvalidCredentials) in
        try Credentials(clientCredentials: text, from: source)
      }
    case .login(let login, let workspace): return try credentials(login, of: workspace)
    }
  }

  private func credentials(
    _ login: LoginFile.Login, of workspace: String
  ) throws(Engine.Stopped) -> Credentials {
    let source = CredentialSource.login(workspace: workspace)
    let name = "The \(source.name)"
    switch login {
    case .key(let text):
      return try usable(name, source) { source throws(InvalidCredentials) in
        try Credentials(apiKey: text, from: source)
      }
    case .token(let text):
      return try usable(name, source) { source throws(InvalidCredentials) in
        try Credentials(accessToken: text, from: source)
      }
    case .client(let text):
      return try usable(name, source) { source throws(InvalidCredentials) in
        try Credentials(clientCredentials: text, from: source)
      }
    case .ended:
      throw Engine.Stopped(findings: [
        Diagnostic(.endedLogin, "\(name) has no access token", help: source.remedy)
      ])
    }
  }

  private func usable(
    _ name: String, _ source: CredentialSource,
    _ make: (CredentialSource) throws(InvalidCredentials) -> Credentials
  ) throws(Engine.Stopped) -> Credentials {
    do throws(InvalidCredentials) {
      return try make(source)
    } catch {
      throw Engine.Stopped(findings: [
        Diagnostic(.missingCredentials, "\(name) is not usable: \(error.reason)", help: source.remedy)
      ])
    }
  }
}
