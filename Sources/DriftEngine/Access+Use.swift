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
      let source = CredentialSource.keyFile(path)
      let bytes: [UInt8]
      do throws(FileFailure) {
        bytes = try files.contents(given: path, limit: TextLimits.key)
      } catch {
        throw missing("The \(source.name) cannot be read: \(error.reason)", help: "check --api-key-file")
      }
      return try credentials(.apiKey, String(decoding: bytes, as: UTF8.self), source)
    case .text(let kind, let text, let source): return try credentials(kind, text, source)
    case .ended(let source):
      throw Engine.Stopped(findings: [
        Diagnostic(.endedLogin, "The \(source.name) has no access token", help: source.remedy)
      ])
    }
  }

  private func credentials(
    _ kind: Credentials.Kind, _ text: String, _ source: CredentialSource
  ) throws(Engine.Stopped) -> Credentials {
    do throws(InvalidCredentials) {
      return try Credentials(kind, text, from: source)
    } catch {
      throw missing("The \(source.name) cannot be used: \(error.reason)", help: source.remedy)
    }
  }

  private func missing(_ summary: String, help: String) -> Engine.Stopped {
    Engine.Stopped(findings: [Diagnostic(.missingCredentials, summary, help: help)])
  }
}
