import ConfigValue
import Foundation
import JobDiff
import TestSupport
import Testing

/// The table of origins in a real repository: jobs of which base, spec and live version are every combination, on a branch that
/// renamed files and merged the other branch, in a clone that is shallow.
@Suite(.serialized) struct OriginTableTests {
  private struct Case {
    let name: String
    let place: OriginPlace
    let row: OriginRow

    static let all = OriginPlace.allCases.flatMap { place in
      OriginRow.all.map { Case(name: "\(place)-\($0.name)", place: place, row: $0) }
    }
  }

  private static let formats = ["json", "text", "markdown", "sarif", "github"]

  /// The reports of one plan, by format.
  private static func reports() async throws -> [String: String] {
    try await Program.withFolder { folder in
      let origin = try GitFixture(in: folder.appending(path: "origin"))
      for test in Case.all {
        if let base = test.place.job(test.row.base, named: test.name) {
          try origin.write(base, to: "jobs/\(test.name).yaml")
        }
      }
      try origin.commit("The base")
      try origin.git("switch", "--quiet", "--create", "feature")
      for (position, test) in Case.all.enumerated() {
        let path = "jobs/\(test.name).yaml"
        if test.row.base != nil || test.place != .job { try origin.remove(path) }
        guard let head = test.place.job(test.row.head, named: test.name) else { continue }
        // Every second file is called otherwise, or lies elsewhere.
        try origin.write(head, to: position.isMultiple(of: 2) ? path : "jobs/moved/\(position).yaml")
      }
      try origin.commit("The change")
      try origin.git("switch", "--quiet", "main")
      try origin.write("Meanwhile\n", to: "README")
      try origin.commit("Meanwhile")
      try origin.git("switch", "--quiet", "feature")
      try origin.git("merge", "--quiet", "--message", "Merge", "main")
      let live = Case.all.compactMap { $0.place.job($0.row.live, named: $0.name) }
      try Data("[\(live.joined(separator: ","))]".utf8).write(to: folder.appending(path: "live.json"))
      // As a runner does: one commit, the merge, and then as much of the other branch as it takes.
      let clone = try GitFixture(
        cloning: origin, into: folder.appending(path: "clone"), "--depth=2", "--branch=feature")
      try clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
      let outputs = formats.flatMap { ["-o", "\($0)=out.\($0)"] }
      let outcome = try await Program.run(
        ["plan", "jobs", "--live", "../live.json", "--base", "origin/main", "--assume-complete"] + outputs
          + ["--markdown-bytes", "5000000", "--all"],
        in: clone.folder)
      try #require(outcome.status == 2, "\(outcome.errors)")
      return try Dictionary(
        uniqueKeysWithValues: formats.map {
          ($0, try String(contentsOf: clone.folder.appending(path: "out.\($0)"), encoding: .utf8))
        })
    }
  }

  @Test func `Every format has the origin of every job, list element and field`() async throws {
    let reports = try await Self.reports()
    try expectJSON(PlainValue(json: Array(reports["json", default: ""].utf8)))
    expectText(reports["text", default: ""])
    expectMarkdown(reports["markdown", default: ""])
    try expectSARIF(PlainValue(json: Array(reports["sarif", default: ""].utf8)))
    expectAnnotations(reports["github", default: ""])
  }

  private func expectJSON(_ document: PlainValue) throws {
    try Program.expectPlan(document)
    let jobs = document["jobs"]?.elements ?? []
    for test in Case.all {
      let found = jobs.filter { $0["name"]?.text == test.name }
      #expect(found.compactMap { $0["origin"]?.text } == [test.row.origin?.rawValue].compactMap(\.self), "\(test.name)")
      let origins = found.flatMap { $0["changes"]?.elements ?? [] }.map { $0["origin"]?.text }
      #expect(origins.allSatisfy { $0 == test.row.origin?.rawValue }, "\(test.name)")
      #expect(test.place == .job || origins.count == (test.row.origin == nil ? 0 : 1), "\(test.name)")
    }
  }

  /// The lines of each job: those from its own to the next one's.
  private func expectText(_ text: String) {
    var lines: [String: [Substring]] = [:]
    var job = ""
    for line in text.split(separator: "\n").dropFirst() {
      if line.hasPrefix("Plan:") { break }
      if !line.hasPrefix(" ") { job = String(line.dropFirst(2).prefix { $0 != " " }) }
      lines[job, default: []].append(line)
    }
    let words: [Origin: String] = [
      .change: "this change", .drift: "drift", .adopt: "adopted", .conflict: "! conflict: changed here and live",
    ]
    for test in Case.all {
      for (origin, words) in words {
        let isSaid = lines[test.name, default: []].contains { $0.hasSuffix("  " + words) }
        #expect(isSaid == (origin == test.row.origin), "\(test.name) \(origin)")
      }
    }
  }

  /// The section that each job stands in.
  private func expectMarkdown(_ text: String) {
    var sections: [String: Set<String>] = [:]
    var section = ""
    for line in text.split(separator: "\n") {
      let name = line.firstMatch(of: /<code>((?:field|element|job)-[a-z-]+)<\/code>/).map { String($0.1) }
      if line.hasPrefix("### ") || (line.hasPrefix("<details") && name == nil) { section = String(line) }
      if let name { sections[name, default: []].insert(section) }
    }
    for test in Case.all {
      let expected: [String] =
        switch test.row.origin {
        case .change: ["### This change", "### Removed"]
        case .conflict: ["### ⚠️ Conflicts"]
        case .drift: ["<details><summary>Already drifted before this change", "<details><summary>Live only"]
        case .adopt: ["<details><summary>Adopted"]
        case nil: []
        }
      let found = sections[test.name, default: []]
      #expect(found.count == (test.row.origin == nil ? 0 : 1), "\(test.name) \(found)")
      #expect(found.allSatisfy { section in expected.contains(where: section.hasPrefix) }, "\(test.name) \(found)")
    }
  }

  private func expectSARIF(_ document: PlainValue) throws {
    let results = document["runs"]?.elements.first?["results"]?.elements ?? []
    for test in Case.all {
      let found = results.filter { $0["properties"]?["job"]?.text == test.name }
      #expect(found.map { $0["properties"]?["origin"]?.text } == [test.row.origin?.rawValue].filter { $0 != nil })
    }
  }

  /// Of each level nine annotations, and one that says how many more there are.
  private func expectAnnotations(_ text: String) {
    let lines = text.split(separator: "\n").prefix { !$0.hasPrefix("::stop-commands::") }
    var counts: [Substring: Int] = [:]
    for line in lines {
      let level = line.dropFirst(2).prefix(while: \.isLetter)
      let more = line.firstMatch(of: /and ([0-9]+) more/).flatMap { Int($0.1) }
      counts[level, default: 0] += more ?? 1
    }
    func isSilent(_ test: Case) -> Bool { test.place == .field && test.row.head == nil }
    let conflicts = Case.all.filter { $0.row.origin == .conflict }
    // A spec that says nothing any more overwrites nothing.
    #expect(counts["error"] == conflicts.count { !isSilent($0) })
    let changes = Case.all.filter { $0.row.origin == .change }
    #expect(counts["warning"] == changes.count { !isSilent($0) })
    #expect(lines.count == 30)
  }
}
