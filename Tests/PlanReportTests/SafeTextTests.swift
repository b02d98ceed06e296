import Foundation
import Testing

@testable import PlanReport

/// Texts from outside only get escaped into text for people.
@Suite struct SafeTextTests {
  private static let compiling = [
    #""a literal""#, #""a literal with \(outside)""#, #"SafeText(escaping: outside)"#,
    #""\(isSet ? "one" : "two") \(3, of: "job")""#, #"[text(outside)].joined(separator: ", ")"#,
  ]
  private static let wrong = [
    "outside", #""a" + outside"#, "SafeText(outside)", "SafeText(verbatim: outside)",
    "SafeText(stringLiteral: outside)", "{ var safe = text(outside); safe.text += outside; return safe }()",
    #"SafeText(escaping: "\(text(outside))")"#,
  ]

  /// The lines of a text in Swift that do not compile beside `SafeText`, from 1.
  private static func wrongLines(of code: String) throws -> Set<Int> {
    let folder = FileManager.default.temporaryDirectory.appending(path: "jobdrift-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "Snippet.swift")
    try Data(code.utf8).write(to: file)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let compiler = Process()
    let errors = Pipe()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors", file.path,
      root.appending(path: "Sources/PlanReport/SafeText.swift").path,
    ]
    compiler.standardError = errors
    try compiler.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    compiler.waitUntilExit()
    return Set(text.matches(of: /Snippet\.swift:(\d+):\d+: error:/).compactMap { Int($0.1) })
  }

  @Test func `What would let a text in as it is does not compile, and what escapes it does`() throws {
    let kind = "enum Capitals: TextKind { static func escaped(_ text: String) -> String { text.uppercased() } }"
    let text = "func text(_ outside: String) -> SafeText<Capitals> { SafeText(escaping: outside) }"
    let functions = (Self.compiling + Self.wrong).enumerated().map { number, code in
      "func text\(number)(_ outside: String, _ isSet: Bool) -> SafeText<Capitals> { \(code) }"
    }
    let first = 3 + Self.compiling.count
    let lines = try Self.wrongLines(of: ([kind, text] + functions).joined(separator: "\n"))
    #expect(lines == Set(first..<first + Self.wrong.count))
  }

  @Test(arguments: [(true, "a_b")])
  func `Literals in interpolations are taken as they are written`(isSet: Bool, outside: String) {
    let text: SafeText<Markdown> =
      "\(isSet ? "one_two" : "") \(outside) \(2, of: "job") \(grouped: 12_345, of: "job")"
    #expect(text.text == "one_two <code>a&#95;b</code> 2 jobs 12,345 jobs")
  }
}
