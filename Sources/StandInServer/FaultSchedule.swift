import Synchronization

/// The faults of a server, and how often each is still to happen.
final class FaultSchedule: Sendable {
  private struct Entry {
    let fault: Fault
    var remaining: Int?
  }

  private let entries: Mutex<[Entry]>

  init(_ faults: [Fault]) {
    entries = Mutex(faults.map { Entry(fault: $0, remaining: $0.times) })
  }

  /// What befalls the next request for `target`; counts it.
  func effects(on target: Fault.Scope) -> [Fault.Effect] {
    entries.withLock { entries in
      var effects: [Fault.Effect] = []
      for index in entries.indices where entries[index].remaining != 0 {
        let fault = entries[index].fault
        guard fault.scope == .everything || fault.scope == target else { continue }
        entries[index].remaining = entries[index].remaining.map { $0 - 1 }
        effects.append(fault.effect)
      }
      return effects
    }
  }
}
