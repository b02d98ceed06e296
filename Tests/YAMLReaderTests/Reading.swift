import ConfigValue
import Diagnostics
import TestSupport
import Testing
import YAMLReader

/// The names known to the trees in these tests.
let names = NameTable(["name", "memory", "spec"])

func read(_ text: String, budgets: YAMLBudgets = .standard) -> YAMLDocuments {
  YAMLDocuments.read(Array(text.utf8), as: .none, names: names, budgets: budgets)
}

/// The only document of a text without findings.
func document(_ text: String, at location: Testing.SourceLocation = #_sourceLocation) throws -> Value {
  let result = read(text)
  #expect(result.diagnostics == [], sourceLocation: location)
  try #require(result.documents.count == 1, sourceLocation: location)
  return result.documents[0]
}

/// The only finding of a text.
func finding(
  _ text: String, budgets: YAMLBudgets = .standard, at location: Testing.SourceLocation = #_sourceLocation
) throws -> Diagnostic {
  let findings = read(text, budgets: budgets).diagnostics
  try #require(findings.count == 1, "\(findings)", sourceLocation: location)
  return findings[0]
}

extension Value {
  /// The value at the end of a path of keys and positions.
  func at(_ path: String...) throws -> Value {
    var value = self
    for step in path {
      if let position = Int(step) {
        value = Array(value.elements)[position]
      } else {
        value = try #require(value[step], "no key '\(step)'")
      }
    }
    return value
  }

  /// This value and all keys and values below it.
  var descendants: [Value] {
    [self] + elements.flatMap(\.descendants) + members.flatMap { [$0.key] + $0.value.descendants }
  }
}
