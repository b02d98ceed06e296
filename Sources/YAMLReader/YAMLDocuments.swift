package import ConfigValue
package import Diagnostics

/// What one YAML text holds: the documents that could be read, and what is wrong with the others.
package struct YAMLDocuments: Sendable {
  /// The documents without errors, in order.
  ///
  /// An empty document is a null.
  package let documents: [Value]
  /// Documents with errors whose keys and values could all the same be told apart, in order: good for finding what else
  /// is wrong with them, and for nothing else.
  package let rejected: [Value]
  /// In the order of reading; all are errors.
  package let diagnostics: [Diagnostic]

  /// Reads a text, without its byte order mark, as a stream of YAML 1.2 documents with the core schema.
  ///
  /// Stricter than YAML: keys are distinct strings, tags are those of the core schema, and a plain scalar that the
  /// readers of other tools take for something else is an error. Aliases and merge keys are replaced by copies of what
  /// they name, whose ranges are where they were written.
  ///
  /// After an error inside one document the next ones are still read; broken syntax or an exceeded budget ends the
  /// reading. The time taken is linear in the length of the text and the number of nodes.
  package static func read(
    _ bytes: [UInt8], as source: SourceID, names: NameTable, budgets: YAMLBudgets = .standard
  ) -> YAMLDocuments {
    let survey = TextSurvey(ofYAML: bytes)
    if let finding = TextScreening.refusal(of: bytes, survey, from: source, budgets: budgets) {
      return YAMLDocuments(documents: [], rejected: [], diagnostics: [finding])
    }
    let isPrintable =
      !survey.hasControlCharacters && (survey.isASCII || !TextScreening.hasUnprintableCharacter(in: bytes))
    return EventReader.reading(bytes, isASCII: survey.isASCII, isPrintable: isPrintable) { reader in
      let expectedNodes = min(survey.expectedNodes, budgets.nodes)
      let builder = TreeBuilder(source: source, text: bytes, names: names, expectedNodes: expectedNodes)
      var composer = Composer(reader, bytes, source: source, builder: builder, budgets: budgets)
      composer.run()
      return composer.finish()
    }
  }
}
