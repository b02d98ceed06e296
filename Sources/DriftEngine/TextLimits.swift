/// How large the texts are that the tool reads, in bytes. Far above what people write, far below what would hurt.
enum TextLimits {
  static let spec = 16 << 20
  static let live = 512 << 20
  static let variables = 1 << 20
  static let key = 64 << 10
}
