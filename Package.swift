// swift-tools-version: 6.2
import PackageDescription

/// Settings every Swift target is built with; see `Tests/ArchitectureTests` for the import rules beside them.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioSOCKS = Target.Dependency.product(name: "NIOSOCKS", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
  name: "jobdrift",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "jobdrift", targets: ["jobdrift"]),
    .executable(name: "blaxel-standin", targets: ["blaxel-standin"]),
    .library(name: "DriftEngine", targets: ["DriftEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.29.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.29.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
    // Its default traits bring Foundation in.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),

    .target(name: "Diagnostics"),
    .target(name: "ConfigValue", dependencies: ["Diagnostics"]),
    .target(name: "YAMLReader", dependencies: ["CLibYAML", "ConfigValue", "Diagnostics"]),
    .target(name: "JobModel", dependencies: ["ConfigValue", "Diagnostics"]),
    .target(name: "JobDiff", dependencies: ["JobModel", "ConfigValue", "Diagnostics"]),
    .target(name: "PlanReport", dependencies: ["JobDiff", "JobModel", "ConfigValue", "Diagnostics", crypto]),
    .target(name: "BlaxelAPI", dependencies: ["JobModel", "ConfigValue", "Diagnostics", httpTypes]),
    .target(
      name: "BlaxelHTTP",
      dependencies: [
        "BlaxelAPI", asyncHTTPClient, httpTypes, logging, nioCore, nioHTTP1, nioHTTPCompression, nioPosix, nioSOCKS,
        nioSSL,
      ]),
    .target(
      name: "DriftEngine",
      dependencies: [
        "BlaxelAPI", "ConfigValue", "Diagnostics", "JobDiff", "JobModel", "PlanReport", "YAMLReader", httpTypes,
      ]),
    .executableTarget(
      name: "jobdrift",
      dependencies: [
        "BlaxelAPI", "BlaxelHTTP", "ConfigValue", "Diagnostics", "DriftEngine", "JobDiff", "JobModel", "PlanReport",
        argumentParser, logging, subprocess,
      ]),

    .target(
      name: "StandInServer",
      dependencies: [
        "JobModel", "ConfigValue", "Diagnostics", asn1, crypto, httpTypes, hummingbird, hummingbirdCore, hummingbirdTLS,
        logging,
        nioCore, nioSSL, serviceLifecycle, x509,
      ]),
    .executableTarget(name: "blaxel-standin", dependencies: ["StandInServer", argumentParser]),
    .target(name: "Benchmarking", dependencies: ["ConfigValue", "JobModel"]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Benchmarking", "BlaxelAPI", "BlaxelHTTP", "ConfigValue", "Diagnostics", "DriftEngine", "JobDiff", "JobModel",
        "PlanReport", "YAMLReader", argumentParser, subprocess,
      ]),
    .executableTarget(
      name: "InstructionCounts",
      dependencies: [
        "Benchmarking", "ConfigValue", "Diagnostics", "JobDiff", "JobModel", "PlanReport", "YAMLReader", argumentParser,
      ]),

    .target(
      name: "TestSupport",
      dependencies: [
        "BlaxelAPI", "ConfigValue", "Diagnostics", "DriftEngine", "JobModel", "PlanReport", "YAMLReader", httpTypes,
      ],
      path: "Tests/TestSupport"),
    .target(
      name: "StandInSupport", dependencies: ["BlaxelAPI", "StandInServer", httpTypes], path: "Tests/StandInSupport"),
    .target(
      name: "TestServers", dependencies: [crypto, nioCore, nioHTTP1, nioPosix, nioSSL, asn1, x509],
      path: "Tests/TestServers"),
    .target(
      name: "FuzzLaws", dependencies: ["ConfigValue", "Diagnostics", "JobModel", "YAMLReader"],
      path: "Tests/Fuzzing/Laws"),
    .testTarget(name: "FuzzingTests", dependencies: ["FuzzLaws"]),
    .executableTarget(
      name: "YAMLAsJSON", dependencies: ["ConfigValue", "Diagnostics", "YAMLReader"], path: "Tests/YAMLDifferential",
      exclude: ["compare.py", "documents.py", "run.sh"]),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "TestSupport"]),
    .testTarget(name: "ConfigValueTests", dependencies: ["ConfigValue", "Diagnostics", "TestSupport"]),
    .testTarget(name: "YAMLReaderTests", dependencies: ["YAMLReader", "ConfigValue", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "BlaxelAPITests",
      dependencies: ["BlaxelAPI", "ConfigValue", "Diagnostics", "JobModel", "TestSupport", httpTypes],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "BlaxelHTTPTests",
      dependencies: [
        "BlaxelHTTP", "BlaxelAPI", "StandInServer", "StandInSupport", "TestServers", "TestSupport", "ConfigValue",
        "Diagnostics", "JobModel", httpTypes, logging,
      ]),
    .testTarget(name: "ArchitectureTests"),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: ["Benchmarking", "ConfigValue", "Diagnostics", "JobModel", "TestSupport", "YAMLReader"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "ConfigValue", "Diagnostics", "JobModel", "JobDiff", "StandInServer", "TestServers", "TestSupport", "jobdrift",
        httpTypes,
      ],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "DriftEngineTests",
      dependencies: [
        "BlaxelAPI", "ConfigValue", "Diagnostics", "DriftEngine", "JobDiff", "JobModel", "PlanReport", "TestSupport",
        httpTypes,
      ], exclude: ["Fixtures"]),
    .testTarget(name: "JobModelTests", dependencies: ["JobModel", "ConfigValue", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "JobDiffTests", dependencies: ["JobDiff", "JobModel", "ConfigValue", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "PlanReportTests",
      dependencies: ["ConfigValue", "Diagnostics", "DriftEngine", "JobDiff", "JobModel", "PlanReport", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(
      name: "StandInServerTests",
      dependencies: [
        "StandInServer", "ConfigValue", "Diagnostics", "TestSupport", asyncHTTPClient, httpTypes, nioCore, nioEmbedded,
        nioHTTP1, nioHTTPCompression, nioSSL,
      ]),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = strict
}
