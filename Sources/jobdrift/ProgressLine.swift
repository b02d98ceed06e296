import BlaxelAPI
import PlanReport
import Synchronization

/// The line at the bottom of a terminal that says how many of the live jobs are here. Gone before anything else is written.
final class ProgressLine: Sendable {
  private struct State {
    var jobs = ""
    var isShown = false
  }

  private let state = Mutex(State())

  /// Nil unless standard error is a terminal that can take a line back.
  init?() {
    guard StandardStream.error.isTerminal, let terminal = ProcessEnvironment["TERM"], terminal != "dumb" else {
      return nil
    }
  }

  func observe(_ event: APIEvent) {
    switch event {
    case .listed(let jobs, let total):
      // One page is here before anybody could read of it.
      guard let total, total > jobs else { return }
      show { $0.jobs = "jobs \(DigitGroups.text(jobs))/\(DigitGroups.text(total))" }
    case .pausing(_, let pause):
      let seconds = pause.components.seconds + 1
      show(", again in \(seconds) s") { _ in }
    case .asked, .answered, .failed: return
    }
  }

  /// Takes the line back.
  func erase() {
    state.withLock { state in
      guard state.isShown else { return }
      Self.write(Self.erasure)
      state.isShown = false
      Interruption.setErasure([])
    }
  }

  private func show(_ remark: String = "", _ change: (inout State) -> Void) {
    state.withLock { state in
      change(&state)
      if !state.isShown { Interruption.setErasure(Array(Self.erasure.utf8)) }
      Self.write(Self.erasure + (state.jobs.isEmpty ? "jobs" : state.jobs) + remark)
      state.isShown = true
    }
  }

  /// Takes the cursor to the beginning of the line, and the line away (ECMA-48, CR and EL).
  private static let erasure = "\r\u{1B}[K"

  private static func write(_ text: String) {
    // Whether anybody sees it does not matter to the run.
    try? StandardStream.error.write(Array(text.utf8))
  }
}
