import Foundation
import Testing

@Suite("The repository keeps to the design")
struct RepositoryTests {
  @Test("the targets are those of the table, and no other")
  func targets() throws {
    #expect(try Repository.targets() == Set(House.arrows.keys))
  }

  @Test("every import is an arrow of the table", arguments: Repository.sources)
  func imports(file: Repository.File) throws {
    let tokens = SwiftToken.tokens(of: try file.text())
    #expect(ImportRule.findings(in: tokens, target: file.target) == [])
  }

  @Test("one file imports libyaml")
  func libyaml() throws {
    let importers = try Repository.sources.filter { file in
      ImportRule.imports(in: SwiftToken.tokens(of: try file.text())).contains { $0.module == "CLibYAML" }
    }
    #expect(importers.map(\.target) == ["YAMLReader"])
  }

  @Test(
    "nothing below the executables has an effect of its own, and nothing traps on input", arguments: Repository.sources)
  func effects(file: Repository.File) throws {
    let tokens = SwiftToken.tokens(of: try file.text())
    let findings = ForbiddenUse.all.filter { !$0.allowed.contains(file.target) }.flatMap { use in
      use.places(in: tokens).map { "line \($0.line): \($0.text): \(use.reason)" }
    }
    #expect(findings == [])
  }

  @Test("nothing is left undone", arguments: Repository.sources + Repository.tests)
  func apologies(file: Repository.File) throws {
    let places = Apology.places(in: SwiftToken.tokens(of: try file.text()))
    #expect(places.map { "line \($0.line): \($0.text)" } == [])
  }

  @Test("no file is longer than a reader wants", arguments: Repository.sources + Repository.tests)
  func lengths(file: Repository.File) throws {
    let lines = try file.text().split(separator: "\n", omittingEmptySubsequences: false).count - 1
    #expect(lines <= House.maximumLines || House.exemptFromLength.contains(file.path))
  }

  @Test("the top level holds what belongs there", .enabled(if: Repository.isCheckout))
  func topLevel() throws {
    let entries = Set(try Repository.trackedFiles().compactMap { $0.path.split(separator: "/").first.map(String.init) })
    #expect(entries.contains("Package.swift"))
    #expect(entries.subtracting(House.topLevel) == [])
  }

  @Test("no file names a folder of the machine it was written on", .enabled(if: Repository.isCheckout))
  func machinePaths() throws {
    let folders = ["work", "root", "home", "Users"].map { "/" + $0 + "/" }
    let findings = try Repository.trackedFiles().compactMap { file -> String? in
      guard let text = try? file.text(), let folder = folders.first(where: text.contains) else { return nil }
      return "\(file.path) holds \(folder)"
    }
    #expect(findings == [])
  }
}
