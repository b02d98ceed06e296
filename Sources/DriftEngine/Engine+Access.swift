import BlaxelAPI
import Diagnostics
import PlanReport

extension Engine {
  func client(for address: APIAddress, _ source: KeySource, _ run: inout Run) throws(Stopped) -> BlaxelClient {
    guard let workspace = run.scope.workspace else {
      throw Stopped(findings: [
        Diagnostic(.missingWorkspace, "No workspace was given", help: "name it with '-w NAME' or in BL_WORKSPACE")
      ])
    }
    let endpoint = try endpoint(at: address)
    let credentials = try credentials(from: source)
    effects.secrets.insert(credentials.secrets)
    run.apiSecrets = effects.secrets.texts
    if endpoint.isOpen {
      run.findings.append(
        Diagnostic(
          .openConnection, "The key travels in the open to \(endpoint.origin)", severity: .warning,
          help: "use https; '--ca-file' names the certificate of a private authority"))
    }
    return BlaxelClient(
      transport: effects.transport, endpoint: endpoint, workspace: workspace, credentials: credentials,
      clock: effects.clock, observe: effects.observe)
  }

  private func endpoint(at address: APIAddress) throws(Stopped) -> Endpoint {
    do throws(InvalidEndpoint) {
      return try Endpoint(parsing: address.text, allowsOpenHTTP: address.allowsOpenHTTP)
    } catch {
      throw Stopped(findings: [
        Diagnostic(
          .invalidAddress, "The address in \(address.origin) is not usable: \(error.reason)",
          help: "write it like \(APIAddress.standard.text)")
      ])
    }
  }

  private func credentials(from source: KeySource) throws(Stopped) -> Credentials {
    let text: String
    let place: String
    switch source {
    case .none:
      throw Stopped(findings: [
        Diagnostic(
          .missingCredentials, "No API key was given", help: "set BL_API_KEY, or name a file with '--api-key-file PATH'"
        )
      ])
    case .text(let key): (text, place) = (key, "BL_API_KEY")
    case .file(let path):
      do throws(FileFailure) {
        let bytes = try effects.files.contents(named: path, limit: TextLimits.key)
        (text, place) = (String(decoding: bytes, as: UTF8.self), "'\(path)'")
      } catch {
        throw Stopped(findings: [
          Diagnostic(
            .missingCredentials, "The API key in '\(path)' cannot be read: \(error.reason)",
            help: "check --api-key-file")
        ])
      }
    }
    do throws(InvalidCredentials) {
      return try Credentials(apiKey: text)
    } catch {
      throw Stopped(findings: [
        Diagnostic(
          .missingCredentials, "The API key in \(place) is not usable: \(error.reason)", help: "copy the key again")
      ])
    }
  }
}
