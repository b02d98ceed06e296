package import JobDiff

/// What stands at one place of a job in the base, in the specs and live; nil for nothing.
package struct OriginRow: Sendable, CustomStringConvertible {
  package let base: String?
  package let head: String?
  package let live: String?

  /// Every combination of nothing and three values.
  package static let all = [nil, "a", "b", "c"].flatMap { base in
    [nil, "a", "b", "c"].flatMap { head in
      [nil, "a", "b", "c"].map { OriginRow(base: base, head: head, live: $0) }
    }
  }

  package var description: String { [base, head, live].map { $0 ?? "-" }.joined(separator: " ") }

  /// A name for jobs that only this row has.
  package var name: String { [base, head, live].map { $0 ?? "none" }.joined(separator: "-") }

  /// How the difference came about, from which of the three are equal; nil where nothing differs.
  package var origin: Origin? {
    switch (head == base, live == base, head == live) {
    case (true, true, _): nil
    case (true, false, _): .drift
    case (false, true, _): .change
    case (false, false, true): .adopt
    case (false, false, false): .conflict
    }
  }
}

/// What the value of a row is a part of.
package enum OriginPlace: CaseIterable, Sendable {
  case field, element, job

  /// A job in JSON, which is YAML too; nil when it does not exist.
  package func job(_ value: String?, named name: String = "it") -> String? {
    let runtime: String
    switch self {
    case .job:
      guard let value else { return nil }
      runtime = #""image": "\#(value)""#
    case .field: runtime = value.map { #""image": "\#($0)""# } ?? ""
    case .element:
      let element = value.map { #", {"name": "X", "value": "\#($0)"}"# } ?? ""
      runtime = #""envs": [{"name": "KEEP", "value": "k"}\#(element)]"#
    }
    return #"{"kind": "Job", "metadata": {"name": "\#(name)"}, "spec": {"runtime": {\#(runtime)}}}"#
  }
}
