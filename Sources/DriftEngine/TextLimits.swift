/// How large the texts are that the tool reads, in bytes. Far above what people write, far below what would hurt.
enum TextLimits {
  static let live = 512 << 20
  static let variables = 1 << 20
  static let key = 64 << 10
  static let logins = 1 << 20
}

/// How much all specs of one run may be together, so that the wrong directory ends with an error instead of with the machine.
package struct SpecLimits: Sendable {
  package var files: Int
  package var bytes: Int

  /// Twice the files and bytes of 100,000 specs, the most that runs are measured with.
  package static let standard = SpecLimits(files: 200_000, bytes: 512 << 20)

  package init(files: Int, bytes: Int) {
    self.files = files
    self.bytes = bytes
  }
}
