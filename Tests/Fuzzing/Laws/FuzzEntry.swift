/// A reader that is given hostile bytes, by libFuzzer and by the test that replays the corpus.
package enum FuzzEntry: String, CaseIterable, Sendable {
  case yaml, json, path, cron, variables

  /// Has the reader read `input`, and checks what must hold for every input.
  ///
  /// - Throws: the first law that does not hold.
  package func check(_ input: [UInt8]) throws(BrokenLaw) {
    switch self {
    case .yaml: try YAMLLaws.check(input)
    case .json: try JSONLaws.check(input)
    case .path: try PathLaws.check(input)
    case .cron: try CronLaws.check(input)
    case .variables: try VariableLaws.check(input)
    }
  }
}

/// A sentence that must hold for every input and does not for this one.
package struct BrokenLaw: Error, CustomStringConvertible {
  package let description: String
}

/// Holds the input to a law, stated as what should be true.
func law(_ sentence: @autoclosure () -> String, _ holds: Bool) throws(BrokenLaw) {
  if !holds { throw BrokenLaw(description: sentence()) }
}
