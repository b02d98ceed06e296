import Foundation
import Testing

/// The checkout this test was compiled from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path(percentEncoded: false)

  /// A file by its path from the root.
  struct File: CustomTestStringConvertible, Sendable {
    let path: String

    var testDescription: String { path }
    /// The folder below `Sources` or `Tests`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    func text() throws -> String {
      try String(contentsOfFile: Repository.root + "/" + path, encoding: .utf8)
    }
  }

  static let sources = swiftFiles(under: "Sources")
  static let tests = swiftFiles(under: "Tests")

  /// The folders below `Sources` that hold anything.
  static func targets() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: root + "/Sources").filter { !$0.hasPrefix(".") })
  }

  private static func swiftFiles(under folder: String) -> [File] {
    let paths = FileManager.default.enumerator(atPath: root + "/" + folder)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().map { File(path: folder + "/" + $0) }
  }

  /// Whether the sources are a git checkout, as opposed to an unpacked archive.
  static let isCheckout = FileManager.default.fileExists(atPath: root + "/.git")

  /// The files under version control.
  static func trackedFiles() throws -> [File] {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z"]
    git.standardOutput = output
    try git.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    git.waitUntilExit()
    return bytes.split(separator: 0).map { File(path: String(decoding: $0, as: UTF8.self)) }
  }
}
