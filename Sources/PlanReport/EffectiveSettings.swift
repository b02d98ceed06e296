/// Where a setting comes from.
package enum SettingOrigin: Hashable, Sendable {
  /// A flag: `--api-url`.
  case flag(String)
  /// A variable of the process: `BL_API_URL`.
  case variable(String)
  /// A part of the file of logins, in a few words that name the file.
  case login(String)
  /// The program itself.
  case standard

  /// The kind, for machines.
  var kind: String {
    switch self {
    case .flag: "flag"
    case .variable: "variable"
    case .login: "login"
    case .standard: "default"
    }
  }

  /// What messages call it.
  package var name: String {
    switch self {
    case .flag(let name), .variable(let name), .login(let name): name
    case .standard: "default"
    }
  }
}

/// One setting of a run.
package struct Setting: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    /// Something to be seen.
    case text(String)
    /// Something that nobody may see, and what it is: `API key`.
    case sensitive(String)
    /// Nothing says anything of it.
    case unset
    /// What is set cannot be used; a finding says why.
    case unusable
  }

  package let name: String
  package let value: Value
  /// What else is to be said of the value, in a few words.
  package let remark: String?
  /// Nil for what is not set.
  package let origin: SettingOrigin?
  /// Other places where it is set, too, and which come behind.
  package let unused: [SettingOrigin]

  package init(
    _ name: String, _ value: Value, remark: String? = nil, from origin: SettingOrigin?, unused: [SettingOrigin] = []
  ) {
    self.name = name
    self.value = value
    self.remark = remark
    self.origin = origin
    self.unused = unused
  }
}

/// The settings a run would have, secrets gone.
package struct EffectiveSettings: Sendable {
  package let tool: Tool
  package let settings: [Setting]
  package let diagnostics: [ReportedDiagnostic]
  /// The process's exit status.
  package let exitCode: Int32
}

extension ReportBuilder {
  /// The settings as they may be seen, beside the findings about them, which a report of the run holds.
  package func settings(_ settings: [Setting], _ report: Report) -> EffectiveSettings {
    let seen = settings.map { setting in
      let value: Setting.Value =
        if case .text(let text) = setting.value { .text(redactor.text(text)) } else { setting.value }
      return Setting(
        setting.name, value, remark: setting.remark.map(redactor.text), from: setting.origin.map(redacted),
        unused: setting.unused.map(redacted))
    }
    return EffectiveSettings(
      tool: report.tool, settings: seen, diagnostics: report.diagnostics, exitCode: report.exitCode)
  }

  private func redacted(_ origin: SettingOrigin) -> SettingOrigin {
    switch origin {
    case .flag, .variable, .standard: origin
    case .login(let part): .login(redactor.text(part))
    }
  }
}
