import BlaxelAPI
import BlaxelHTTP
import Diagnostics
import DriftEngine
import PlanReport

extension ConnectionOptions {
  /// How the network is reached, and what of it cannot be used; for telling. What opens a proxy is left out.
  ///
  /// Reads the file of authorities, which may be a pipe: whoever reads it again finds it empty, or waits for ever.
  func told() -> (settings: [Setting], findings: [Diagnostic]) {
    let files = authorityFiles
    var authorities = Setting.Value.text(files.first?.path ?? "those of the system")
    var failures: [TransportFailure] = []
    do throws(TransportFailure) {
      _ = try transportOptions()
    } catch {
      authorities = .unusable
      failures.append(error)
    }
    let proxies = proxies
    for case .failure(let failure)? in [proxies.encrypted?.proxy, proxies.open?.proxy] where !failures.contains(failure)
    {
      failures.append(failure)
    }
    let settings = [
      Setting(
        "authorities", authorities, from: files.first?.origin ?? .standard, unused: files.dropFirst().map(\.origin)),
      Self.setting("https-proxy", proxies.encrypted), Self.setting("http-proxy", proxies.open),
    ]
    return (settings + exceptions, failures.compactMap(Self.finding))
  }

  private static func finding(_ failure: TransportFailure) -> Diagnostic? {
    guard case .unusableSetting(let setting, let reason) = failure else { return nil }
    return Diagnostic(.invalidConnection, "\(setting) cannot be used: \(reason)", help: "correct it, or leave it out")
  }

  private static func setting(_ name: String, _ choice: ProxySettings.Choice?) -> Setting {
    guard let choice else { return Setting(name, .unset, from: nil) }
    let value = (try? choice.proxy.get()).map { Setting.Value.text("\($0)") } ?? .unusable
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
