import ConfigValue

/// The anchors of one document and the values they name.
struct Anchors {
  enum Anchor {
    /// The value it names has not ended yet.
    case open
    case complete(TreeBuilder.Subtree)
  }

  /// An anchor whose value is being read.
  struct Pending {
    let name: String
    fileprivate let serial: Int
  }

  private var anchors: [String: (anchor: Anchor, serial: Int)] = [:]
  private var serial = 0

  /// What the name stands for at this place of the document.
  subscript(_ name: String) -> Anchor? {
    anchors[name]?.anchor
  }

  /// Notes an anchor before its value.
  ///
  /// A name may be given again, and then stands for the later value.
  mutating func begin(_ name: String) -> Pending {
    serial += 1
    anchors[name] = (.open, serial)
    return Pending(name: name, serial: serial)
  }

  /// Notes the value of an anchor, unless its name was given again inside that value.
  mutating func complete(_ pending: Pending, as value: TreeBuilder.Subtree) {
    guard anchors[pending.name]?.serial == pending.serial else { return }
    anchors[pending.name]?.anchor = .complete(value)
  }
}
