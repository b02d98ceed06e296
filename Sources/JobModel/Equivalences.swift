package import ConfigValue
import Diagnostics

/// Spellings that mean the same value.
package enum Equivalences {
  /// The list that a string holds as a JSON array, with ranges that cannot be shown; nil when it holds something else.
  package static func listInText(_ text: String) -> Value? {
    let bytes = Array(text.utf8)
    guard let value = try? JSONReader.read(bytes, as: SourceID.none, names: NameTable([])), value.kind == .list else {
      return nil
    }
    return value
  }

  /// A container image with its tag: `app` is `app:latest`. References by digest are left as they are.
  package static func taggedImage(_ image: String) -> String {
    let bytes = image.utf8
    if bytes.isEmpty || bytes.contains(UInt8(ascii: "@")) { return image }
    let lastPart = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? bytes[...]
    return lastPart.contains(UInt8(ascii: ":")) ? image : image + ":latest"
  }
}
