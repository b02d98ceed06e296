/// Where a member of a map stands in the tree of its job.
package struct MemberPlace: BitwiseCopyable, Sendable {
  /// The node of the map.
  package let map: Int
  /// The node of the member's value, which follows that of its key.
  package let value: Int
  /// Which object of the table the map is, by `JobSchema.number(of:)`.
  package let object: Int

  package init(map: Int, value: Int, object: Int) {
    self.map = map
    self.value = value
    self.object = object
  }
}
