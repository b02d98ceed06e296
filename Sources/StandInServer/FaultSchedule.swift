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
  func faults(of target: Fault.Scope) -> [Fault] {
    entries.withLock { entries in
      var faults: [Fault] = []
      for index in entries.indices where entries[index].remaining != 0 {
        let fault = entries[index].fault
        guard fault.isAbout(target) else { continue }
        entries[index].remaining = entries[index].remaining.map { $0 - 1 }
        faults.append(fault)
      }
      return faults
    }
  }
}
