/// Rows as lines of text: what, the goal, the figure, whether it is reached, and where the figure comes from.
package enum ResultsTable {
  /// The rows under a title, each on one line, with a newline at the end.
  package static func text(_ rows: [Row], under title: String) -> String {
    let cells = rows.map { [$0.title, $0.goal?.text(in: $0.unit) ?? "", figure($0), verdict($0), $0.detail] }
    let widths = (0..<4).map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { cells in
      let line = zip(cells, widths).enumerated().map { column, cell in
        let margin = String(repeating: " ", count: cell.1 - cell.0.count)
        // Figures end in the same column, words begin in it.
        return column == 1 || column == 2 ? margin + cell.0 : cell.0 + margin
      }
      var text = "  " + (line + [cells[4]]).joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    return ([title] + lines).joined(separator: "\n") + "\n"
  }

  private static func figure(_ row: Row) -> String {
    switch row.result {
    case .measured(let figure): row.unit.text(figure)
    case .missing: "–"
    }
  }

  private static func verdict(_ row: Row) -> String {
    switch (row.result, row.isMet) {
    case (.missing(let reason), _): "not measured: " + reason
    case (.measured, true?): "met"
    case (.measured, false?): "MISSED"
    case (.measured, nil): ""
    }
  }
}
