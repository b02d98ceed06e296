/// How a difference came about, seen from the version of the specs that a change set out from.
///
/// With base, desired and live value: `change` when desired differs from base and live does not; `drift` when live differs
/// from base and desired does not; `conflict` when both do, and from each other; `adopt` when both do, to the same value.
package enum Origin: String, CaseIterable, Sendable {
  /// The specs moved; the live job is as it was, or cannot be seen.
  case change
  /// The live job moved; the specs are as they were.
  case drift
  /// Both moved, to different values, so that applying overwrites what somebody did.
  case conflict
  /// The specs moved to what is live: nothing is left to apply.
  case adopt
}
