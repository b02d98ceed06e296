import ConfigValue

/// Which jobs a run is about: those whose name matches one of the patterns, where there are any, and that have all of the labels.
///
/// A spec and the live job of its name are about one job, so that both are in when either is: a label that differs must show as
/// a difference, not make one of the two disappear.
package struct JobSelection: Hashable, Sendable {
  /// A pattern of names, in which `*` and `?` stand for something else.
  package struct NamePattern: Hashable, Sendable {
    package let text: String
    private let glob: Glob

    package init(_ text: String) {
      self.text = text
      glob = Glob(text)
    }

    package func matches(_ name: String) -> Bool { glob.matches(name) }
  }

  package struct Label: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package let names: [NamePattern]
  package let labels: [Label]

  package init(names: [NamePattern] = [], labels: [Label] = []) {
    self.names = names
    self.labels = labels
  }

  /// Every job.
  package static let everything = JobSelection()

  package var isEverything: Bool { names.isEmpty && labels.isEmpty }

  package func matches(name: String) -> Bool {
    names.isEmpty || names.contains { $0.matches(name) }
  }

  /// Whether one version of a job is meant by itself.
  package func matches(_ job: JobDocument) -> Bool {
    matches(name: job.name)
      && labels.allSatisfy { label in job.label(label.name).map { ExactText($0) } == ExactText(label.value) }
  }

  /// As flags: `--job 'etl-*'`.
  package var flags: [String] {
    names.map { "--job \($0.text)" } + labels.map { "--selector \($0.name)=\($0.value)" }
  }
}

extension JobSelection {
  /// A text that the API is to look for in jobs, so that it lists fewer (`q`, which finds parts of names and of labels).
  package enum Search: Hashable, Sendable {
    /// Part of the name of each job that is meant.
    case name(String)
    /// Part of the value of a label that each job that is meant has, itself or in its spec.
    case label(String)

    package var text: String {
      switch self {
      case .name(let text), .label(let text): text
      }
    }
  }

  /// What every job has that is meant; nil when there is nothing that the API is sure to look for in the same way: it does not
  /// look for less than two characters, and looks for lowercase letters.
  package var search: Search? {
    if names.count == 1, let text = names.first.flatMap({ Self.searchable($0.text) }) { return .name(text) }
    guard names.isEmpty else { return nil }
    return labels.lazy.compactMap { Self.searchable($0.value) }.first.map { .label($0) }
  }

  /// The longest part of a text of nothing but lowercase letters, digits and hyphens.
  private static func searchable(_ text: String) -> String? {
    let parts = text.split { !($0.isASCII && ($0.isNumber || $0.isLetter && $0.isLowercase || $0 == "-")) }
    guard let part = parts.max(by: { $0.count < $1.count }), (2...200).contains(part.count) else { return nil }
    return String(part)
  }
}
