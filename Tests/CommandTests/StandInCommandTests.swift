import ConfigValue
import Foundation
import TestSupport
import Testing

/// The stand-in as a program of its own.
@Suite(.serialized) struct StandInCommandTests {
  /// Runs a script in `folder`, where the programs are found; whatever it left running is ended. `serve ARGUMENT…` starts the
  /// stand-in, and waits until it listens; the script fails when it ends before.
  private static func run(_ script: String, in folder: URL = Program.repository) async throws -> Program.Outcome {
    let start = """
      set -euo pipefail
      export PATH="$(dirname "$0"):$PATH"
      # A server that has ended cannot be killed, which must not become the script's own end.
      trap 'jobs -p | xargs -r kill 2>/dev/null || true' EXIT
      serve() {
        rm -f port
        blaxel-standin "$@" --port-file port &
        until [ -s port ]; do
          kill -0 $!
          sleep 0.1
        done
      }

      """
    return try await Program.run([], in: folder, through: ["bash", "-c", start + script])
  }

  /// A folder with the examples.
  private static func withExamplesFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
    try await Program.withFolder { folder in
      try FileManager.default.copyItem(
        at: Program.repository.appending(path: "examples"), to: folder.appending(path: "examples"))
      return try await body(folder)
    }
  }

  private static func commands(_ mark: String) throws -> String {
    let readme = try Program.file("README.md")
    let start = try #require(readme.range(of: "<!-- \(mark) -->\n```\n"))
    let end = try #require(readme.range(of: "\n```\n", range: start.upperBound..<readme.endIndex))
    return String(readme[start.upperBound..<end.lowerBound])
  }

  @Test func `The commands of the README try a plan against a server that fails once`() async throws {
    try await Self.withExamplesFolder { folder in
      let outcome = try await Self.run(Self.commands("stand-in"), in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("15 live jobs (complete)"))
      let log = try String(contentsOf: folder.appending(path: "requests.jsonl"), encoding: .utf8)
      let lines = try log.split(separator: "\n").map { try PlainValue(json: Array($0.utf8)) }
      // The page again, and the one job that no page had.
      #expect(lines.map { $0["status"] } == [503, 200, 404])
      #expect(lines.map { $0["faults"] } == [["times=1:status=503"], [], []])
      #expect(lines.allSatisfy { $0["authentication"] == "bearer" && $0["workspace"] == "acme" })
      #expect(!log.contains("test-key"))
    }
  }

  @Test func `The commands of the README get a token over HTTPS and a page of many jobs`() async throws {
    try await Program.withFolder { folder in
      let outcome = try await Self.run(Self.commands("stand-in-tls"), in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let page = try #require(outcome.output.split(separator: "\n").last)
      let meta = try PlainValue(json: Array(page.utf8))["meta"]
      #expect(meta?["total"] == 100_000)
    }
  }

  @Test func `A certificate that exists is served`() async throws {
    try await Self.withExamplesFolder { folder in
      let outcome = try await Self.run(
        """
        openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost \
          -addext subjectAltName=DNS:localhost,IP:127.0.0.1 2>/dev/null
        serve examples/live --tls-cert cert.pem --tls-key key.pem >out
        grep -q "try: curl --cacert 'cert.pem' " out
        curl -s --cacert cert.pem -o body -w '%{http_code}' "https://127.0.0.1:$(cat port)/v0/jobs"
        """, in: folder)
      #expect(outcome.output == "401", "\(outcome.errors)")
      let greeting = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      #expect(greeting.contains("serving 16 jobs of workspace acme at https://127.0.0.1:"))
    }
  }

  @Test func `A log on standard output is alone there`() async throws {
    try await Self.withExamplesFolder { folder in
      let outcome = try await Self.run(
        """
        serve examples/live --log -
        BL_API_KEY=test-key jobdrift plan examples/jobs -w acme --exit-zero --api-url "http://127.0.0.1:$(cat port)/v0" >plan
        """, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = try outcome.output.split(separator: "\n").map { try PlainValue(json: Array($0.utf8)) }
      #expect(lines.map { $0["status"] } == [200, 404])
      #expect(outcome.errors.contains("serving 16 jobs"))
    }
  }

  @Test(
    arguments: [
      ("", 64, "Name a directory"), ("examples/live --synthetic 3", 64, "give one of the two"),
      ("examples/live --client-id a:b", 64, "'--client-id' holds no colon"),
      ("examples/live --client-id ''", 64, "--client-id"),
      ("examples/live --workspace ''", 64, "--workspace"),
      ("examples/live --fault 42", 64, "'42'"),
      ("examples/live --fault stale-curser", 64, "did you mean 'stale-cursor'?"),
      ("examples/live --max-page 0", 64, "--max-page"),
      ("examples/live --tls a --tls-cert b --tls-key c", 64, "--tls"), ("examples/live --tls-cert b", 64, "--tls-key"),
      ("examples/live --token-life=-1", 64, "'--token-life' is not negative"), ("none", 1, "'none'"),
      ("--synthetic=-1", 1, "9999999"),
      ("--synthetic 10000000", 1, "9999999"), ("examples/live --log none/log", 1, "'none/log'"),
      ("examples/live --api-key-file README.md", 1, "no API key"),
      ("examples/live --client-secret-file none", 1, "'none'"),
      ("examples/live --tls-cert README.md --tls-key README.md", 1, "PEM"),
      ("examples/live --tls README.md", 1, "ca.pem"),
    ])
  func `What cannot be served is said in one line`(arguments: String, status: Int, part: String) async throws {
    let outcome = try await Self.run("blaxel-standin " + arguments)
    #expect(outcome.status == Int32(status), "\(outcome.errors)")
    #expect(outcome.errors.contains(part), "\(outcome.errors)")
    #expect(outcome.output == "")
    // Behind a word on wrong usage it says how the program is used.
    let said = outcome.errors.split(separator: "\n").prefix { line in
      !["Help: ", "Usage: ", "OVERVIEW: "].contains { line.hasPrefix($0) }
    }
    #expect(said.count == 1, "\(outcome.errors)")
  }

  @Test func `A server that does not come up ends the script that waits for it`() async throws {
    let outcome = try await Self.run("serve none; echo listening")
    #expect(outcome.status != 0)
    #expect(outcome.output == "")
  }

  @Test func `A port that an earlier run left is gone before anything else is done`() async throws {
    try await Program.withFolder { folder in
      let outcome = try await Self.run("echo 1 >port; blaxel-standin none --port-file port", in: folder)
      #expect(outcome.status == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
      let directory = try await Self.run("mkdir port; blaxel-standin none --port-file port || test -d port", in: folder)
      #expect(directory.status == 0)
    }
  }

  /// What the server says until it listens, with flags that may name the files of `folder`.
  private static func greeting(_ arguments: String, in folder: URL, after: String = "") async throws -> Program.Outcome
  {
    try await run(
      """
      \(after)
      serve \(arguments) >greeting
      cat greeting
      """, in: folder)
  }

  @Test(arguments: [
    ("touch a.yaml b.yml c.txt", "its 2 .yaml and .yml files are ignored"),
    ("touch a.yml", "its .yaml or .yml file is ignored"), ("", "there are no jobs\n"),
  ])
  func `A directory without jobs is said to be one`(making: String, part: String) async throws {
    try await Program.withFolder { folder in
      let outcome = try await Self.greeting(".", in: folder, after: making)
      #expect(outcome.output.hasPrefix("serving 0 jobs "))
      #expect(outcome.errors.hasPrefix("blaxel-standin: warning: Directory '.' has no .json file"))
      #expect(outcome.errors.contains(part), "\(outcome.errors)")
    }
  }

  @Test(arguments: [("127.0.0.1", true), ("localhost", true), ("127.0.0.2", true), ("0.0.0.0", false)])
  func `Whoever may ask from another machine is warned of`(host: String, isLoopback: Bool) async throws {
    try await Program.withFolder { folder in
      let outcome = try await Self.greeting("--synthetic 1 --host \(host)", in: folder)
      #expect(outcome.errors.contains("warning: Whoever reaches '\(host)'") != isLoopback, "\(outcome.errors)")
      #expect(outcome.output.contains(" at http://\(host):"))
      #expect(outcome.output.contains(" http://\(isLoopback ? host : "127.0.0.1"):"))
    }
  }

  @Test func `The command that is proposed works as it stands, whatever the names`() async throws {
    try await Self.withExamplesFolder { folder in
      let outcome = try await Self.run(
        #"""
        serve examples/live --workspace "it's \$(x)" --tls "a 'b'" --host 0.0.0.0 >greeting
        sed -n 's/^try: curl/curl -s -o body -w %{http_code}/p' greeting >try
        sh try
        """#, in: folder)
      #expect(outcome.output == "200", "\(outcome.errors)")
    }
  }

  @Test func `The version is the one of jobdrift`() async throws {
    let outcome = try await Self.run("blaxel-standin --version; jobdrift --version")
    #expect(outcome.status == 0)
    let versions = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(versions.map(\.first) == ["blaxel-standin", "jobdrift"])
    #expect(Set(versions.map(\.last)).count == 1)
  }
}
