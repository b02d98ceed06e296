import JobModel
import Testing

/// The API's mask.
@Suite struct MaskTests {
  @Test(arguments: ["***", "****", "*****"])
  func `Three asterisks or more are a mask`(text: String) {
    #expect(Mask.covers(text))
  }

  @Test(arguments: ["", "*", "**", "*** ", " ***", "a***", "***a", "* * *"])
  func `Anything else is a value`(text: String) {
    #expect(!Mask.covers(text))
  }
}
