import Synchronization

/// How many threads a run may keep busy at a time: one of them less while the API is asked, so that nothing that the API waits for has
/// to wait for a processor. An answer costs little work and many short steps, each of which would stand in line.
final class WorkerBudget: Sendable {
  private let workers: Int
  private let isAsking: Atomic<Bool>

  /// - Parameter workers: at least 1.
  init(_ workers: Int, whileAsking isAsking: Bool) {
    self.workers = workers
    self.isAsking = Atomic(isAsking)
  }

  /// At least 1; grows at most once.
  var count: Int { isAsking.load(ordering: .relaxed) ? max(1, workers - 1) : workers }

  /// Gives all threads to what is left to do.
  func endAsking() {
    isAsking.store(false, ordering: .relaxed)
  }
}
