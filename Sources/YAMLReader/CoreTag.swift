import ConfigValue

/// The tags of the core schema.
enum CoreTag: String {
  case null = "tag:yaml.org,2002:null"
  case boolean = "tag:yaml.org,2002:bool"
  case integer = "tag:yaml.org,2002:int"
  case decimal = "tag:yaml.org,2002:float"
  case string = "tag:yaml.org,2002:str"
  case list = "tag:yaml.org,2002:seq"
  case map = "tag:yaml.org,2002:map"

  /// What a scalar with this tag is, when its text alone says `scalar`; nil when the tag does not fit the text.
  func applied(to scalar: CoreScalar) -> CoreScalar? {
    switch (self, scalar) {
    case (.string, _): .string
    case (.null, .null), (.boolean, .boolean), (.integer, .integer), (.decimal, .decimal): scalar
    case (.decimal, .integer): .decimal
    case (.integer, .refused), (.decimal, .refused): scalar
    default: nil
    }
  }

  /// A resolved tag as people write it, cut short when it is long.
  static func spelling(_ tag: String) -> String {
    let core = "tag:yaml.org,2002:"
    let text = tag.hasPrefix(core) ? "!!" + tag.dropFirst(core.count) : tag
    return text.count > 60 ? text.prefix(60) + "…" : text
  }
}
