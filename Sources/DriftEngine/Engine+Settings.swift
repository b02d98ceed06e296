import BlaxelAPI
package import Diagnostics
package import PlanReport

/// What a run that tells its settings is asked to do.
package struct SettingsRequest: Sendable {
  /// The workspace that was given with a flag.
  package var workspace: String?
  package var api: APISettings
  /// Settings that are none of the engine's, such as those of the network, told behind its own.
  package var others: [Setting]
  /// What is wrong with them.
  package var findings: [Diagnostic]

  package init(workspace: String?, api: APISettings, others: [Setting] = [], findings: [Diagnostic] = []) {
    self.workspace = workspace
    self.api = api
    self.others = others
    self.findings = findings
  }
}

extension Engine {
  /// The settings that a run would have with the same flags and variables, and what is wrong with them. Nothing is asked of the
  /// API. That something is missing is not wrong here.
  package func settings(_ request: SettingsRequest) -> EffectiveSettings {
    let asked = PlanRequest(
      specs: SpecSelection(paths: [], allowsEmpty: true), live: .api(request.api), workspace: request.workspace)
    var run = startWithoutSpecs(asked, reach(for: asked, readsLogin: true))
    guard let access = run.access else { return tell(request.others, run, .clean) }
    var verdict: Verdict = run.findings.hasErrors ? .invalid : .clean
    func note(_ stopped: Stopped) {
      if verdict != .invalid { verdict = stopped.verdict }
      run.findings += stopped.findings.filter { !run.findings.contains($0) }
    }
    func setting<Content>(
      _ name: String, _ choose: () throws(Stopped) -> Access.Choice<Content>?,
      _ value: (Access.Choice<Content>) throws(Stopped) -> Setting.Value
    ) -> Setting {
      var choice: Access.Choice<Content>?
      do throws(Stopped) {
        choice = try choose()
        return Setting(name, try choice.map(value) ?? .unset, from: choice?.origin, unused: choice?.unused ?? [])
      } catch {
        note(error)
        return Setting(name, .unusable, from: choice?.origin, unused: choice?.unused ?? [])
      }
    }
    let workspace = run.scope.workspace
    var settings = [
      setting("workspace", { () throws(Stopped) in try access.workspace.get() }, { .text($0.content) }),
      setting("address", { () throws(Stopped) in try access.address(for: workspace) }) { choice throws(Stopped) in
        .text(try access.endpoint(at: choice).address)
      },
      Setting("api-version", .text(BlaxelClient.version), from: .standard),
      setting("credentials", { () throws(Stopped) in try access.holder(for: workspace) }) { choice throws(Stopped) in
        let credentials = try access.credentials(in: choice.content, from: effects.files)
        run.texts.hide(credentials.secrets)
        try checkAge(of: credentials)
        return .sensitive(credentials.kind.rawValue)
      },
      Setting(
        "login-file", .text(CredentialSource.loginFile), remark: access.login.state,
        from: request.api.home.map { _ in .variable("HOME") }),
    ]
    if !access.login.findings.isEmpty { note(Stopped(verdict: .invalid, findings: access.login.findings)) }
    settings += request.others
    if !request.findings.isEmpty { note(Stopped(findings: request.findings)) }
    return tell(settings, run, verdict)
  }

  private func tell(_ settings: [Setting], _ run: Run, _ verdict: Verdict) -> EffectiveSettings {
    run.reportBuilder.settings(settings, run.report(verdict))
  }
}
