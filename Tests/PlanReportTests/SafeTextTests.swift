import Foundation
import Testing

@testable import PlanReport

/// Texts from outside only get escaped into text for people.
@Suite struct SafeTextTests {
  /// Whether code compiles beside `SafeText`, with a kind of text that writes everything in capitals.
  private static func compiles(_ code: String) throws -> Bool {
    let folder = FileManager.default.temporaryDirectory.appending(path: "jobdrift-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "Snippet.swift")
    let kind = "enum Capitals: TextKind { static func escaped(_ text: String) -> String { text.uppercased() } }\n"
    try Data((kind + "func text(_ outside: String, _ isSet: Bool) -> SafeText<Capitals> { \(code) }").utf8).write(
      to: file)
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/PlanReport")
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors", file.path,
      sources.appending(path: "SafeText.swift").path,
    ]
    compiler.standardError = FileHandle.nullDevice
    try compiler.run()
    compiler.waitUntilExit()
    return compiler.terminationStatus == 0
  }

  @Test(arguments: [
    #""a literal""#, #""a literal with \(outside)""#, #"SafeText(escaping: outside)"#,
    #""\(isSet ? "one" : "two") \(3, of: "job")""#, #"[text(outside, isSet)].joined(separator: ", ")"#,
  ])
  func `What is escaped compiles`(code: String) throws {
    #expect(try Self.compiles(code))
  }

  @Test(arguments: [
    "outside", #""a" + outside"#, "SafeText(outside)", "SafeText(verbatim: outside)",
    "SafeText(stringLiteral: outside)",
    #"{ var safe: SafeText<Capitals> = "a"; safe.text += outside; return safe }()"#,
    #"SafeText(escaping: "\(text(outside, isSet))")"#,
  ])
  func `What would let a text in as it is does not`(code: String) throws {
    #expect(try !Self.compiles(code))
  }

  @Test(arguments: [(true, "a_b")])
  func `Literals in interpolations are taken as they are written`(isSet: Bool, outside: String) {
    let text: SafeText<Markdown> = "\(isSet ? "one_two" : "") \(outside) \(2, of: "job") \(grouped: 12_345, of: "job")"
    #expect(text.text == "one_two <code>a&#95;b</code> 2 jobs 12,345 jobs")
  }
}
