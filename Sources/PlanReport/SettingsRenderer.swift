import ConfigValue
import Diagnostics

/// The shapes that settings can be written in.
package enum SettingsFormat: String, CaseIterable, Sendable {
  case text, json
}

/// Settings, for people and for programs.
package struct SettingsRenderer: Sendable {
  private let format: SettingsFormat
  private let showsOrigins: Bool

  /// - Parameter showsOrigins: whether it is said where settings come from, and where else they are set.
  package init(_ format: SettingsFormat, showsOrigins: Bool) {
    self.format = format
    self.showsOrigins = showsOrigins
  }

  package func render(_ settings: EffectiveSettings) -> [UInt8] {
    switch format {
    case .text: text(settings.settings)
    case .json: json(settings)
    }
  }

  // MARK: Text

  private func text(_ settings: [Setting]) -> [UInt8] {
    let names = settings.map { SafeText<Terminal>(escaping: $0.name) }
    let values = settings.map { Self.text($0) }
    let nameWidth = names.map(\.width).max() ?? 0
    let valueWidth = values.map(\.width).max() ?? 0
    var text: SafeText<Terminal> = ""
    for (setting, (name, value)) in zip(settings, zip(names, values)) {
      text += "\(name.padded(to: nameWidth))  "
      guard showsOrigins, let origin = setting.origin else {
        text += "\(value)\n"
        continue
      }
      text += "\(value.padded(to: valueWidth))  \(origin.name)\n"
      for other in setting.unused {
        let indent = (" " as SafeText<Terminal>).repeated(nameWidth + 2)
        text += "\(indent)not used: \(other.name) (\(origin.name) comes first)\n"
      }
    }
    return Array(text.utf8)
  }

  private static func text(_ setting: Setting) -> SafeText<Terminal> {
    let remark: SafeText<Terminal> = setting.remark.map { " (\($0))" } ?? ""
    let value: SafeText<Terminal> =
      switch setting.value {
      case .text(let text): "\(text)"
      case .sensitive(let kind): "\(kind) (sensitive)"
      case .unset: "(none)"
      case .unusable: "(not usable)"
      }
    return value + remark
  }

  // MARK: JSON

  private func json(_ settings: EffectiveSettings) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("format", "jobdrift.config")
      json.member("formatVersion", "1.0")
      json.key("tool")
      json.object { json in
        json.member("name", settings.tool.name)
        json.member("version", settings.tool.version)
      }
      json.member("exitCode", Int(settings.exitCode))
      json.key("settings")
      json.array { json in for setting in settings.settings { write(setting, to: &json) } }
      json.key("diagnostics")
      json.array { json in for finding in settings.diagnostics { json.diagnostic(finding) } }
    }
    return json.finish()
  }

  private func write(_ setting: Setting, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", setting.name)
      switch setting.value {
      case .text(let text): json.member("value", text)
      case .sensitive(let kind):
        json.member("value", kind)
        json.key("sensitive")
        json.boolean(true)
      case .unset: break
      case .unusable:
        json.key("usable")
        json.boolean(false)
      }
      json.member("remark", setting.remark)
      guard showsOrigins, let origin = setting.origin else { return }
      json.key("origin")
      write(origin, to: &json)
      json.key("unused")
      json.array { json in for other in setting.unused { write(other, to: &json) } }
    }
  }

  private func write(_ origin: SettingOrigin, to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", origin.kind)
      json.member("name", origin.name)
    }
  }
}
