import ConfigValue
import JobModel
import Synchronization

/// Jobs that come and go by themselves, a few at a time: the same ones for the same seed.
///
/// They are called `a-churn-1`, `q-churn-2`, and so on, spread over the alphabet and over the times of creation, so that some
/// stand before whatever page somebody has got to.
private struct Churn {
  private var numbers: SeededNumbers
  private var names: [String] = []
  private var born = 0

  init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
  }

  mutating func advance(in store: JobStore) {
    for _ in 0..<numbers.below(4) where !names.isEmpty {
      store.delete(names.remove(at: numbers.below(names.count)))
    }
    for _ in 0...numbers.below(2) {
      born += 1
      let letter = numbers.pick(Array("abcdefghijklmnopqrstuvwxyz"))
      let name = "\(letter)-churn-\(born)"
      // In the first half of 2026.
      let createdAt = Timestamp(seconds: 1_767_225_600 + numbers.below(180 * 86_400))
      let job: PlainValue = [
        "metadata": ["name": .string(name), "createdAt": .string(createdAt.description)],
        "spec": ["runtime": ["image": .string("job/\(name):v1"), "memory": 1024]], "status": "DEPLOYED",
      ]
      // A name that is taken is somebody else's, who may keep it.
      if (try? store.create(job)) != nil { names.append(name) }
    }
  }
}

/// How far the jobs of every seed have got.
final class ChurnSchedule: Sendable {
  private let churns = Mutex<[UInt64: Churn]>([:])

  /// Lets a step happen for every churn among `effects`.
  func advance(_ effects: [Fault.Effect], in store: JobStore) {
    for case .churn(let seed) in effects {
      churns.withLock { $0[seed, default: Churn(seed: seed)].advance(in: store) }
    }
  }
}
