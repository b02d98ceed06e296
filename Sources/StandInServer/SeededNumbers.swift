/// Numbers that look random and are the same for the same seed, on every machine: SplitMix64.
struct SeededNumbers: Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A series of its own for each of many things that share a seed.
  init(seed: UInt64, of number: Int) {
    var numbers = SeededNumbers(seed: seed &+ UInt64(truncatingIfNeeded: number) &* 0xD1B5_4A32_D192_ED03)
    state = numbers.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 to `bound` - 1; `bound` is positive.
  mutating func below(_ bound: Int) -> Int {
    Int(next() % UInt64(bound))
  }

  /// One of `choices`, which are not empty.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[below(choices.count)]
  }
}
