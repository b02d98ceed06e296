import BlaxelAPI
import ConfigValue
import DriftEngine
import Foundation
import HTTPTypes
import JobModel
import PlanReport
import TestSupport
import Testing

/// What opens the API, put into every place that can hold it, and looked for in everything that is said.
@Suite struct CredentialSecrecyTests {
  /// A secret of letters and digits that nothing else looks for.
  private static func secret(_ random: inout SeededRandom) -> String {
    String(
      (0..<Int.random(in: 8...40, using: &random)).map { _ in random.pick("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789") })
  }

  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  /// One way to open the API, and every text that must not come out.
  private struct Case {
    let api: APISettings
    let files: [String: String]
    let secrets: [String]
  }

  private static func cases(_ random: inout SeededRandom) -> [Case] {
    let all = (0..<9).map { _ in secret(&random) }
    let client = "id-\(all[1]):\(all[2])"
    let forms = [all[2], client, base64(client)]
    let other = "id:\(all[3])"
    let login = """
      context: {workspace: acme}
      workspaces:
      - name: acme
        credentials: {LOGIN}
      - name: other
        credentials: {apiKey: \(all[4]), clientCredentials: '\(other)', device_code: \(all[5]), refresh_token: \(all[6])}
      """
    let kept = [all[4], all[3], base64(other), all[5], all[6]]
    func logged(_ credentials: String, _ secrets: [String]) -> Case {
      Case(
        api: APISettings(address: "https://api.example/v0", home: "/h"),
        files: ["/h/.blaxel/config.yaml": login.replacing("LOGIN", with: credentials)], secrets: secrets + kept)
    }
    func given(_ variables: [APIVariable: String], _ secrets: [String]) -> Case {
      Case(api: APISettings(address: "https://api.example/v0", variables: variables), files: [:], secrets: secrets)
    }
    return [
      given([.apiKey: all[0]], [all[0]]),
      given([.apiKey: all[0], .clientCredentials: client], [all[0]] + forms),
      given([.clientCredentials: client], forms), given([.clientCredentials: base64(client)], forms),
      Case(
        api: APISettings(address: "https://api.example/v0", keyFile: "key"), files: ["key": all[0] + "\n"],
        secrets: [all[0]]),
      logged("apiKey: \(all[0])", [all[0]]),
      logged("access_token: \(all[0]), refresh_token: \(all[7])", [all[0], all[7]]),
      logged("client_credentials: '\(client)'", forms), logged("clientCredentials: \(base64(client))", forms),
    ]
  }

  @Test(arguments: 0..<20)
  func `Nothing that opens the API comes out in any output`(seed: UInt64) async {
    var random = SeededRandom(seed: seed)
    for (position, one) in Self.cases(&random).enumerated() {
      let token = Self.secret(&random)
      let secrets = one.secrets + [token]
      let echo: PlainValue = .list(secrets.map { .string("<\($0)>") })
      let labels = PlainValue.map(secrets.enumerated().map { .init("l\($0.offset)", .string($0.element)) })
      let spec = """
        kind: Job
        metadata: {name: a, displayName: '\(secrets.joined(separator: " "))'}
        spec: {runtime: {image: '\(secrets.last ?? "")'}}
        """
      for status in [200, 400, 401, 403, 404, 500] {
        let transport = ScriptedTransport { request, _ in
          if request.method == .post { return HTTPAnswer(json: ["access_token": .string(token), "expires_in": 7200]) }
          guard status == 200 else {
            return HTTPAnswer(
              status: status, json: ["message": .string(secrets.joined(separator: "\n")), "also": echo])
          }
          return HTTPAnswer(json: [
            "data": [["metadata": ["name": "a", "labels": labels, "updatedBy": .string(token)]]]
          ])
        }
        let files = MemoryFiles(texts: one.files.merging(["jobs.yaml": spec]) { $1 })
        let report = await EngineRun.plan(
          ["jobs.yaml"], in: files, over: transport, api: one.api, workspace: "acme")
        #expect(report.exitCode == (status == 200 ? 2 : 1), "case \(position): \(report.findingsText)")
        var sent = Set(one.secrets)
        if transport.requests.contains(where: { $0.method == .post }) { sent.insert(token) }
        for text in report.texts {
          for secret in sent { #expect(!text.contains(secret), "case \(position), seed \(seed)") }
        }
      }
      var told = one.api
      told.variables[.workspace] = one.secrets[0]
      told.address = nil
      for workspace in [nil, "acme", one.secrets[0]] {
        let settings = EngineRun.settings(told, workspace: workspace, in: MemoryFiles(texts: one.files))
        for text in settings.texts {
          for secret in one.secrets {
            #expect(!text.contains(secret), "case \(position), seed \(seed): \(text)")
          }
        }
      }
    }
  }

  @Test func `No prefix and no length of a key is told`() {
    let keys = ["bl_aaaaaaaaaaaaaaaa", "bl_b"]
    let texts = keys.map { EngineRun.settings(APISettings(variables: [.apiKey: $0]), workspace: "acme").texts }
    #expect(texts[0] == texts[1])
    #expect(texts[0].allSatisfy { !$0.contains("bl_") })
  }
}
