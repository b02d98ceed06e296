import ConfigValue
import Diagnostics
import JobDiff

/// What JSON plans say of the parts of a report, each nothing where there is nothing to say.
extension JSONWriter {
  mutating func member(_ name: String, _ amounts: Effect.Amounts?) {
    guard let amounts else { return }
    key(name)
    array { json in
      json.integer(amounts.before)
      json.integer(amounts.after)
    }
  }

  /// Where something begins.
  mutating func member(_ name: String, startOf place: Place?) {
    guard let place else { return }
    key(name)
    object { json in
      json.member("file", place.file)
      json.member("line", place.start.line)
      json.member("column", place.start.column)
    }
  }

  /// How a list element was found; equal keys go without saying.
  mutating func matchedBy(_ match: ElementMatch?) {
    member("matchedBy", match == .key ? nil : match?.rawValue)
  }

  mutating func members(of place: Place) {
    member("file", place.file)
    member("line", place.start.line)
    member("column", place.start.column)
    member("endLine", place.end.line)
    member("endColumn", place.end.column)
  }

  /// A finding.
  mutating func diagnostic(_ finding: ReportedDiagnostic) {
    object { json in
      json.member("code", finding.code.rawValue)
      json.member("severity", finding.severity.rawValue)
      json.member("message", finding.message)
      if let place = finding.place { json.members(of: place) }
      json.member("hint", finding.help)
      if !finding.isNew {
        json.key("new")
        json.boolean(false)
      }
    }
  }

  /// A value without the parts that are held back.
  mutating func reported(_ value: ReportedValue) {
    switch value {
    case .sensitive, .null: self.value(.null)
    case .boolean(let isTrue): boolean(isTrue)
    case .number(let number): self.value(.number(number))
    case .string(let text): string(text)
    case .list(let elements): array { for element in elements { $0.reported(element) } }
    case .map(let members):
      object { json in
        for member in members where member.value != .sensitive {
          json.key(member.key)
          json.reported(member.value)
        }
      }
    }
  }
}
