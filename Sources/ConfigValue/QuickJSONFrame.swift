/// A list or map that is open, or what is outside of all.
struct QuickJSONFrame: BitwiseCopyable {
  var index: UInt32 = 0
  /// Elements or members begun.
  var children: UInt32 = 0
  /// Those of a map's keys.
  var fingerprints: UInt64 = 0
  /// The bracket that ends it.
  var closing: UInt8 = 0
  /// Whether not all keys were compared.
  var mayHaveDuplicates = false
  /// The number of the key whose value it is, or is in.
  var context: UInt16 = 0
  /// The numbers of the last key, or of the context before any, and of the one that is expected next.
  var previous: UInt16 = 0
  var expected: UInt16 = 0
}
