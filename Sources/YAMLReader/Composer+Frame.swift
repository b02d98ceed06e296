extension Composer {
  /// A list or map that is open, or what is outside of all.
  struct Frame: BitwiseCopyable {
    var index: Int32 = 0
    var lowerBound: UInt32 = 0
    var anchor: Anchors.Serial?
    var isMap = false
    /// Whether a map's next node is a key.
    var expectsKey = false
    /// Whether a map's next value is that of a merge key.
    var expectsMerge = false
  }
}
