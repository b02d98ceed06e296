import BlaxelAPI
import Diagnostics
import JobModel
import PlanReport

extension Engine {
  /// How far a run is when it knows how the API is reached: before the specs, which may be declared for a workspace.
  struct Reach {
    var texts = ReadTexts()
    /// Nil when the live jobs come from a file.
    var access: Access?
    /// What asks the API, or why nothing does; nil when the live jobs come from a file.
    var client: Result<BlaxelClient, Stopped>?
    var workspace: String?
    /// Learns what opens the API, tokens that are fetched on the way among it.
    var secrets = SecretRegister()
    /// What is wrong with what says how the API is reached, whether it is asked or not.
    var findings: [Diagnostic] = []
  }

  /// Reads what says how the API is reached, where that is asked.
  ///
  /// - Parameter readsLogin: whether the login file is read also when nothing of it is needed.
  func reach(for request: PlanRequest, readsLogin: Bool = false) -> Reach {
    var reach = Reach(workspace: request.workspace, secrets: effects.secrets)
    guard case .api(let settings) = request.live else { return reach }
    let access = Access(
      settings, workspace: request.workspace, readsLogin: readsLogin, into: &reach.texts, from: effects.files)
    reach.access = access
    effects.secrets.insert(access.secrets)
    do throws(Stopped) {
      reach.workspace = try access.workspace.get()?.content
    } catch {
      // No spec is of a workspace that has no name.
      reach.workspace = nil
      // What could not be read is only missed when the API is to be asked.
      if error.verdict == .invalid { reach.findings = error.findings }
    }
    // Settings are told without being used.
    guard !readsLogin else { return reach }
    do throws(Stopped) {
      let client = try client(for: request, access)
      reach.client = .success(client)
      if client.endpoint.isOpen {
        reach.findings.append(
          Diagnostic(
            .openConnection, "The key travels in the open to \(client.endpoint.origin)", severity: .warning,
            help: "use https; '--ca-file' names the certificate of a private authority"))
      }
    } catch {
      reach.client = .failure(error)
    }
    return reach
  }

  /// What asks the API, as flags, variables and the login file have it.
  private func client(for request: PlanRequest, _ access: Access) throws(Stopped) -> BlaxelClient {
    guard let workspace = try access.workspace.get()?.content else {
      throw Stopped(findings: [
        Diagnostic(
          .missingWorkspace, "No workspace was given",
          help: "name it with '-w NAME' or in BL_WORKSPACE, or run 'bl login NAME'")
      ])
    }
    let endpoint = try access.endpoint(at: access.address(for: workspace))
    guard let holder = try access.holder(for: workspace)?.content else {
      throw Stopped(findings: [
        Diagnostic(
          .missingCredentials, "There is nothing that opens the API for workspace '\(workspace)'",
          help:
            "name a file with '--api-key-file PATH', set BL_API_KEY or BL_CLIENT_CREDENTIALS, or run 'bl login \(workspace)'"
        )
      ])
    }
    let credentials = try access.credentials(in: holder, from: effects.files)
    try checkAge(of: credentials)
    let asking = request.asking
    return BlaxelClient(
      transport: effects.transport, endpoint: endpoint, workspace: workspace, credentials: credentials,
      options: ListingOptions(
        selection: request.selection, isSequential: asking.isSequential, assumesComplete: asking.assumesComplete),
      patience: Patience(
        requestLimit: asking.requestLimit, totalLimit: asking.totalLimit, chance: effects.chance),
      clock: effects.clock, secrets: effects.secrets, observe: effects.observe)
  }

  /// Fails for a login that says itself that it has ended. It is not renewed: that would log `bl` out.
  func checkAge(of credentials: Credentials) throws(Stopped) {
    guard let expiry = credentials.expiry, let now = effects.now?(), expiry <= now else { return }
    throw Stopped(findings: [
      Diagnostic(.endedLogin, "The \(credentials.source.name) ended at \(expiry)", help: credentials.source.remedy)
    ])
  }
}
