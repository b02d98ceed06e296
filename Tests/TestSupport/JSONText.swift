package import ConfigValue
import Diagnostics
import JobModel

extension PlainValue {
  /// Reads a JSON text, strictly.
  package init(json bytes: [UInt8]) throws {
    self = try JSONReader.read(bytes, as: .none, names: JobSchema.blaxel.names).plain
  }

  /// The elements of a list; none for other values.
  package var elements: [PlainValue] {
    if case .list(let elements) = self { elements } else { [] }
  }

  /// The text of a string.
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value as JSON.
  package var json: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.finish()
  }
}
