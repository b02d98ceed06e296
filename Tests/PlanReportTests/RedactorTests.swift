import ConfigValue
import TestSupport
import Testing

@testable import JobDiff
@testable import PlanReport

/// Known secrets inside of texts, paths and folds.
@Suite struct RedactorTests {
  @Test(arguments: [
    ("a swordfish-1 b", "a (sensitive) b"), ("swordfish-1swordfish-2", "(sensitive)(sensitive)"),
    // Both ends of two that overlap are part of one.
    ("swordfish-1-and-more", "(sensitive)"), ("xswordfish-1-and-mor", "x(sensitive)-and-mor"),
    ("sensitive", "(sensitive)"), ("swordfish-1 sensitive", "(sensitive) (sensitive)"),
    ("swordfish-1\u{301}", "(sensitive)\u{301}"), ("fish-1", "fish-1"), ("", ""),
  ])
  func `Whatever a known secret covers gives way to a mark`(text: String, shown: String) {
    let redactor = Redactor(
      secrets: ["swordfish-1", "swordfish-2", "fish-1-and-more", "sensitive", "fish-1"])
    #expect(redactor.text(text) == shown)
    #expect(redactor.path(FieldPath([.field(text)])) == FieldPath([.field(shown)]))
  }

  @Test func `Where secrets stand in a part of a text is told in offsets of the text`() {
    let bytes = Array("swordfish-1 swordfish-1 swordfish".utf8)
    #expect(Redactor(secrets: ["swordfish-1"]).occurrences(in: bytes[4...]) == RangeSet(12..<23))
  }
}
