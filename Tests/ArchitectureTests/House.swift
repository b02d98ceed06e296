/// The targets of the package and what each may import: the one table the tests hold the sources against.
///
/// An arrow that is missing here is missing on purpose. Change the table only together with the design.
enum House {
  /// Our own modules that a target may import.
  static let arrows: [String: Set<String>] = [
    "CLibYAML": [],
    "Diagnostics": [],
    "ConfigValue": ["Diagnostics"],
    "YAMLReader": ["CLibYAML", "ConfigValue", "Diagnostics"],
    "JobModel": ["ConfigValue", "Diagnostics"],
    "JobDiff": ["JobModel", "ConfigValue", "Diagnostics"],
    "PlanReport": ["JobDiff", "JobModel", "ConfigValue", "Diagnostics"],
    "BlaxelAPI": ["JobModel", "ConfigValue", "Diagnostics"],
    "BlaxelHTTP": ["BlaxelAPI"],
    "DriftEngine": ["BlaxelAPI", "ConfigValue", "Diagnostics", "JobDiff", "JobModel", "PlanReport", "YAMLReader"],
    "jobdrift": [
      "BlaxelAPI", "BlaxelHTTP", "ConfigValue", "Diagnostics", "DriftEngine", "JobDiff", "JobModel", "PlanReport",
    ],
    "StandInServer": ["JobModel", "ConfigValue", "Diagnostics"],
    "blaxel-standin": ["StandInServer", "JobModel", "ConfigValue", "Diagnostics"],
    "Benchmarking": ["ConfigValue", "JobModel"],
    "InstructionCounts": [
      "Benchmarking", "ConfigValue", "Diagnostics", "JobDiff", "JobModel", "PlanReport", "YAMLReader",
    ],
    "Benchmarks": [
      "Benchmarking", "BlaxelAPI", "BlaxelHTTP", "ConfigValue", "Diagnostics", "DriftEngine", "JobDiff", "JobModel",
      "PlanReport",
      "YAMLReader",
    ],
  ]

  /// The targets that may print, exit, and read the environment and the clock.
  static let executables: Set<String> = ["jobdrift", "blaxel-standin", "Benchmarks", "InstructionCounts"]

  /// The targets that hold no effects at all.
  private static let pure: Set<String> = [
    "Diagnostics", "ConfigValue", "YAMLReader", "JobModel", "JobDiff", "PlanReport", "Benchmarking",
  ]

  private static let servers: Set<String> = ["StandInServer", "blaxel-standin"]

  /// The targets that may import `module`, which is not ours; nil when it is free to all.
  static func targets(allowedToImport module: String) -> Set<String>? {
    switch module {
    case "Foundation", "FoundationNetworking", "FoundationXML", "FoundationInternationalization": []
    case "FoundationEssentials": Set(arrows.keys).subtracting(pure)
    case "ArgumentParser": executables
    case "AsyncHTTPClient": ["BlaxelHTTP"]
    case "Crypto": ["PlanReport", "StandInServer"]
    case "X509", "SwiftASN1": ["StandInServer"]
    case "HTTPTypes": servers.union(["BlaxelAPI", "BlaxelHTTP", "DriftEngine"])
    case "Subprocess": ["jobdrift", "Benchmarks"]
    case "Logging": executables.union(["BlaxelHTTP", "StandInServer"])
    case _ where module.hasPrefix("Hummingbird"): servers
    case _ where module.hasPrefix("NIO"): servers.union(["BlaxelHTTP"])
    default: nil
    }
  }

  /// What the top level of the repository may hold.
  static let topLevel: Set<String> = [
    "Package.swift", "Package.resolved", "Sources", "Tests", "README.md", "examples", "schemas", "Makefile", "LICENSE",
    "CHANGELOG.md", ".ci", ".gitignore", ".swift-format",
  ]

  static let maximumLines = 400

  /// Data, not code: may be longer.
  static let exemptFromLength: Set<String> = ["Sources/JobModel/JobFields.swift"]
}
