/// The cheapest way to pair rows with columns.
enum Assignment {
  /// The column of each row so that as many allowed pairs are made as can be, and these cost the least together; nil for rows
  /// without one.
  ///
  /// Asks for each cost once, row by row. The Hungarian method in the form of shortest augmenting paths, O(rows² · columns) for at most as many rows as columns.
  ///
  /// - Parameter cost: at least 0, and so little that any allowed pairs together cost less than 2⁵²; nil where a pair is not
  ///   allowed.
  static func columns(rows: Int, columns: Int, cost: (Int, Int) -> Int?) -> [Int?] {
    guard rows > 0, columns > 0 else { return Array(repeating: nil, count: rows) }
    // A pair that is not allowed costs more than all allowed ones, so that it is made only where nothing else is left.
    let forbidden = 1 << 52
    let isWide = rows <= columns
    let (short, long) = isWide ? (rows, columns) : (columns, rows)
    var costs = [Int](repeating: forbidden, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        costs[isWide ? row * long + column : column * long + row] = cost(row, column) ?? forbidden
      }
    }
    var found = [Int?](repeating: nil, count: rows)
    for (place, owner) in owners(of: costs, rows: short, columns: long).enumerated() {
      guard let owner, costs[owner * long + place] < forbidden else { continue }
      found[isWide ? owner : place] = isWide ? place : owner
    }
    return found
  }

  /// The row that gets each column.
  private static func owners(of costs: [Int], rows: Int, columns: Int) -> [Int?] {
    var rowPrices = [Int](repeating: 0, count: rows)
    // One column more than there are: each new row starts there, in want of a real one.
    var columnPrices = [Int](repeating: 0, count: columns + 1)
    var owners = [Int?](repeating: nil, count: columns + 1)
    for newcomer in 0..<rows {
      owners[columns] = newcomer
      var current = columns
      var slack = [Int](repeating: Int.max, count: columns)
      var previous = [Int](repeating: columns, count: columns)
      var isVisited = [Bool](repeating: false, count: columns + 1)
      while let row = owners[current] {
        isVisited[current] = true
        var (step, nearest) = (Int.max, columns)
        for column in 0..<columns where !isVisited[column] {
          let reduced = costs[row * columns + column] - rowPrices[row] - columnPrices[column]
          if reduced < slack[column] { (slack[column], previous[column]) = (reduced, current) }
          if slack[column] < step { (step, nearest) = (slack[column], column) }
        }
        for column in 0...columns where isVisited[column] {
          if let owner = owners[column] { rowPrices[owner] += step }
          columnPrices[column] -= step
        }
        for column in 0..<columns where !isVisited[column] { slack[column] -= step }
        current = nearest
      }
      while current != columns {
        owners[current] = owners[previous[current]]
        current = previous[current]
      }
    }
    return Array(owners.dropLast())
  }
}
