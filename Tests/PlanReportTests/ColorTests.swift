import PlanReport
import Testing

/// When streams get colours.
@Suite struct ColorTests {
  private static func isColored(
    _ preference: ColorPreference, _ variables: [String: String], isTerminal: Bool
  ) -> Bool {
    preference.isColored(variable: { variables[$0] }, isTerminal: isTerminal)
  }

  @Test(arguments: [
    (["TERM": "xterm"], true), ([:], false), (["TERM": "dumb"], false), (["TERM": ""], false),
    (["TERM": "xterm", "NO_COLOR": "1"], false), (["TERM": "xterm", "NO_COLOR": ""], true),
    (["TERM": "xterm", "CLICOLOR": "0"], false), (["CLICOLOR_FORCE": "1"], true),
    (["TERM": "dumb", "FORCE_COLOR": "1"], true), (["NO_COLOR": "1", "FORCE_COLOR": "1"], false),
    (["TERM": "xterm", "FORCE_COLOR": "0"], true),
  ])
  func `A terminal is coloured unless something speaks against it`(variables: [String: String], expected: Bool) {
    #expect(Self.isColored(.auto, variables, isTerminal: true) == expected)
  }

  @Test func `Files and pipes are plain unless colours are forced`() {
    #expect(!Self.isColored(.auto, ["TERM": "xterm"], isTerminal: false))
    #expect(Self.isColored(.auto, ["CLICOLOR_FORCE": "1"], isTerminal: false))
  }

  @Test func `The flag beats the environment`() {
    #expect(Self.isColored(.always, ["NO_COLOR": "1"], isTerminal: false))
    #expect(!Self.isColored(.never, ["FORCE_COLOR": "1", "TERM": "xterm"], isTerminal: true))
  }
}
