/// The imports of a source file, and those that the house does not allow.
enum ImportRule {
  /// An import declaration: the module's name and where it stands.
  struct Import: Equatable {
    let module: String
    let line: Int
  }

  /// The modules imported, in source order; of `import struct A.B` it is `A`.
  static func imports(in tokens: [SwiftToken]) -> [Import] {
    let kinds: Set = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func"]
    let code = tokens.filter { $0.kind == .word || $0.kind == .symbol }
    return code.indices.compactMap { index in
      guard code[index].text == "import", index == 0 || code[index - 1].text != "." else { return nil }
      let rest = code[(index + 1)...].drop { kinds.contains($0.text) }
      guard let module = rest.first, module.kind == .word else { return nil }
      return Import(module: module.text, line: code[index].line)
    }
  }

  /// What is wrong with the imports of a file of `target`, one sentence each.
  static func findings(in tokens: [SwiftToken], target: String) -> [String] {
    imports(in: tokens).compactMap { found in
      if House.arrows[found.module] != nil {
        return House.arrows[target]?.contains(found.module) == true
          ? nil : "line \(found.line): \(target) may not import \(found.module)"
      }
      guard let allowed = House.targets(allowedToImport: found.module), !allowed.contains(target) else { return nil }
      let places = allowed.isEmpty ? "nowhere" : "only in " + allowed.sorted().joined(separator: ", ")
      return "line \(found.line): \(found.module) is imported \(places), not in \(target)"
    }
  }
}
