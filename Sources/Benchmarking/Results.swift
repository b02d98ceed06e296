import ConfigValue

/// All that one run of the benchmarks found.
package struct Results: Sendable {
  /// One group of rows for each thing that is looked at.
  package struct Section: Sendable {
    package let title: String
    package let rows: [Row]

    package init(_ title: String, _ rows: [Row]) {
      self.title = title
      self.rows = rows
    }
  }

  package let sections: [Section]
  package let growth: Growth

  package init(_ sections: [Section], growth: Growth) {
    self.sections = sections
    self.growth = growth
  }

  /// The results for programs; what holds across machines first.
  ///
  /// `formatVersion` is `MAJOR.MINOR`; a minor version only adds. A row has `id`, `title`, `unit` where there is one, `figure`, or
  /// `missing` with the reason, `goal` with `atMost` and `atLeast`, `met` and `detail` where there are such.
  package var json: [UInt8] {
    let rows = sections.flatMap(\.rows)
    var writer = JSONWriter()
    writer.object { json in
      json.member("format", "jobdrift.benchmarks")
      json.member("formatVersion", "1.0")
      json.key("relative")
      json.array { json in for row in rows where row.unit.isRelative { json.row(row) } }
      json.key("absolute")
      json.array { json in for row in rows where !row.unit.isRelative { json.row(row) } }
      json.key("growth")
      json.array { json in
        for point in growth.points {
          json.object { json in
            json.member("jobs", point.jobs)
            json.decimal("seconds", point.seconds)
            json.member("peakBytes", Int(point.peak))
          }
        }
      }
    }
    return writer.finish()
  }

  /// How many goals are reached, missed, and could not be tried.
  package var summary: String {
    let rows = sections.flatMap(\.rows).filter { $0.goal != nil }
    let (met, missed) = (rows.count { $0.isMet == true }, rows.count { $0.isMet == false })
    return "Goals: \(met) met, \(missed) missed, \(rows.count - met - missed) not measured."
  }
}

extension JSONWriter {
  fileprivate mutating func row(_ row: Row) {
    object { json in
      json.member("id", row.id)
      json.member("title", row.title)
      if !row.unit.rawValue.isEmpty { json.member("unit", row.unit.rawValue) }
      switch row.result {
      case .measured(let figure): json.decimal("figure", figure)
      case .missing(let reason): json.member("missing", reason)
      }
      if let goal = row.goal {
        json.key("goal")
        json.object { $0.bounds(goal) }
      }
      if let isMet = row.isMet {
        json.key("met")
        json.boolean(isMet)
      }
      if !row.detail.isEmpty { json.member("detail", row.detail) }
    }
  }

  fileprivate mutating func bounds(_ goal: Goal) {
    switch goal {
    case .atMost(let bound): decimal("atMost", bound)
    case .atLeast(let bound): decimal("atLeast", bound)
    case .between(let range):
      decimal("atLeast", range.lowerBound)
      decimal("atMost", range.upperBound)
    }
  }

  /// A number rounded to what was measured; nothing for what JSON has no number for.
  fileprivate mutating func decimal(_ name: String, _ number: Double) {
    guard number.isFinite else { return }
    key(name)
    value(.number(Number(parsing: Array("\((number * 1_000_000).rounded() / 1_000_000)".utf8)[...])))
  }
}
