package import Diagnostics

/// Reads JSON that nothing is wrong with, several times faster than `JSONReader` does with care.
///
/// It takes exactly the texts that the careful reader takes, gives the same tree, and of the others only says that they are not
/// for it. So it need not know what is wrong, nor where. Scalars outside any list or object it leaves to the careful reader, too.
package enum QuickJSON {
  /// Reads a text in UTF-8 and within the budget for its bytes. Nil when anything is wrong or unusual.
  ///
  /// - Parameter expectedNodes: as a `TextSurvey` says, or as many as the budget has.
  package static func read(
    _ bytes: [UInt8], as source: SourceID, names: NameTable, expectedNodes: Int, budgets: JSONBudgets
  ) -> Value? {
    // Places in decoded texts, which stand behind the source, are 32 bits as well.
    guard bytes.count < Int(Int32.max) else { return nil }
    var decoded: [UInt8]?
    // A key and its value are asked for together, which may be one node more than there are.
    let capacity = expectedNodes + 1
    let nodes = unsafe ContiguousArray<Node>(unsafeUninitializedCapacity: capacity) { memory, count in
      unsafe bytes.withUnsafeBytes { text in
        unsafe withUnsafeTemporaryAllocation(of: QuickJSONFrame.self, capacity: JSONReader.maximumDepth + 1) { frames in
          unsafe withUnsafeTemporaryAllocation(of: RememberedKey.self, capacity: RememberedKey.count) { keys in
            guard let text = unsafe RawText(text), let nodes = unsafe RawList(memory),
              let frames = unsafe RawStack(frames), let keys = unsafe RawList(keys)
            else { return }
            let rare = QuickJSONRarities(
              bytes, as: text, names: names, scalarBytes: budgets.scalarBytes, memory: (nodes, keys))
            guard let total = QuickJSONScan(rare, frames: frames).run(), total <= budgets.nodes else { return }
            (count, decoded) = (total, rare.decoded)
          }
        }
      }
    }
    guard let decoded else { return nil }
    let text = decoded.isEmpty ? bytes : bytes + decoded
    return Value(tree: ValueTree(source: source, nodes: fitted(nodes), text: text), index: 0)
  }

  /// The same nodes in not much more memory than they need: trees are kept.
  private static func fitted(_ nodes: ContiguousArray<Node>) -> ContiguousArray<Node> {
    nodes.capacity - nodes.count > nodes.count / 8 ? ContiguousArray(nodes[...]) : nodes
  }
}
