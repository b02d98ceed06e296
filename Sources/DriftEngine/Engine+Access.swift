import BlaxelAPI
import Diagnostics
import JobModel
import PlanReport

extension Engine {
  /// What asks the API, as flags, variables and the login file have it.
  func client(_ run: inout Run) throws(Stopped) -> BlaxelClient {
    guard let access = run.access, let workspace = try access.workspace()?.content else {
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
    let client = BlaxelClient(
      transport: effects.transport, endpoint: endpoint, workspace: workspace, credentials: credentials,
      clock: effects.clock, observe: effects.observe)
    run.client = client
    try checkAge(of: credentials)
    return client
  }

  /// Fails for a login that says itself that it has ended. It is not renewed: that would log `bl` out.
  func checkAge(of credentials: Credentials) throws(Stopped) {
    guard let expiry = credentials.expiry, let now = effects.now?(), expiry <= now else { return }
    throw Stopped(findings: [
      Diagnostic(.endedLogin, "The \(credentials.source.name) ended at \(expiry)", help: credentials.source.remedy)
    ])
  }
}
