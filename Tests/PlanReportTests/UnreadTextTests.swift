import Diagnostics
import JobModel
import TestSupport
import Testing

@testable import PlanReport

/// What is quoted of texts that nobody could read.
@Suite struct UnreadTextTests {
  /// The text as it would be quoted, line by line, with `…` for what is hidden.
  static func shown(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let index = LineIndex(bytes)
    var unread = UnreadText(bytes)
    let count = text.utf8.count { $0 == 0x0A } + 1
    let lines = (1...count).map { number -> String in
      let line = index.line(number)
      let hidden = unread.hidden(inLine: number, by: index)
      var (shown, offset) = ("", line.lowerBound)
      for range in hidden.ranges {
        shown += String(decoding: bytes[offset..<range.lowerBound], as: UTF8.self) + "…"
        offset = range.upperBound
      }
      return shown + String(decoding: bytes[offset..<line.upperBound], as: UTF8.self)
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: [
    // Names of fields, and values that only harmless fields have.
    ("memory: 4096", "memory: 4096"), ("  enabled: true # on", "  enabled: true #…"), ("kind: Job", "kind: Job"),
    ("- type: cron", "- type: cron"), ("type: \"cron\"", "type: \"cron\""), ("timeout: ~", "timeout: ~"),
    ("spec:", "spec:"), ("runtime", "runtime"), ("memory: 0777", "memory: 0777"), ("- - target: 80", "- - target: 80"),
    ("{memory: 1, secret: true}", "{memory: 1, secret: true}"), (#"{"memory":1}"#, #"{"memory":1}"#),
    // Everything else is one mark, whatever it is made of.
    ("name: nightly", "name: …"), ("image: job/nightly:v2", "image: …"), ("memory: 12345678901", "memory: …"),
    ("memory: 4096 true", "memory: …"), ("enabled: yes", "enabled: …"), ("type: corn", "type: …"),
    ("memory: &m 4096", "memory: …"), ("memory: !!int 4096", "memory: …"), ("memory:4096", "…"),
    ("maxRetrys: 3", "…"), ("odd: {memory: 1}", "…"), ("- hunter2", "- …"), ("- true", "- …"), ("true", "…"),
    ("é", "…"),
    ("# memory: 1", "#…"), ("- # x", "- #…"), ("*a : 1", "…"), ("? memory", "? …"), ("\"memory\" 1", "…"),
    // A secret may be made of such words, and may be split by marks.
    ("value: true", "value: …"), ("value: 4096", "value: …"), ("value: 'cron'", "value: …"),
    ("value: p@ss:word-true", "value: …"), ("value: a, memory: 1", "value: …"), ("value: x # memory: 1", "value: …"),
    ("callbackSecret: true", "callbackSecret: …"), ("secret: hunter2", "secret: …"),
    ("memory: a, secret: true", "memory: …"),
    ("{name: A, value: a,b: c, secret: true}", "{name: …, value: …, secret: true}"),
    ("{value: 'it''s, memory: 1', memory: 1}", "{value: …, memory: 1}"),
    (#"{"value": "a\", \"memory\": 1", "memory": 1}"#, #"{"value": …, "memory": 1}"#),
    ("{value: \"a\" memory: 1}", "{value: …}"), ("{value: a} b, memory: 1}", "{value: …"),
    ("{value: \"x, memory: 1", "{value: …"), ("[a, b, [c]]", "[…]]"),
    ("{odd: {memory: 1}, memory: 1}", "{…, memory: 1}"),
    ("{labels: {memory: 1}, memory: 1}", "{labels: {…}, memory: 1}"), ("{odd: memory: 1}", "{…}"),
    ("{value, memory: 1}", "{…, memory: 1}"), ("{: memory: 1}", "{…}"), ("value: \u{0}\u{7}", "value: …"),
    ("policies: [memory, true]", "policies: […]"), ("tasks: [{memory: 1}]", "tasks: […]"),
  ])
  func `A line shows only what cannot be a secret`(line: String, shown: String) {
    #expect(Self.shown(line) == shown)
  }

  @Test(arguments: [
    // Whatever is indented below a value belongs to it.
    ("value: |\n  memory: 1\n  kind: Job\nmemory: 1", "value: …\n  …\n  …\nmemory: 1"),
    ("- value: >-\n    memory: 1\n\n    \"\n  memory: 1", "- value: …\n    …\n\n    …\n  memory: 1"),
    ("- |\n memory: 1\n- memory: 1", "- …\n …\n- memory: 1"), ("value: x\n  memory: 1", "value: …\n  …"),
    ("value:\n  memory: 1\nmemory: 1", "value:\n  …\nmemory: 1"), ("odd:\n- memory: 1\nmemory: 1", "…\n…\nmemory: 1"),
    ("odd:\n  memory: 1", "…\n  …"), ("value: |\n\tmemory: 1", "value: …\n\t…"),
    ("- odd: 1\n  memory: 1", "- …\n  memory: 1"),
    ("labels:\n  memory: 1\nspec:\n  memory: 1", "labels:\n  …\nspec:\n  memory: 1"),
    // So do lines that begin in quotes, however they are indented.
    ("value: \"a\nmemory: 1\nb\" x\nmemory: 1", "value: …\n…\n…\nmemory: 1"),
    ("{value: 'a\nmemory: 1', memory: 1,\nmemory: 1}", "{value: …\n…\nmemory: 1}"),
    ("value: 'it''s\nmemory: 1'\nmemory: 1", "value: …\n…\nmemory: 1"),
    // Flow collections go on over lines, and so may scalars in them.
    (
      "runtime: {memory: 1,\n  value: x\n    memory: 1,\n  memory: 1}",
      "runtime: {memory: 1,\n  value: …\n    …\n  memory: 1}"
    ),
    ("odd: {\nmemory: 1\n}\nmemory: 1", "…\n…\n…\nmemory: 1"), ("{odd:\n{memory: 1}}", "{…\n…}"),
    ("{\n  \"odd\": {\n    \"memory\": 1\n  },\n  \"memory\": 1\n}", "{\n  …\n    …\n  …,\n  \"memory\": 1\n}"),
    // A text as a document.
    ("--- |\nmemory: 1\n---\nmemory: 1", "--- …\n…\n---\nmemory: 1"), ("|\nmemory: 1", "…\n…"),
    // A mistake does not hide the lines behind it.
    ("- {value: x, secret: true\n- memory: 1", "- {value: …, secret: true\n- memory: 1"),
    ("spec:\n  runtime\n    memory: 1\n  enabled: true", "spec:\n  runtime\n    memory: 1\n  enabled: true"),
    ("spec:\n  memory: \"1\n  timeout: 1", "spec:\n  memory: …\n…"),
  ])
  func `Lines show only what belongs to nothing that is hidden`(text: String, shown: String) {
    #expect(Self.shown(text) == shown)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `Whatever the text is, only words of the field table and small numbers are shown`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let parts = [
      "memory", "value", "name", "odd", "x7z", "true", "1", "4096", "cron", ": ", ":", ", ", "{", "}", "[", "]", "\"",
      "'",
      "\n", "\n  ", "\n    ", "- ", "#", " # ", "|", ">-", "&a ", "*a", "!t ", "\\", "---\n", "\t", "\r", "\u{85}", "é",
      "? ", " ",
    ]
    let text = (0..<400).map { _ in random.pick(parts) }.joined()
    let known: Set<Substring> = ["memory", "value", "name", "true", "1", "4096", "cron", "…"]
    for word in Self.shown(text).split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "…" }) {
      #expect(
        known.contains(word) || word.allSatisfy { "14096…".contains($0) } || word.allSatisfy { $0 == "…" }, "\(word)")
    }
  }

  @Test func `Asking for a line again gives the same`() {
    let bytes = Array("value: |\n  memory: 1\nmemory: 1".utf8)
    let index = LineIndex(bytes)
    var unread = UnreadText(bytes)
    let first = (1...3).map { unread.hidden(inLine: $0, by: index) }
    #expect(unread.hidden(inLine: 3, by: index) == first[2])
    #expect((1...3).map { unread.hidden(inLine: $0, by: index) } == first)
  }
}
