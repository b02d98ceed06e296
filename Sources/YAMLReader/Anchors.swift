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

  private var anchors: [String: (anchor: Anchor, serial: Serial)] = [:]
  /// The names given so far; a serial is a place here.
  private var names: [String] = []

  /// What the name stands for at this place of the document.
  subscript(_ name: String) -> Anchor? {
    anchors[name]?.anchor
  }

  /// Notes an anchor before its value.
  ///
  /// A name may be given again, and then stands for the later value.
  mutating func begin(_ name: String) -> Serial {
    let serial = Serial(names.count)
    names.append(name)
    anchors[name] = (.open, serial)
    return serial
  }

  /// Notes the value of an anchor, unless its name was given again inside that value.
  mutating func complete(_ serial: Serial, as value: TreeBuilder.Subtree) {
    let name = names[Int(serial)]
    guard anchors[name]?.serial == serial else { return }
    anchors[name]?.anchor = .complete(value)
  }
}
