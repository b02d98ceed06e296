import BlaxelAPI
import BlaxelHTTP
import Diagnostics
import DriftEngine
import PlanReport

extension ConnectionOptions {
  /// How the network is reached, for telling. What opens a proxy is left out.
  var settings: [Setting] {
    let variable = ProcessEnvironment["SSL_CERT_FILE"]
    let file: Setting.Value = areRootsUsable ? .text(caFile ?? variable ?? "those of the system") : .unusable
    let origin: SettingOrigin = caFile != nil ? .flag("--ca-file") : variable != nil ? Self.caVariable : .standard
    return [
      Setting("authorities", file, from: origin, unused: caFile != nil && variable != nil ? [Self.caVariable] : []),
      proxy("https-proxy", isEncrypted: true), proxy("http-proxy", isEncrypted: false),
    ] + exceptions
  }

  /// What of it cannot be used.
  var findings: [Diagnostic] {
    var failures: [TransportFailure] = []
    do throws(TransportFailure) { _ = try transportOptions() } catch { failures.append(error) }
    for isEncrypted in [true, false] {
      do throws(TransportFailure) {
        try proxies.check(isEncrypted: isEncrypted)
      } catch {
        if !failures.contains(error) { failures.append(error) }
      }
    }
    return failures.compactMap { failure in
      guard case .unusableSetting(let setting, let reason) = failure else { return nil }
      return Diagnostic(.invalidConnection, "\(setting) cannot be used: \(reason)", help: "correct it, or leave it out")
    }
  }

  private var areRootsUsable: Bool { (try? transportOptions()) != nil }

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
