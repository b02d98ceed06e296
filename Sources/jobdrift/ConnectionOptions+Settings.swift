import BlaxelHTTP
import DriftEngine
import PlanReport

extension ConnectionOptions {
  /// How the network is reached, for telling. What opens a proxy is left out.
  var settings: [Setting] {
    let variable = ProcessEnvironment["SSL_CERT_FILE"]
    let file: Setting.Value = (caFile ?? variable).map { .text($0) } ?? .text("those of the system")
    let origin: SettingOrigin = caFile != nil ? .flag("--ca-file") : variable != nil ? Self.caVariable : .standard
    return [
      Setting("authorities", file, from: origin, unused: caFile != nil && variable != nil ? [Self.caVariable] : []),
      proxy("https-proxy", isEncrypted: true), proxy("http-proxy", isEncrypted: false),
    ] + exceptions
  }

  private static let caVariable = SettingOrigin.variable("SSL_CERT_FILE")

  private func proxy(_ name: String, isEncrypted: Bool) -> Setting {
    guard let choice = proxies.choice(isEncrypted: isEncrypted) else { return Setting(name, .unset, from: nil) }
    let value: Setting.Value = choice.proxy.map { .text("\($0)") } ?? .unusable
    return Setting(name, value, from: .variable(choice.variable))
  }

  private var exceptions: [Setting] {
    for name in ["NO_PROXY", "no_proxy"] {
      if let text = ProcessEnvironment[name] { return [Setting("no-proxy", .text(text), from: .variable(name))] }
    }
    return []
  }
}

extension AskingOptions {
  /// How long is waited, for telling.
  var settings: [Setting] {
    let asking = asking()
    func setting(_ name: String, _ duration: Duration, isGiven: Bool) -> Setting {
      let (seconds, rest) = duration.components
      let text = rest == 0 ? "\(seconds)s" : "\(Int(duration / .milliseconds(1)))ms"
      return Setting(name, .text(text), from: isGiven ? .flag("--\(name)") : .standard)
    }
    return [
      setting("timeout", asking.totalLimit, isGiven: timeout != nil),
      setting("request-timeout", asking.requestLimit, isGiven: requestTimeout != nil),
    ]
  }
}
