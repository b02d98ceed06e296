import Diagnostics
import Testing
import YAMLReader

/// What users are told of the budgets.
@Suite struct BudgetHelpTests {
  @Test func `The limits that the help names are those that hold`() {
    let limits = YAMLBudgets.standard
    let text = DiagnosticCode.budgetExceeded.help.text.replacing("\n", with: " ")
    for (number, unit) in [
      (limits.bytes >> 20, " MiB"), (limits.depth, " levels"), (limits.aliases / 1000, ",000 aliases"),
      (limits.nodes / 1000, ",000 values"), (limits.documents / 1000, ",000 documents"),
      (limits.scalarBytes >> 10, " KiB"),
    ] { #expect(text.contains("\(number)\(unit)")) }
  }
}
