package import ConfigValue

/// Checks values against a JSON Schema, draft-07: the keywords that `schemas/` uses. Any other keyword is a violation, so
/// that none is silently skipped.
package struct SchemaCheck {
  private let root: PlainValue
  package private(set) var violations: [String] = []

  /// Checks `value` against `schema`.
  package init(_ value: PlainValue, against schema: PlainValue) {
    root = schema
    check(value, schema, at: "")
  }

  private static let annotations: Set<String> = ["$schema", "$id", "title", "description", "definitions", "format"]

  private mutating func check(_ value: PlainValue, _ schema: PlainValue, at place: String) {
    guard case .map(let keywords) = schema else { return }
    for keyword in keywords where !Self.annotations.contains(keyword.key) {
      if !holds(keyword.key, keyword.value, of: value, in: schema, at: place) {
        violations.append("\(place): \(keyword.key)")
      }
    }
  }

  /// Whether the value fits, without a trace.
  private func fits(_ value: PlainValue, _ schema: PlainValue) -> Bool {
    var inner = self
    inner.violations = []
    inner.check(value, schema, at: "")
    return inner.violations.isEmpty
  }

  private mutating func holds(
    _ keyword: String, _ rule: PlainValue, of value: PlainValue, in schema: PlainValue, at place: String
  ) -> Bool {
    switch keyword {
    case "$ref":
      check(value, target(of: rule), at: place)
      return true
    case "allOf":
      for part in elements(rule) { check(value, part, at: place) }
      return true
    case "anyOf": return elements(rule).contains { fits(value, $0) }
    case "not": return !fits(value, rule)
    case "if":
      if let next = schema[fits(value, rule) ? "then" : "else"] { check(value, next, at: place) }
      return true
    case "then", "else": return true
    case "const": return value == rule
    case "enum": return elements(rule).contains(value)
    case "type": return (elements(rule).isEmpty ? [rule] : elements(rule)).contains { isOfType(value, $0) }
    case "properties", "required", "additionalProperties", "dependencies", "minProperties":
      return objectHolds(keyword, rule, of: value, in: schema, at: place)
    case "items", "contains", "minItems", "maxItems": return arrayHolds(keyword, rule, of: value, at: place)
    case "pattern", "minLength", "minimum": return scalarHolds(keyword, rule, of: value)
    default: return false
    }
  }

  private mutating func objectHolds(
    _ keyword: String, _ rule: PlainValue, of value: PlainValue, in schema: PlainValue, at place: String
  ) -> Bool {
    guard case .map(let members) = value else { return true }
    switch keyword {
    case "required": return elements(rule).allSatisfy { name in members.contains { .string($0.key) == name } }
    case "minProperties": return members.count >= integer(rule)
    case "properties":
      for member in members {
        if let part = rule[member.key] { check(member.value, part, at: place + "/" + member.key) }
      }
      return true
    case "dependencies":
      guard case .map(let rules) = rule else { return false }
      for dependency in rules where value[dependency.key] != nil {
        let names = elements(dependency.value)
        guard !names.isEmpty, names.allSatisfy({ $0.text.map { value[$0] != nil } ?? false }) else { return false }
      }
      return true
    default:
      return rule == true || members.allSatisfy { schema["properties"]?[$0.key] != nil }
    }
  }

  private mutating func arrayHolds(_ keyword: String, _ rule: PlainValue, of value: PlainValue, at place: String)
    -> Bool
  {
    guard case .list(let members) = value else { return true }
    switch keyword {
    case "items":
      for (position, member) in members.enumerated() { check(member, rule, at: "\(place)/\(position)") }
      return true
    case "contains": return members.contains { fits($0, rule) }
    case "minItems": return members.count >= integer(rule)
    default: return members.count <= integer(rule)
    }
  }

  private func scalarHolds(_ keyword: String, _ rule: PlainValue, of value: PlainValue) -> Bool {
    switch (keyword, rule, value) {
    case ("pattern", .string(let pattern), .string(let text)):
      guard let regex = try? Regex(pattern) else { return false }
      return text.firstMatch(of: regex) != nil
    case ("minLength", _, .string(let text)): return text.unicodeScalars.count >= integer(rule)
    case ("minimum", _, .number(let number)): return (number.integer ?? Int.min) >= integer(rule)
    default: return true
    }
  }

  private func isOfType(_ value: PlainValue, _ type: PlainValue) -> Bool {
    switch (value, type) {
    case (.null, "null"), (.boolean, "boolean"), (.number, "number"), (.string, "string"), (.list, "array"),
      (.map, "object"):
      true
    case (.number(let number), "integer"): number.integer != nil
    default: false
    }
  }

  private func target(of reference: PlainValue) -> PlainValue {
    guard case .string(let text) = reference, text.hasPrefix("#/") else { return false }
    return text.dropFirst(2).split(separator: "/").reduce(root) { $0[String($1)] ?? ["missing": reference] }
  }

  private func elements(_ value: PlainValue) -> [PlainValue] {
    if case .list(let elements) = value { elements } else { [] }
  }

  private func integer(_ value: PlainValue) -> Int {
    if case .number(let number) = value { number.integer ?? 0 } else { 0 }
  }
}
