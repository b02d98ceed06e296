import Foundation

/// Starts processes for tests, one at a time, and lets only a few run beside each other: Foundation looks through all open
/// files of the process when it starts another one, and crashes when others are opened and closed meanwhile. It also crashes
/// when there are more than about 1,300, so that all suites that open many, with servers or processes, are serialized.
enum Starting {
  private static let lock = NSLock()
  private static let slots = Slots(16)

  /// Starts the process; it need not have ended when this returns.
  static func start(_ process: Process) throws {
    lock.lock()
    defer { lock.unlock() }
    try process.run()
  }

  /// Waits for its turn, then does what starts processes and waits for them.
  static func inTurn<R>(_ body: () async throws -> R) async throws -> R {
    await slots.take()
    do {
      let result = try await body()
      await slots.free()
      return result
    } catch {
      await slots.free()
      throw error
    }
  }
}

/// A number of places, and who waits for one.
private actor Slots {
  private var open: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) {
    open = count
  }

  func take() async {
    if open > 0 {
      open -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func free() {
    if waiting.isEmpty { open += 1 } else { waiting.removeFirst().resume() }
  }
}
