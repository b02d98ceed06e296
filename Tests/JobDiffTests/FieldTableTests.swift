import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import TestSupport
import Testing

/// One change per field, for every field of the table.
@Suite struct FieldTableTests {
  /// A job that holds every field once, each list with one element.
  private static func full(_ shape: Shape, _ field: Field? = nil) -> PlainValue {
    switch shape {
    case .boolean: true
    case .integer(let range): .number(Number((range?.lowerBound ?? 0) + 5))
    case .string(let rule): .string(rule.choices.first ?? "first")
    case .list(let element, _): .list([full(element)])
    case .object(let object): .map(object.fields.map { PlainValue.Member($0.name, full($0.shape, $0)) })
    case .map: .map([PlainValue.Member("team", "first")])
    case .anything: "first"
    }
  }

  private static func other(_ value: PlainValue, _ shape: Shape) -> PlainValue {
    switch (shape, value) {
    case (.boolean, _): false
    case (.integer(let range), _): .number(Number((range?.lowerBound ?? 0) + 6))
    case (.string(let rule), _): .string(rule.choices.count > 1 ? rule.choices[1] : "second")
    default: .list(["second"])
    }
  }

  /// The job with the value at `path`, first elements of lists included, replaced.
  private static func changing(_ value: PlainValue, at path: ArraySlice<String>, to new: PlainValue) -> PlainValue {
    guard let name = path.first else { return new }
    switch value {
    case .map(let members):
      return .map(
        members.map {
          $0.key == name ? PlainValue.Member(name, changing($0.value, at: path.dropFirst(), to: new)) : $0
        })
    case .list(let elements): return .list(elements.map { changing($0, at: path, to: new) })
    default: return value
    }
  }

  private static func value(_ value: PlainValue, at path: ArraySlice<String>) -> PlainValue {
    guard let name = path.first else { return value }
    if case .list(let elements) = value { return elements.first.map { Self.value($0, at: path) } ?? .null }
    return Self.value(value[name] ?? .null, at: path.dropFirst())
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let path: [String]
    let field: Field
    let isKey: Bool
    /// Whether the server makes keys up, so that elements that are else the same are one.
    let isServerMade: Bool
    var testDescription: String { path.joined(separator: ".") }
  }

  /// Fields without fields of their own; the job's name, by which jobs are matched, is not one that can differ.
  static let rows: [Row] = {
    let entries = JobSchema.blaxel.entries
    return entries.compactMap { entry in
      switch entry.field.shape {
      case .object, .map, .list(.object, _): return nil
      default: break
      }
      guard entry.path != ["metadata", "name"] else { return nil }
      let around = entries.first { $0.path == Array(entry.path.dropLast()) }
      var (isKey, isServerMade) = (false, false)
      if case .list(_, .key(let key))? = around?.field.shape, key.field == entry.path.last {
        (isKey, isServerMade) = (true, key.isServerMade)
      }
      return Row(path: entry.path, field: entry.field, isKey: isKey, isServerMade: isServerMade)
    }
  }()

  @Test(arguments: rows) func `A field changed alone is what its owner makes of it`(row: Row) throws {
    let job = Self.full(.object(JobSchema.blaxel.job))
    let old = Self.value(job, at: row.path[...])
    let live = Self.changing(job, at: row.path[...], to: Self.other(old, row.field.shape))
    let plan = try compared(document(job), document(live))
    let same = try compared(document(job), document(job))
    #expect(same.changes.isEmpty)
    switch row.field.owner {
    case .server, .envelope, .writeOnly:
      #expect(plan.outline == [])
      #expect(plan.folds.map(\.reason) == same.folds.map(\.reason))
      let fold: Fold.Reason? =
        switch row.field.owner {
        case .server: .serverOwned
        case .writeOnly: .writeOnly
        default: nil
        }
      let folds = plan.folds.filter { names($0.path) == row.path }
      #expect(folds.map(\.reason) == (fold.map { [$0] } ?? []))
    case .user, .either:
      if row.isServerMade {
        #expect(plan.outline == [])
        #expect(plan.folds.contains { names($0.path) == row.path && $0.detail == "altered" && $0.match == .content })
      } else if row.isKey {
        #expect(plan.changes.map(\.operation) == [.add, .remove])
      } else if case .list(_, .set) = row.field.shape {
        #expect(plan.changes.map(\.operation) == [.add, .remove])
      } else {
        #expect(plan.changes.count == 1)
        #expect(plan.changes.first.map { names($0.path) } == row.path)
        #expect(plan.changes.first?.operation == .change)
        #expect(plan.action == .update)
      }
    }
  }

  private func names(_ path: FieldPath) -> [String] {
    path.elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
  }

  @Test(arguments: [[], ["metadata"], ["spec"], ["spec", "runtime"], ["spec", "triggers", "configuration"]])
  func `A field outside the table shows on either side`(path: [String]) throws {
    let job = Self.full(.object(JobSchema.blaxel.job))
    let around = Self.value(job, at: path[...])
    guard case .map(let members) = around else {
      Issue.record("'\(path)' is an object")
      return
    }
    let more = Self.changing(job, at: path[...], to: .map(members + [PlainValue.Member("gpu", "h100")]))
    #expect(try compared(document(more), document(job)).changes.map(\.operation) == [.add])
    let silent = try compared(document(job), document(more)).changes
    #expect(silent.map(\.operation) == [.unmanagedField])
    #expect(silent.allSatisfy { !$0.counts && names($0.path).last == "gpu" })
  }
}
