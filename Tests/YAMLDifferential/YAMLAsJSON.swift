import ConfigValue
import Diagnostics
import YAMLReader

/// Reads YAML texts, one a line as a JSON string, and answers each with a line of JSON:
///
///     {"documents":[…],"codes":["ambiguous-scalar"]}
@main
struct YAMLAsJSON {
  static func main() throws {
    let names = NameTable([])
    while let line = readLine() {
      let text = try JSONReader.read(Array(line.utf8), as: .none, names: names)
      let result = YAMLDocuments.read(Array(text.textBytes), as: .none, names: names)
      var answer = JSONWriter(pretty: false)
      answer.object { json in
        json.key("documents")
        json.value(.list(result.documents.map(\.plain)))
        json.key("codes")
        json.value(.list(result.diagnostics.map { .string($0.code.rawValue) }))
      }
      print(String(decoding: answer.finish(), as: UTF8.self))
    }
  }
}
