import BlaxelAPI
import Diagnostics
import JobModel
import PlanReport

extension Engine {
  /// What asks the API; nil when the live jobs come from a file.
  func client(for request: PlanRequest) -> Result<BlaxelClient, Stopped>? {
    guard case .api(let address, let source) = request.live else { return nil }
    do throws(Stopped) {
      return .success(
        try client(for: address, source, workspace: request.workspace, request.asking, selecting: request.selection))
    } catch {
      return .failure(error)
    }
  }

  func client(
    for address: APIAddress, _ source: KeySource, workspace: String?, _ asking: Asking,
    selecting selection: JobSelection = .everything
  ) throws(Stopped) -> BlaxelClient {
    guard let workspace else {
      throw Stopped(findings: [
        Diagnostic(.missingWorkspace, "No workspace was given", help: "name it with '-w NAME' or in BL_WORKSPACE")
      ])
    }
    return BlaxelClient(
      transport: effects.transport, endpoint: try endpoint(at: address), workspace: workspace,
      credentials: try credentials(from: source),
      options: ListingOptions(
        selection: selection, isSequential: asking.isSequential, assumesComplete: asking.assumesComplete),
      patience: Patience(
        requestLimit: asking.requestLimit, totalLimit: asking.totalLimit, chance: effects.chance),
      clock: effects.clock, observe: effects.observe)
  }

  private func endpoint(at address: APIAddress) throws(Stopped) -> Endpoint {
    do throws(InvalidEndpoint) {
      return try Endpoint(parsing: address.text)
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
