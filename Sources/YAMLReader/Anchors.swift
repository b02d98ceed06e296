import ConfigValue

/// The anchors of one document and the values they name.
struct Anchors {
  enum Anchor {
    /// The value it names has not ended yet.
    case open
    case complete(TreeBuilder.Subtree)
  }

  /// The number of an anchor in the document.
  typealias Serial = Int32

  /// An anchor of a list or map that is open.
  struct Open: BitwiseCopyable {
    let serial: Serial
    /// The node of the list or map.
    let index: Int32
  }

  private var anchors: [(name: String, anchor: Anchor)] = []
  /// The last anchor of each name, where there are many.
  private var last: [String: Serial] = [:]
  /// Those of lists and maps that are open.
  private var open: [Open] = []
  /// The node of the innermost list or map that is open and has an anchor; negative when there is none.
  private(set) var innermost: Int32 = -1

  /// Up to here names are compared one by one; beyond, the time must stay linear.
  private static let pairwiseLimit = 16

  /// What the name stands for at this place of the document.
  subscript(_ name: String) -> Anchor? {
    guard anchors.count > Self.pairwiseLimit else { return anchors.last { $0.name == name }?.anchor }
    return last[name].map { anchors[Int($0)].anchor }
  }

  /// Notes an anchor before its value.
  ///
  /// A name may be given again, and then stands for the later value, also while that is open.
  mutating func begin(_ name: String) -> Serial {
    let serial = Serial(anchors.count)
    anchors.append((name, .open))
    if anchors.count > Self.pairwiseLimit {
      if last.isEmpty { for (serial, anchor) in anchors.enumerated() { last[anchor.name] = Serial(serial) } }
      last[name] = serial
    }
    return serial
  }

  /// Notes the value of an anchor.
  mutating func complete(_ serial: Serial, as value: TreeBuilder.Subtree) {
    anchors[Int(serial)].anchor = .complete(value)
  }

  /// Notes that the node at `index`, a list or map with an anchor, is open.
  mutating func push(_ serial: Serial, at index: Int) {
    innermost = Int32(truncatingIfNeeded: index)
    open.append(Open(serial: serial, index: innermost))
  }

  /// The anchor of the innermost list or map that is open and has one, which ends.
  mutating func pop() -> Serial {
    let ended = open.removeLast()
    innermost = open.last?.index ?? -1
    return ended.serial
  }

  /// Forgets all, as where a document begins.
  mutating func removeAll() {
    if !anchors.isEmpty { self = Anchors() }
  }
}
