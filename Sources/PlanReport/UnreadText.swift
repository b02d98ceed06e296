import Diagnostics

/// A text of which nobody knows what in it is secret, read just well enough to say what of its lines may be shown:
/// punctuation, field names in the place of keys, and harmless values behind them.
///
///     - {name: DB_PASSWORD, value: p@ss:word-true, secret: true     →     - {name: …, value: …, secret: true
///
/// YAML and JSON are read alike, and broken ones too. Wherever it is not certain what a word is, it is hidden: all of a
/// value, from its first byte to where the next thing that may be shown begins or the line ends; the lines below a name
/// that has no named fields below it, such as those of a block scalar; every line that begins inside quotes.
struct UnreadText {
  private let vocabulary = QuotingVocabulary.blaxel
  private var cursor: LineCursor
  /// The number of the line to be read next, from 1.
  private var nextLine = 1
  /// What is hidden of the line that was read last.
  private var hidden: [Range<Int>] = []

  // MARK: What is open where the next line begins

  /// The flow collections.
  private var collections: [Visibility] = []
  /// What may be shown of a flow collection that comes next, when a key stands before it.
  private var nextVisibility: Visibility?
  /// The quotes around a text that goes on.
  private var quote: UInt8?
  /// Lines that are indented deeper belong to something hidden; with dashes, those that begin with one as deep, too.
  private var cover: (indent: Int, withDashes: Bool)?

  /// What may be shown of a flow collection.
  private enum Visibility {
    case shown, brackets, nothing
  }

  init(_ bytes: [UInt8]) {
    cursor = LineCursor(bytes)
  }

  /// The bytes of a line that must not be shown. Asking in ascending order reads the text once.
  mutating func hidden(inLine number: Int, by index: LineIndex) -> RangeSet<Int> {
    if number < nextLine - 1 { self = UnreadText(cursor.bytes) }
    while nextLine <= number {
      cursor.begin(index.line(nextLine))
      hidden.removeAll(keepingCapacity: true)
      readLine()
      nextLine += 1
    }
    return RangeSet(merged())
  }

  /// The hidden ranges; those with nothing but marks between them are one, so that not even the marks in a value show.
  private func merged() -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in hidden where !range.isEmpty {
      if let last = merged.last,
        !cursor.bytes[last.upperBound..<max(last.upperBound, range.lowerBound)].contains(where: LineCursor.isWord)
      {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  private mutating func readLine() {
    if let quote {
      hidden.append(cursor.line)
      guard let end = cursor.end(of: quote, from: cursor.position) else { return }
      self.quote = nil
      cursor.position = end
      return skipHidden()
    }
    let isMarker = cursor.isDocumentMarker
    if isMarker {
      (collections, nextVisibility, cover) = ([], nil, nil)
      cursor.position += 3
    }
    cursor.skipBlanks()
    if cursor.isAtEnd { return }
    if let cover,
      cursor.column > cover.indent || (cursor.column == cover.indent && cover.withDashes && cursor.isIndicator("-"))
    {
      hidden.append(cursor.position..<cursor.line.upperBound)
      return skipHidden()
    }
    cover = nil
    if collections.isEmpty { readBlock(isAfterMarker: isMarker) } else { readFlow(isHidden: false) }
  }

  /// Reads the rest of a line that is hidden already for what it closes. The lines of a block scalar close nothing.
  private mutating func skipHidden() {
    if !collections.isEmpty { readFlow(isHidden: true) }
  }

  private mutating func hideRest(from start: Int? = nil) {
    hidden.append((start ?? cursor.position)..<cursor.line.upperBound)
    cursor.position = cursor.line.upperBound
  }

  /// Takes blanks and a comment, of which only the sign is shown; true at the end of the line.
  private mutating func takeTrailer() -> Bool {
    cursor.skipBlanks()
    if cursor.isComment {
      cursor.position += 1
      hideRest()
    }
    return cursor.isAtEnd
  }

  // MARK: Block style

  private mutating func readBlock(isAfterMarker: Bool) {
    var dash: Int?
    while !takeTrailer() {
      if cursor.isIndicator("-") || cursor.isIndicator("?") {
        dash = cursor.column
        cursor.position += 1
        continue
      }
      if cursor.isOpening { return readFlow(isHidden: false) }
      let column = cursor.column
      if let meaning = takeKey(inFlow: false) { return readBlockValue(meaning, column: column) }
      // A name without its colon is a mistake worth showing, unless it could be an element.
      let word = cursor.word
      if dash == nil, !isAfterMarker, vocabulary[cursor.bytes[word]] != nil, cursor.isLast(before: word.upperBound) {
        cursor.position = word.upperBound
        continue
      }
      let isText = [UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'")].contains(cursor.byte)
      let isKey = hideUnknown()
      if !isKey, isAfterMarker || (dash == nil && isText) {
        // The whole document is one text.
        cover = (-1, true)
      } else if !isKey, let dash {
        cover = (dash, false)
      } else {
        cover = (column, true)
      }
    }
  }

  private mutating func readBlockValue(_ meaning: QuotingVocabulary.Meaning, column: Int) {
    // Whatever a value is, what is indented deeper than its key belongs to it.
    if !meaning.opens { cover = (column, true) }
    if takeTrailer() { return }
    if cursor.isOpening {
      nextVisibility = Self.visibility(below: meaning)
      return readFlow(isHidden: false)
    }
    cover = (column, true)
    let start = cursor.position
    let scalar: Range<Int>?
    if cursor.isQuote {
      scalar = takeQuoted().flatMap { cursor.isLast(before: cursor.position) ? $0 : nil }
    } else {
      scalar = cursor.plainScalar(inFlow: false)
      cursor.position = scalar?.upperBound ?? start
    }
    guard let scalar, meaning.allows(cursor.bytes[scalar]) else { return hideRest(from: start) }
    _ = takeTrailer()
  }

  /// Hides the rest of the line, and notes what stays open behind it; tells whether a key begins it.
  private mutating func hideUnknown() -> Bool {
    let (start, end) = (cursor.position, cursor.line.upperBound)
    hidden.append(start..<end)
    defer { cursor.position = end }
    if cursor.isQuote {
      guard takeQuoted() != nil else { return false }
    }
    guard let colon = cursor.colon(before: end) else { return false }
    cursor.position = colon + 1
    cursor.skipBlanks()
    if cursor.isOpening { readFlow(isHidden: true) } else if cursor.isQuote { _ = takeQuoted() }
    return true
  }

  // MARK: Flow style

  /// Reads tokens of flow collections to the end of the line, or to where the outermost one ends.
  private mutating func readFlow(isHidden: Bool) {
    while !takeTrailer() {
      let isShown = !isHidden && isShowing
      if cursor.isOpening {
        let visibility = isShown ? nextVisibility ?? .shown : .nothing
        take(isShown: visibility != .nothing)
        collections.append(visibility)
        nextVisibility = nil
      } else if cursor.byte == UInt8(ascii: ",") {
        take(isShown: isShown)
        nextVisibility = nil
      } else if LineCursor.isFlowEnd(cursor.byte) {
        let visibility = collections.popLast()
        nextVisibility = nil
        take(isShown: !isHidden && isShowing && visibility != .nothing)
        // What stands behind the outermost collection belongs to nothing.
        if collections.isEmpty { return takeTrailer() ? () : hideRest() }
      } else if cursor.isIndicator("-") || cursor.isIndicator("?") {
        take(isShown: isShown)
      } else if isShown, let meaning = takeKey(inFlow: true) {
        readFlowValue(meaning)
      } else {
        readUnknownFlow()
      }
    }
  }

  /// Whether what stands in the innermost collection may be shown.
  private var isShowing: Bool { collections.last.map { $0 == .shown } ?? true }

  private static func visibility(below meaning: QuotingVocabulary.Meaning) -> Visibility {
    meaning.opens ? .shown : meaning.isSecret ? .nothing : .brackets
  }

  private mutating func readFlowValue(_ meaning: QuotingVocabulary.Meaning) {
    cursor.skipBlanks()
    nextVisibility = Self.visibility(below: meaning)
    if cursor.isAtEnd, !meaning.opens { coverDeeperLines() }
    if cursor.isAtEnd || cursor.isOpening || cursor.isComment || LineCursor.isFlowEnd(cursor.byte) { return }
    nextVisibility = nil
    let start = cursor.position
    var scalar: Range<Int>?
    if cursor.isQuote {
      scalar = takeQuoted().flatMap { takeGarbage() ? nil : $0 }
    } else {
      scalar = takePlain()
    }
    if let scalar, meaning.allows(cursor.bytes[scalar]) { return }
    hidden.append(start..<cursor.position)
  }

  /// Hides a token that is no known key, and the scalar behind it when it is an unknown one.
  private mutating func readUnknownFlow() {
    let start = cursor.position
    defer { hidden.append(start..<cursor.position) }
    if cursor.isQuote {
      guard takeQuoted() != nil else { return }
      cursor.skipBlanks()
      guard !cursor.isAtEnd, cursor.byte == UInt8(ascii: ":") else {
        _ = takeGarbage()
        return
      }
      cursor.position += 1
    } else {
      guard let colon = cursor.colon(before: cursor.plainScalar(inFlow: true).upperBound) else {
        _ = takePlain()
        return
      }
      cursor.position = colon + 1
    }
    nextVisibility = .nothing
    cursor.skipBlanks()
    if cursor.isAtEnd || cursor.isOpening || cursor.isComment || LineCursor.isFlowEnd(cursor.byte) { return }
    nextVisibility = nil
    if !cursor.isQuote {
      _ = takePlain()
    } else if takeQuoted() != nil {
      _ = takeGarbage()
    }
  }

  /// Takes what stands behind a text in quotes and belongs to nothing, so that the text may not be all of a value; false when
  /// there is none.
  private mutating func takeGarbage() -> Bool {
    cursor.skipBlanks()
    if cursor.isAtEnd || cursor.isOpening || cursor.isComment || LineCursor.isFlowEnd(cursor.byte) { return false }
    _ = takePlain()
    return true
  }

  /// Takes a plain scalar, at least one byte. At the end of the line, it may go on in the next ones.
  private mutating func takePlain() -> Range<Int> {
    let scalar = cursor.plainScalar(inFlow: true)
    cursor.position = max(scalar.upperBound, cursor.position + 1)
    if cursor.isAtEnd { coverDeeperLines() }
    return scalar
  }

  private mutating func coverDeeperLines() {
    let indent = cursor.bytes[cursor.line].prefix(while: LineCursor.isBlank).count
    if cover.map({ indent < $0.indent }) ?? true { cover = (indent, false) }
  }

  // MARK: Tokens

  /// Takes the name of a field and the colon behind it.
  private mutating func takeKey(inFlow: Bool) -> QuotingVocabulary.Meaning? {
    let start = cursor.position
    let isQuoted = cursor.isQuote
    var name = cursor.word
    cursor.position = name.upperBound
    if isQuoted {
      cursor.position = start
      guard let end = cursor.end(of: cursor.byte, from: start + 1) else { return nil }
      name = start + 1..<end - 1
      cursor.position = end
    }
    cursor.skipBlanks()
    if let meaning = vocabulary[cursor.bytes[name]], !cursor.isAtEnd, cursor.byte == UInt8(ascii: ":"),
      inFlow && isQuoted || cursor.isBlankOrEnd(at: cursor.position + 1)
    {
      cursor.position += 1
      return meaning
    }
    cursor.position = start
    return nil
  }

  /// Takes a text in quotes and gives what stands in them; nil, at the end of the line, when it goes on behind it.
  private mutating func takeQuoted() -> Range<Int>? {
    let (start, mark) = (cursor.position, cursor.byte)
    guard let end = cursor.end(of: mark, from: start + 1) else {
      quote = mark
      cursor.position = cursor.line.upperBound
      return nil
    }
    cursor.position = end
    return start + 1..<end - 1
  }

  /// Takes one mark.
  private mutating func take(isShown: Bool) {
    if !isShown { hidden.append(cursor.position..<cursor.position + 1) }
    cursor.position += 1
  }
}
