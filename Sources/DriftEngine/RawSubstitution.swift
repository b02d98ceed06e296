import ConfigValue
import Diagnostics
import JobModel
import YAMLReader

/// Finds where `bl apply`, which replaces references in the text before it reads the YAML, would come to other values.
enum RawSubstitution {
  /// The findings about a file.
  ///
  /// - Parameters:
  ///   - documents: what was read from the file, values put in.
  ///   - replaced: where that was done.
  ///   - isJob: tells which of them, or of their elements, are compared.
  static func findings(
    in file: SourceFile, _ source: SourceID, _ documents: [Value], replaced: [SourceRange], by variables: Variables,
    within budgets: YAMLBudgets, isJob: (Value) -> Bool
  ) -> [Diagnostic] {
    var references: [(range: SourceRange, value: String)] = []
    for piece in VariableText(file.bytes[...], in: .file).pieces {
      let range = SourceRange(source, piece.bounds)
      switch piece {
      case .literal: break
      case .reference(let reference):
        if let value = variables.value(of: reference) { references.append((range, value)) }
      case .lookAlike(let bounds, let lookAlike):
        let values = variables.values(ofLookAlike: lookAlike, at: bounds, in: file.bytes)
        if !values.allSatisfy(isHarmless) { return [finding(at: range)] }
      }
    }
    let suspect = references.first { !isHarmless($0.value) }?.range ?? references.first?.range ?? replaced.first
    guard let suspect else { return [] }
    guard let applied = variables.appliedToFile(file.bytes) else { return [finding(at: suspect)] }
    // Also a text in JSON is YAML for 'bl'.
    let raw = YAMLDocuments.read(applied, as: .none, names: JobSchema.blaxel.names, budgets: budgets)
    guard raw.diagnostics.isEmpty, raw.documents.count == documents.count else { return [finding(at: suspect)] }
    return zip(documents, raw.documents).flatMap { ours, theirs -> [Diagnostic] in
      let pairs = ours.kind == .list ? Array(zip(ours.elements, theirs.elements)) : [(ours, theirs)]
      if ours.kind == .list, ours.count != theirs.count { return [finding(at: suspect)] }
      return pairs.compactMap { one, other in
        guard isJob(one), let place = difference(one, other)?.range else { return nil }
        return finding(at: replaced.contains(place) ? place : suspect)
      }
    }
  }

  /// Whether a value means nothing to YAML, wherever it stands.
  private static func isHarmless(_ value: String) -> Bool {
    !value.isEmpty
      && value.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x2E...0x39).contains(byte) || byte == 0x5F
      }
  }

  private static func finding(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .ambiguousSubstitution, "'bl apply' would read the YAML around this variable differently", at: range,
      help:
        "it replaces references in the text before it reads the YAML; write the reference in braces and the scalar in "
        + "double quotes, and give it a value without quotes, backslashes and line breaks")
  }

  /// The first value of ours that is another one of theirs.
  private static func difference(_ ours: Value, _ theirs: Value) -> Value? {
    switch (ours.kind, theirs.kind) {
    case (.list, .list):
      guard ours.count == theirs.count else { return ours }
      for (one, other) in zip(ours.elements, theirs.elements) {
        if let found = difference(one, other) { return found }
      }
      return nil
    case (.map, .map):
      guard ours.count == theirs.count else { return ours }
      for (one, other) in zip(ours.members, theirs.members) {
        if one.name != other.name { return one.key }
        if let found = difference(one.value, other.value) { return found }
      }
      return nil
    default: return ours.isUnknown || isSame(ours, theirs) ? nil : ours
    }
  }

  /// A number or boolean of theirs is a string of ours where the field takes strings, as long as it can be written in one way
  /// only.
  private static func isSame(_ ours: Value, _ theirs: Value) -> Bool {
    switch (ours.kind, theirs.kind) {
    case (.string, .integer):
      ours.text == theirs.text && ours.text.count <= 15 && theirs.number?.integer.map(String.init) == ours.text
    case (.string, .boolean): ours.text == theirs.text && ["true", "false"].contains(ours.text)
    default: ours.kind == theirs.kind && ours.plain == theirs.plain
    }
  }
}
