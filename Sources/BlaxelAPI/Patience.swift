/// How long is waited, and for what.
package struct Patience: Sendable {
  package var retry: RetryPolicy
  /// What one request may take, from the first byte sent to the last one received.
  package var requestLimit: Duration
  /// What everything that is asked of the API may take together, pauses included.
  package var totalLimit: Duration
  /// Gives a number from 0 to 1, each time another one.
  package var chance: @Sendable () -> Double

  package init(
    retry: RetryPolicy = .standard, requestLimit: Duration = .seconds(30), totalLimit: Duration = .seconds(600),
    chance: @escaping @Sendable () -> Double = { 0 }
  ) {
    self.retry = retry
    self.requestLimit = requestLimit
    self.totalLimit = totalLimit
    self.chance = chance
  }
}
