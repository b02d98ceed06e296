import JobDiff
import Testing

/// Absent, null and empty against each other and against a value, for every shape.
@Suite struct StateTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let shape: String
    let desired: String
    let live: String
    let outline: [String]
    var testDescription: String { "\(shape): spec '\(desired)', live '\(live)'" }
  }

  private static let nothings: [(shape: String, name: String, empty: String)] = [
    ("boolean", "runtimeless", "false"), ("string", "region", #""""#), ("keyed list", "triggers", "[]"),
    ("set", "policies", "[]"), ("object", "runtime", "{}"), ("anything", "other", "{}"),
  ]

  private static func states(_ name: String, _ empty: String) -> [String] {
    ["", "\"\(name)\": null", "\"\(name)\": \(empty)"]
  }

  static let equalRows: [Row] = nothings.flatMap { shape, name, empty in
    states(name, empty).flatMap { desired in
      states(name, empty).map { Row(shape: shape, desired: desired, live: $0, outline: []) }
    }
  }

  @Test(arguments: equalRows) func `Nothing, null and the empty value are the same`(row: Row) throws {
    #expect(try compared(spec: row.desired, live: row.live).outline == row.outline)
  }

  static let valueRows: [Row] = [
    Row(shape: "set", desired: "", live: #""policies": ["a"]"#, outline: ["unmanaged-field policies[a]"]),
    Row(shape: "set", desired: #""policies": null"#, live: #""policies": ["a"]"#, outline: ["remove policies[a]"]),
    Row(shape: "set", desired: #""policies": []"#, live: #""policies": ["a"]"#, outline: ["remove policies[a]"]),
    Row(shape: "set", desired: #""policies": ["a"]"#, live: "", outline: ["add policies[a]"]),
    Row(shape: "set", desired: #""policies": ["a"]"#, live: #""policies": null"#, outline: ["add policies[a]"]),
    Row(
      shape: "keyed list", desired: "", live: #""volumes": [{"name": "v"}]"#, outline: ["unmanaged-field volumes[v]"]),
    Row(
      shape: "keyed list", desired: #""volumes": null"#, live: #""volumes": [{"name": "v"}]"#,
      outline: ["remove volumes[v]"]),
    Row(
      shape: "integer", desired: #""runtime": {}"#, live: #""runtime": {"memory": 5}"#,
      outline: ["unmanaged-field runtime.memory?"]),
    Row(
      shape: "integer", desired: #""runtime": {"memory": null}"#, live: #""runtime": {"memory": 5}"#,
      outline: ["remove runtime.memory"]),
    Row(
      shape: "integer", desired: #""runtime": {"memory": 0}"#, live: #""runtime": {"memory": 5}"#,
      outline: ["change runtime.memory"]),
    Row(
      shape: "object", desired: #""runtime": null"#, live: #""runtime": {"memory": 5, "timeout": 0}"#,
      outline: ["remove runtime.memory"]),
    Row(
      shape: "object", desired: "", live: #""runtime": {"memory": 5}"#, outline: ["unmanaged-field runtime.memory?"]),
    Row(shape: "default", desired: "", live: #""enabled": false"#, outline: ["change enabled"]),
    Row(shape: "default", desired: #""enabled": null"#, live: #""enabled": false"#, outline: ["change enabled"]),
    Row(shape: "default", desired: "", live: #""enabled": true"#, outline: []),
    Row(shape: "default", desired: #""enabled": true"#, live: "", outline: []),
    Row(shape: "default", desired: #""enabled": true"#, live: #""enabled": null"#, outline: []),
    Row(shape: "default", desired: #""enabled": false"#, live: "", outline: ["add enabled"]),
    Row(shape: "default", desired: "", live: "", outline: []),
  ]

  @Test(arguments: valueRows) func `A value against nothing is what the table says`(row: Row) throws {
    #expect(try compared(spec: row.desired, live: row.live).outline == row.outline)
  }

  @Test func `Labels are owned whole once declared`() throws {
    func labels(_ desired: String, _ live: String) throws -> [String] {
      func text(_ labels: String) -> String { #"{"metadata": {"name": "j"\#(labels)}}"# }
      return try compared(document(text(desired)), document(text(live))).outline
    }
    #expect(try labels("", #", "labels": {"a": "1"}"#) == ["unmanaged-field metadata.labels.a?"])
    #expect(try labels(#", "labels": {}"#, #", "labels": {"a": "1"}"#) == ["remove metadata.labels.a"])
    #expect(try labels(#", "labels": null"#, #", "labels": {"a": "1"}"#) == ["remove metadata.labels.a"])
    #expect(try labels(#", "labels": {"a": "1"}"#, "") == ["add metadata.labels.a"])
    #expect(try labels(#", "labels": {"b": ""}"#, #", "labels": {"x-blaxel-plan": "p"}"#) == ["add metadata.labels.b"])
    #expect(try labels(#", "labels": {"a": {"b": 1}}"#, #", "labels": {"a": {"b": 1}}"#) == [])
  }
}
