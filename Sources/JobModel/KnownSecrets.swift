/// Texts that must not appear, for finding them inside of others: in one pass, however many there are.
///
/// Those shorter than `SecretText.shortest` are left out. Texts are compared byte by byte.
package struct KnownSecrets: Sendable {
  /// How many bytes the longest has.
  package let longest: Int

  /// All of them, one behind the other.
  private let bytes: [UInt8]
  /// In the order of their bytes, so that those with the same beginning stand together.
  private let entries: [Entry]
  private let beginnings: BeginningTable

  private struct Entry {
    let bounds: Range<Int>
    /// The longest of those that this one begins with.
    let parent: Int?
  }

  package init(_ texts: Set<String>) {
    var bytes: [UInt8] = []
    var unsorted: [(beginning: UInt64, bounds: Range<Int>)] = []
    for text in texts where text.utf8.count >= SecretText.shortest {
      let start = bytes.count
      bytes += text.utf8
      unsorted.append((BeginningTable.window(of: bytes[start...]), start..<bytes.count))
    }
    let sorted = unsorted.sorted { one, other in
      one.beginning != other.beginning
        ? one.beginning < other.beginning : bytes[one.bounds].lexicographicallyPrecedes(bytes[other.bounds])
    }
    var entries: [Entry] = []
    entries.reserveCapacity(sorted.count)
    for (_, bounds) in sorted {
      // What begins with a text stands right behind it, or behind others that do.
      var parent = entries.indices.last
      while let one = parent, !bytes[bounds].starts(with: bytes[entries[one].bounds]) { parent = entries[one].parent }
      entries.append(Entry(bounds: bounds, parent: parent))
    }
    longest = sorted.lazy.map(\.bounds.count).max() ?? 0
    beginnings = BeginningTable(sorted.map(\.beginning))
    self.bytes = bytes
    self.entries = entries
  }

  package var isEmpty: Bool { entries.isEmpty }

  /// Whether one of them stands in a text.
  package func occur(in text: Span<UInt8>) -> Bool {
    var isFound = false
    search(text) { _ in
      isFound = true
      return false
    }
    return isFound
  }

  /// Where they stand in a text, in ascending order, in offsets of the span: all that a byte of one of them covers. Those that
  /// share a byte are one range; those that only touch are not.
  package func occurrences(in text: Span<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    search(text) { range in
      if let last = found.last, range.lowerBound < last.upperBound {
        found[found.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        found.append(range)
      }
      return true
    }
    return found
  }

  /// Gives the longest of them at each place where one begins, in ascending order, until `body` wants no more.
  @inline(__always)
  private func search(_ text: Span<UInt8>, _ body: (Range<Int>) -> Bool) {
    guard !entries.isEmpty, text.count >= SecretText.shortest else { return }
    var window: UInt64 = 0
    for index in text.indices {
      window = BeginningTable.next(window, text[index])
      let start = index + 1 - SecretText.shortest
      guard beginnings.mayHold(window), start >= 0, let group = beginnings.entries(of: window),
        let count = longest(of: group, in: text, at: start)
      else { continue }
      guard body(start..<start + count) else { return }
    }
  }

  /// How long the longest of some entries is, of those that stand at a place of a text.
  ///
  /// Between a beginning of the rest of the text and that rest, in the order of bytes, there is nothing that does not begin with
  /// it: the last entry up to the rest is the longest, or else begins with it.
  private func longest(of group: Range<Int>, in text: Span<UInt8>, at start: Int) -> Int? {
    var (low, high) = (group.lowerBound, group.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isUp(to: text, at: start, entries[middle].bounds) { low = middle + 1 } else { high = middle }
    }
    var candidate = low > group.lowerBound ? low - 1 : Int?.none
    while let one = candidate {
      let bounds = entries[one].bounds
      if common(bounds, text, at: start) == bounds.count { return bounds.count }
      candidate = entries[one].parent
    }
    return nil
  }

  /// Whether a secret is one of which the rest of the text begins, or comes before it in the order of bytes.
  private func isUp(to text: Span<UInt8>, at start: Int, _ bounds: Range<Int>) -> Bool {
    let count = common(bounds, text, at: start)
    if count == bounds.count { return true }
    return start + count < text.count && bytes[bounds.lowerBound + count] < text[start + count]
  }

  /// How many bytes a secret and the rest of a text have in common.
  private func common(_ bounds: Range<Int>, _ text: Span<UInt8>, at start: Int) -> Int {
    let most = min(bounds.count, text.count - start)
    var count = 0
    while count < most, bytes[bounds.lowerBound + count] == text[start + count] { count += 1 }
    return count
  }
}
