import CLibYAML

/// Reads one text as libyaml's events, one at a time, with exact byte offsets.
///
/// The only place where C memory is touched. Members other than `next` speak of the event that `next` returned last.
@safe
struct EventReader: ~Copyable {
  enum Event {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias, scalar, listStart, listEnd, mapStart, mapEnd
  }

  enum Style {
    case plain, quoted, block
  }

  /// libyaml keeps a pointer to the parser in the parser itself, so it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private var cursor: OffsetCursor
  /// Where the event's text begins, its anchor and tag included.
  private(set) var lowerBound = 0
  /// Where the event's text ends.
  ///
  /// The end of a block collection has no text: it is `lowerBound` there.
  private(set) var upperBound = 0

  /// Takes UTF-8 text without a byte order mark.
  init(_ bytes: [UInt8]) {
    unsafe input = .allocate(capacity: bytes.count)
    _ = unsafe input.initialize(from: bytes)
    unsafe parser = .allocate(capacity: 1)
    unsafe event = .allocate(capacity: 1)
    unsafe event.initialize(to: yaml_event_t())
    let isReady = unsafe yaml_parser_initialize(parser)
    precondition(isReady == 1, "memory for a YAML parser is there")
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    unsafe cursor = OffsetCursor(UnsafeBufferPointer(input))
  }

  deinit {
    unsafe yaml_event_delete(event)
    unsafe yaml_parser_delete(parser)
    unsafe event.deallocate()
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// Goes on to the next event.
  ///
  /// After an error, or after `streamEnd`, there is none.
  mutating func next() throws(SyntaxProblem) -> Event {
    unsafe yaml_event_delete(event)
    guard unsafe yaml_parser_parse(parser, event) == 1 else { throw problem() }
    let (start, end) = unsafe (event.pointee.start_mark.index, event.pointee.end_mark.index)
    lowerBound = cursor.offset(ofCharacter: start)
    upperBound = cursor.offset(ofCharacter: end)
    switch unsafe event.pointee.type {
    case YAML_SCALAR_EVENT: return .scalar
    case YAML_MAPPING_START_EVENT: return .mapStart
    case YAML_MAPPING_END_EVENT: return .mapEnd
    case YAML_SEQUENCE_START_EVENT: return .listStart
    case YAML_SEQUENCE_END_EVENT: return .listEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_STREAM_START_EVENT: return .streamStart
    default: return .streamEnd
    }
  }

  private mutating func problem() -> SyntaxProblem {
    let message = unsafe Self.string(parser.pointee.problem) ?? ""
    guard unsafe parser.pointee.error != YAML_READER_ERROR else {
      return unsafe SyntaxProblem(message: message, offset: parser.pointee.problem_offset)
    }
    let offset = unsafe cursor.offset(ofCharacter: parser.pointee.problem_mark.index)
    var problem = SyntaxProblem(message: message, offset: offset)
    if let context = unsafe Self.string(parser.pointee.context) {
      problem.context = context
      problem.contextOffset = unsafe cursor.offset(ofCharacter: parser.pointee.context_mark.index)
    }
    if unsafe offset < input.count { problem.byte = unsafe input[offset] }
    return problem
  }

  // MARK: The event

  /// The name that an alias refers to.
  var aliasName: String {
    unsafe Self.string(event.pointee.data.alias.anchor) ?? ""
  }

  /// The anchor of the scalar, or of the collection that starts.
  var anchor: String? {
    switch unsafe event.pointee.type {
    case YAML_SCALAR_EVENT: unsafe Self.string(event.pointee.data.scalar.anchor)
    case YAML_MAPPING_START_EVENT: unsafe Self.string(event.pointee.data.mapping_start.anchor)
    default: unsafe Self.string(event.pointee.data.sequence_start.anchor)
    }
  }

  /// The tag of the scalar, or of the collection that starts, with its handle resolved.
  var tag: String? {
    switch unsafe event.pointee.type {
    case YAML_SCALAR_EVENT: unsafe Self.string(event.pointee.data.scalar.tag)
    case YAML_MAPPING_START_EVENT: unsafe Self.string(event.pointee.data.mapping_start.tag)
    default: unsafe Self.string(event.pointee.data.sequence_start.tag)
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String? {
    unsafe text.map { unsafe String(cString: $0) }
  }

  private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe text.map { unsafe String(cString: $0) }
  }

  /// Whether the document that starts brings directives that change how it is to be read.
  var hasUnsupportedDirectives: Bool {
    let document = unsafe event.pointee.data.document_start
    if unsafe document.tag_directives.start != document.tag_directives.end { return true }
    guard let version = unsafe document.version_directive else { return false }
    return unsafe version.pointee.major != 1 || version.pointee.minor != 2
  }

  /// How the scalar is written.
  var style: Style {
    switch unsafe event.pointee.data.scalar.style {
    case YAML_PLAIN_SCALAR_STYLE: .plain
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
    default: .quoted
    }
  }

  /// The length of the scalar's text in bytes.
  var textCount: Int {
    unsafe event.pointee.data.scalar.length
  }

  /// Where the scalar's text stands as it reads; nil when it had to be decoded.
  var textBounds: Range<Int>? {
    let (value, count) = unsafe (event.pointee.data.scalar.value, event.pointee.data.scalar.length)
    let end = style == .plain ? upperBound : upperBound - 1
    let start = end - count
    guard start >= lowerBound, let value = unsafe value else { return nil }
    for offset in 0..<count where unsafe input[start + offset] != value[offset] { return nil }
    return start..<end
  }

  /// A copy of the scalar's text.
  var text: [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: event.pointee.data.scalar.value, count: textCount))
  }

  /// Where a block scalar ends for people: behind its last line that is not blank, before the line's end.
  ///
  /// libyaml has it run up to the next token.
  var contentUpperBound: Int {
    var end = upperBound
    var rest = end
    while rest > lowerBound {
      switch unsafe input[rest - 1] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        rest -= 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        rest -= 1
        end = rest
      default:
        return end
      }
    }
    return end
  }
}

/// Turns libyaml's positions, which count characters, into byte offsets.
///
/// Positions come almost in order, so it walks from each to the next: O(n) for a whole text.
@safe
private struct OffsetCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let isASCII: Bool
  private var character = 0
  private var offset = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe self.bytes = unsafe bytes
    isASCII = unsafe bytes.reduce(0, |) < 0x80
  }

  mutating func offset(ofCharacter target: Int) -> Int {
    if isASCII { return unsafe min(target, bytes.count) }
    while character < target, unsafe offset < bytes.count {
      offset += 1
      while unsafe offset < bytes.count && bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      character += 1
    }
    while character > target {
      offset -= 1
      while unsafe bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
      character -= 1
    }
    return offset
  }
}
