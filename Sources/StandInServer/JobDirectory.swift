import FoundationEssentials

/// A directory of jobs: each `.json` file in it, not in directories below, holds one job or an array of them.
package struct JobDirectory: Sendable {
  let path: String
  /// The names of the files with jobs, in order.
  let files: [String]
  /// How many files look like specs, which nobody serves.
  private let specs: Int

  package init(at path: String) throws(UnusableJobs) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw UnusableJobs(description: "Directory '\(path)' cannot be read")
    }
    self.path = path
    files = names.filter { $0.hasSuffix(".json") }.sorted()
    specs = names.count { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
  }

  /// What is to be said of it before it is served: that there is nothing in it, which may be meant.
  package var warning: String? {
    guard files.isEmpty else { return nil }
    let ignored =
      switch specs {
      case 0: ""
      case 1: "; its .yaml or .yml file is ignored"
      default: "; its \(specs) .yaml and .yml files are ignored"
      }
    return "Directory '\(path)' has no .json file, so that there are no jobs\(ignored)"
  }
}
