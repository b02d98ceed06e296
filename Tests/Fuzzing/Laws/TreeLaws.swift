import ConfigValue
import Diagnostics

/// What holds for every tree that was read from a text, in whatever language.
struct TreeLaws {
  let text: [UInt8]
  /// Whether values may have been copied to where they were not written.
  let hasCopies: Bool

  /// Checks the ranges of a value and all below it.
  func check(_ root: Value) throws(BrokenLaw) {
    try check(range: root.range)
    var rest = [root]
    while let value = rest.popLast() {
      let children = value.elements.map(\.self) + value.members.flatMap { [$0.key, $0.value] }
      try law("a value has as many children as it says", children.count == value.count * (value.kind == .map ? 2 : 1))
      try law("a value's text is valid UTF-8", Array(value.text.utf8)[...] == value.textBytes)
      var end = value.range.lowerBound
      for child in children {
        try check(range: child.range)
        let isInside = value.range.contains(child.range)
        if hasCopies {
          // An alias stands behind what it names.
          try law(
            "a child lies inside its parent, or before it: \(child.range.bounds) in \(value.range.bounds)",
            isInside || child.range.upperBound <= value.range.lowerBound)
        } else {
          try law("a child lies inside its parent: \(child.range.bounds) in \(value.range.bounds)", isInside)
          try law("a child lies behind the one before it: \(child.range.bounds)", child.range.lowerBound >= end)
          end = child.range.upperBound
        }
      }
      rest += children
    }
  }

  /// Checks that a range can be cut out of the text.
  func check(range: SourceRange) throws(BrokenLaw) {
    let bounds = range.bounds
    try law("a range lies in the text: \(bounds)", bounds.upperBound <= text.count)
    try law("a range splits no character: \(bounds)", isBorder(bounds.lowerBound) && isBorder(bounds.upperBound))
  }

  /// Checks that a finding can be shown at its place.
  func check(_ finding: Diagnostic) throws(BrokenLaw) {
    try law("a finding says where it is", finding.range != nil)
    let ranges = [finding.range].compactMap(\.self) + finding.notes.map(\.range)
    // Characters are those of UTF-8.
    let hasCharacters = ![.invalidUTF8, .unsupportedEncoding].contains(finding.code)
    for range in ranges where hasCharacters { try check(range: range) }
    for range in ranges {
      try law("a finding lies in the text: \(range.bounds)", range.bounds.upperBound <= text.count)
    }
  }

  private func isBorder(_ offset: Int) -> Bool {
    offset == text.count || text[offset] & 0xC0 != 0x80
  }
}
