import ConfigValue
import Diagnostics
import JobModel
import TestSupport
import Testing

@Suite struct ValidationTests {
  private func findings(_ text: String) throws -> [Diagnostic] {
    Validation.check(try read(text).substituted(), by: .blaxel).findings
  }

  private func read(_ text: String) throws -> Value {
    try JSONReader.read(Array(text.utf8), as: SourceID(rawValue: 0), names: JobSchema.blaxel.names)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    /// Members of `spec`, the place marked 1.
    let spec: String
    let code: DiagnosticCode
    let severity: Severity
    let saying: String
    var testDescription: String { spec }

    init(_ spec: String, _ code: DiagnosticCode, _ severity: Severity, _ saying: String) {
      self.spec = spec
      self.code = code
      self.severity = severity
      self.saying = saying
    }
  }

  static let rows: [Row] = [
    Row(#""runtime": {"memory": «1 "4096"»}"#, .wrongType, .error, "write it without quotes"),
    Row(#""runtime": {"timeout": «1 "1h"»}"#, .wrongType, .error, "write 3600, in seconds"),
    Row(#""runtime": {"memory": «1 1.5»}"#, .wrongType, .error, "write a whole number, in MB"),
    Row(#""enabled": «1 "true"»"#, .wrongType, .error, "without quotes"),
    Row(#""runtime": {"envs": [{"name": "A", "value": «1 5»}]}"#, .wrongType, .error, "put it in quotes"),
    Row(#""runtime": {"envs": [«1 "A=b"»]}"#, .wrongType, .error, "must be a mapping, not a string"),
    Row(#""triggers": [«1 null»]"#, .wrongType, .error, "must be a mapping, not null"),
    Row(#""runtime": «1 []»"#, .wrongType, .error, "must be a mapping, not a list"),
    Row(#""runtime": {«1 "maxRetrys"»: 1}"#, .unknownField, .error, "did you mean 'maxRetries'?"),
    Row(#""runtime": {«1 "max_retries"»: 1}"#, .unknownField, .error, "did you mean 'maxRetries'?"),
    Row(#""runtime": {«1 "gpu"»: 1}"#, .unknownField, .warning, "it is compared"),
    Row(#""runtime": {"envs": [{"name": "A", "value": «1 "****"»}]}"#, .maskInSpec, .error, "the API's mask"),
    Row(
      #""triggers": [{"id": "t", "configuration": {"callbackSecret": «1 "****"»}}]"#, .maskInSpec, .note,
      "the API's mask"),
    Row(#""policies": ["a", «1 "a"»]"#, .duplicateElement, .warning, "stands twice"),
    Row(
      #""runtime": {"envs": [{"name": "A"}, {"name": «1 "A"»}]}"#, .duplicateElement, .warning, "'A' stands twice"),
    Row(#""runtime": {"envs": [«1 {"value": "x"}»]}"#, .missingField, .error, "Required field 'name'"),
    Row(#""runtime": {"diskPercent": «1 5»}"#, .valueOutOfRange, .warning, "10 to 95 %"),
    Row(#""runtime": {"memory": «1 99999999999999999999»}"#, .valueOutOfRange, .warning, "at least 1 MB"),
    Row(#""triggers": [{"type": «1 "corn"»}]"#, .unknownValue, .error, "did you mean 'cron'?"),
    Row(#""triggers": [{"type": «1 "websocket"»}]"#, .unknownValue, .warning, "http-async"),
  ]

  struct Trap: Sendable {
    let schedule: String
    let code: DiagnosticCode?
    let saying: String
  }

  @Test(arguments: [
    Trap(schedule: "*/60 * * * *", code: .misleadingSchedule, saying: "'*/60', which reaches past"),
    Trap(schedule: "0 */24 * * *", code: .misleadingSchedule, saying: "'*/24', which reaches past"),
    Trap(schedule: "0 */48 * * *", code: .misleadingSchedule, saying: "'*/48', which reaches past"),
    Trap(schedule: "5,10-14/5 * * * *", code: .misleadingSchedule, saying: "'10-14/5', which reaches past"),
    Trap(schedule: "0 0 * * */7", code: .misleadingSchedule, saying: "'*/7', which reaches past"),
    Trap(schedule: "*/30 * * * *", code: nil, saying: ""),
    Trap(schedule: "0 0 31 2 *", code: .misleadingSchedule, saying: "never fires"),
    Trap(schedule: "0 0 30,31 2 ?", code: .misleadingSchedule, saying: "never fires"),
    Trap(schedule: "0 0 31 4,6,9,11 *", code: .misleadingSchedule, saying: "never fires"),
    Trap(schedule: "0 0 29 2 *", code: nil, saying: ""),
    Trap(schedule: "0 0 31 2 1", code: .misleadingSchedule, saying: "fires when either fits"),
    Trap(schedule: "0 0 13 * 5", code: .misleadingSchedule, saying: "fires when either fits"),
    Trap(schedule: "0 0 */2 * 1", code: .misleadingSchedule, saying: "schedulers read differently"),
    Trap(schedule: "0 0 1 * ?", code: nil, saying: ""),
    Trap(schedule: "@every 5m", code: .unknownSchedule, saying: "not a schedule"),
    Trap(schedule: "0 * * * * *", code: .unknownSchedule, saying: "not a schedule"),
    Trap(schedule: "61 * * * *", code: .unknownSchedule, saying: "not a schedule"),
    Trap(schedule: "every day", code: .unknownSchedule, saying: "not a schedule"),
    Trap(schedule: "@daily", code: nil, saying: ""), Trap(schedule: "5/15 * * * *", code: nil, saying: ""),
    Trap(schedule: "0 0 * * 7", code: nil, saying: ""), Trap(schedule: "", code: nil, saying: ""),
    Trap(schedule: "${WHEN}", code: nil, saying: ""),
  ])
  func `A schedule that does not mean what it looks like is a warning`(trap: Trap) throws {
    let text = MarkedText(
      #"""
      {"metadata": {"name": "j"}, "spec": {"triggers": [
        {"id": "t", "type": "cron", "configuration": {"schedule": «1 "\#(trap.schedule)"»}}]}}
      """#)
    let findings = try findings(text.text)
    #expect(findings.map(\.code) == [trap.code].compactMap(\.self))
    for finding in findings {
      #expect(finding.severity == .warning)
      #expect(finding.range == text.range("1", in: SourceID(rawValue: 0)))
      #expect(finding.summary.contains(trap.saying), "\(finding.summary)")
    }
  }

  @Test(arguments: rows) func `A finding says what is wrong, exactly there`(row: Row) throws {
    let text = MarkedText(#"{"metadata": {"name": "j"}, "spec": {\#(row.spec)}}"#)
    let finding = try #require(try findings(text.text).first)
    #expect(try findings(text.text).count == 1)
    #expect(finding.code == row.code)
    #expect(finding.severity == row.severity)
    #expect(finding.range == text.range("1", in: SourceID(rawValue: 0)))
    #expect(
      (finding.summary + " | " + (finding.help ?? "")).contains(row.saying),
      "\(finding.summary) | \(finding.help ?? "")")
  }

  @Test(arguments: [
    #""runtime": {"memory": "${MEM}", "envs": [{"name": "A", "value": "**"}]}"#, #""enabled": null, "policies": null"#,
    #""githubRunner": {"repositories": "[\"a/b\"]"}"#, #""runtime": {"memory": 4096.0}"#, #""triggers": [{"id": "t"}]"#,
  ]) func `What may be meant is let through`(spec: String) throws {
    #expect(try findings(#"{"metadata": {"name": "j", "labels": {"a": "1"}}, "spec": {\#(spec)}}"#) == [])
  }

  @Test(arguments: [
    (#"{"id": "a", "type": "corn"}"#, "'spec.triggers[a].type'"),
    (#"{"type": "corn"}"#, "'spec.triggers[#1].type'"),
    (#"{"id": "${A}", "type": "corn"}"#, "'spec.triggers[#1].type'"),
    (#"{"id": "a b", "type": "corn"}"#, #"'spec.triggers["a b"].type'"#),
    (#"{"id": "a", "configuration": {"retry": "x"}}"#, "'spec.triggers[a].configuration.retry'"),
    (#"{"id": "a", "type": "http"}, {"id": "a", "type": "corn"}"#, "'spec.triggers[#2].type'"),
    // In a text with escapes, a secret would not be known again.
    (#"{"id": "a\"b", "type": "corn"}"#, "'spec.triggers[#1].type'"),
  ]) func `A finding calls an element by its key, as the plan does, and by its place where it has none of its own`(
    triggers: String, saying: String
  ) throws {
    let findings = try findings(#"{"metadata": {"name": "j"}, "spec": {"triggers": [\#(triggers)]}}"#)
    #expect(findings.contains { $0.summary.contains(saying) }, "\(findings.map(\.summary))")
  }

  @Test func `Labels are strings`() throws {
    let text = MarkedText(#"{"metadata": {"name": "j", "labels": {"a": «1 1»}}}"#)
    #expect(try findings(text.text).map(\.range) == [text.range("1", in: SourceID(rawValue: 0))])
  }

  @Test func `No finding quotes a secret value`() throws {
    let secret = "hunter2-hunter2"
    let texts = [
      #""runtime": {"dockerConfig": ["\#(secret)"], "envs": [{"name": "A", "secret": true, "value": ["\#(secret)"]}]}"#,
      #""runtime": {"timeout": "\#(secret)", "memory": "\#(secret)"}, "enabled": "\#(secret)", "region": {"a": "\#(secret)"}"#,
      #""triggers": [{"type": "\#(secret)", "configuration": {"callbackSecret": "\#(secret)", "retry": "\#(secret)"}}]"#,
    ]
    for text in texts {
      let found = try findings(#"{"metadata": {"name": "j"}, "spec": {\#(text)}}"#)
      #expect(!found.isEmpty)
      #expect(found.allSatisfy { !$0.summary.contains(secret) && !($0.help ?? "").contains(secret) })
    }
  }

  @Test func `Many zeros are told once, by the most dangerous`() throws {
    let text = MarkedText(
      #"""
      {"metadata": {"name": "j", "displayName": ""},
       "spec": {"enabled": «1 false», "region": "", "runtime": {"timeout": 0, "maxRetries": 0}}}
      """#)
    let finding = try #require(try findings(text.text).first)
    #expect(finding.code == .zeroValues)
    #expect(finding.range == text.range("1", in: SourceID(rawValue: 0)))
  }

  @Test func `Server-owned fields are listed, not refused`() throws {
    let value = try read(#"{"metadata": {"name": "j", "createdAt": "x"}, "spec": {}, "status": "DEPLOYED"}"#)
    let validation = Validation.check(value, by: .blaxel)
    #expect(validation.findings == [])
    #expect(validation.serverOwned.map(\.name) == ["createdAt", "status"])
  }
}

extension ValidationTests {
  @Test(arguments: [0, 1, 2, 15, 16, 17, 40, 300])
  func `Every element that stands twice is found, in lists of any length`(
    count: Int
  ) throws {
    var random = SeededRandom(seed: UInt64(count))
    for most in [2, count, 4 * count + 1] {
      let keys = (0..<count).map { _ in "k\(Int.random(in: 0...most, using: &random))" }
      let policies = keys.map { "\"\($0)\"" }.joined(separator: ",")
      let variables = keys.map { #"{"name": "\#($0)"}"# }.joined(separator: ",")
      for spec in [#""policies": [\#(policies)]"#, #""runtime": {"envs": [\#(variables)]}"#] {
        let found = try findings(#"{"metadata": {"name": "j"}, "spec": {\#(spec)}}"#)
        #expect(found.count == keys.count - Set(keys).count)
        #expect(found.allSatisfy { $0.code == .duplicateElement })
      }
    }
  }

  @Test func `A finding in each of many elements is told with the element's name, in time`() throws {
    let elements = (0..<10_000).map { #"{"name": "E\#($0)", "value": 1}"# }.joined(separator: ",")
    var found: [Diagnostic] = []
    let time = try ContinuousClock().measure {
      found = try findings(#"{"metadata": {"name": "j"}, "spec": {"runtime": {"envs": [\#(elements)]}}}"#)
    }
    #expect(found.count == 10_000)
    #expect(found.last?.summary.contains("'spec.runtime.envs[E9999].value'") == true)
    #expect(time < .seconds(20))
  }

  @Test(arguments: [
    (#""canaryPercent": 0"#, true), (#""canaryPercent": 100"#, true), (#""canaryPercent": 101"#, false),
    (#""canaryPercent": -1"#, false), (#""canaryPercent": 100.0"#, true), (#""canaryPercent": 1e2"#, true),
    (#""canaryPercent": 1e3"#, false), (#""canaryPercent": 999999999999999999"#, false),
    (#""canaryPercent": 18446744073709551716"#, false), (#""stickySessionTtl": 18446744073709551716"#, true),
  ]) func `Integers are held against their range however they are written`(member: String, isInside: Bool) throws {
    let found = try findings(#"{"metadata": {"name": "j"}, "spec": {"revision": {\#(member)}}}"#)
    #expect(found.map(\.code) == (isInside ? [] : [.valueOutOfRange]))
  }
}
