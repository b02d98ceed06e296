import CLibYAML

/// Reads one text as libyaml's events, one at a time, with exact byte offsets.
///
/// The only place where C memory is touched. Members other than `next` speak of the event that `next` returned last.
@safe
struct EventReader: ~Copyable {
  enum Event {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias, scalar, listStart, listEnd, mapStart, mapEnd
    /// The text cannot be read on; see `problem`.
    case failure
  }

  enum Style {
    case plain, quoted, block
  }

  /// libyaml keeps a pointer to the parser in the parser itself, so it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private let input: UnsafeBufferPointer<UInt8>
  private var cursor: OffsetCursor
  /// Where the event's text begins, its anchor and tag included.
  private(set) var lowerBound = 0
  /// Where the event's text ends.
  ///
  /// The end of a block collection has no text: it is `lowerBound` there.
  private(set) var upperBound = 0

  /// Calls `body` with a reader of UTF-8 text without a byte order mark.
  ///
  /// - Parameter isPrintable: whether YAML allows all characters of the text unescaped. It is not decoded then, which is a seventh
  ///   of all that libyaml does; the events are the same.
  static func reading<Result>(
    _ bytes: [UInt8], isASCII: Bool, isPrintable: Bool, _ body: (consuming EventReader) -> Result
  ) -> Result {
    unsafe bytes.withUnsafeBufferPointer { input in
      body(unsafe EventReader(input, isASCII: isASCII, isPrintable: isPrintable))
    }
  }

  /// The input must outlive the reader.
  private init(_ input: UnsafeBufferPointer<UInt8>, isASCII: Bool, isPrintable: Bool) {
    unsafe self.input = unsafe input
    unsafe parser = .allocate(capacity: 1)
    unsafe event = .allocate(capacity: 1)
    unsafe event.initialize(to: yaml_event_t())
    let isReady = unsafe yaml_parser_initialize(parser)
    precondition(isReady == 1, "memory for a YAML parser is there")
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    if isPrintable { unsafe parser_take_decoded(parser, input.baseAddress, input.count) }
    unsafe cursor = OffsetCursor(input, isASCII: isASCII)
  }

  deinit {
    unsafe yaml_event_delete(event)
    unsafe yaml_parser_delete(parser)
    unsafe event.deallocate()
    unsafe parser.deallocate()
  }

  /// Frees what libyaml holds.
  consuming func close() {}

  /// Goes on to the next event.
  ///
  /// After a failure, or after `streamEnd`, there is none.
  @inline(__always)
  mutating func next() -> Event {
    unsafe event_release(event)
    guard unsafe yaml_parser_parse(parser, event) == 1 else { return .failure }
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

  /// Why the text cannot be read on.
  mutating func problem() -> SyntaxProblem {
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

  /// Whether the collection that starts has an anchor or a tag.
  var collectionHasProperties: Bool {
    unsafe collection_has_properties(event) != 0
  }

  /// A scalar as libyaml read it.
  struct Scalar {
    /// How it is written.
    let style: Style
    /// The length of its text in bytes.
    let count: Int
    /// Whether it has an anchor or a tag.
    let hasProperties: Bool
    /// Where the text begins of a scalar that is not a block and reads as it stands, up to its end or its closing quote; nil when
    /// it had to be decoded.
    let start: Int?
  }

  /// The scalar.
  @inline(__always)
  var scalar: Scalar {
    let scalar = unsafe scalar_event_of(event)
    let style: Style =
      switch unsafe scalar.style {
      case YAML_PLAIN_SCALAR_STYLE: .plain
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
      default: .quoted
      }
    let count = unsafe scalar.length
    var start: Int?
    if style != .block, let value = unsafe scalar.value, let base = unsafe input.baseAddress {
      let first = (style == .plain ? upperBound : upperBound &- 1) &- count
      if first >= lowerBound, unsafe Self.areSame(base + first, value, count) { start = first }
    }
    return unsafe Scalar(style: style, count: count, hasProperties: scalar.has_properties != 0, start: start)
  }

  /// Whether `count` bytes are the same at both places.
  @inline(__always)
  private static func areSame(_ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    func word(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
      unsafe UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    func halfWord(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt32 {
      unsafe UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    }
    guard count >= 8 else {
      // The first and the last four bytes, some of which may be the same.
      if count >= 4 {
        return unsafe halfWord(first, 0) == halfWord(second, 0)
          && halfWord(first, count &- 4) == halfWord(second, count &- 4)
      }
      for offset in 0..<count where unsafe first[offset] != second[offset] { return false }
      return true
    }
    var offset = 0
    while offset &+ 8 < count {
      if unsafe word(first, offset) != word(second, offset) { return false }
      offset &+= 8
    }
    // The last eight bytes, some of which may have been compared before.
    return unsafe word(first, count &- 8) == word(second, count &- 8)
  }

  /// A copy of the scalar's text.
  var text: [UInt8] {
    let scalar = unsafe scalar_event_of(event)
    return unsafe Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length))
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
/// Positions come almost in order, so it goes from each run of ASCII to the next: O(n) for a whole text.
@safe
private struct OffsetCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where the run begins, in characters and in bytes, and how many bytes it has.
  private var character = 0
  private var offset = 0
  private var length = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) {
    unsafe self.bytes = unsafe bytes
    length = isASCII ? bytes.count : asciiLength(from: 0)
  }

  @inline(__always)
  mutating func offset(ofCharacter target: Int) -> Int {
    let ahead = target &- character
    // As a number without a sign, one that is behind is too far ahead.
    if UInt(bitPattern: ahead) <= UInt(bitPattern: length) { return offset &+ ahead }
    walk(toCharacter: target)
    return offset &+ min(target &- character, length)
  }

  @inline(never)
  private mutating func walk(toCharacter target: Int) {
    while target - character > length, unsafe offset + length < bytes.count {
      character += length + 1
      offset += length + 1
      while unsafe offset < bytes.count && bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      length = asciiLength(from: offset)
    }
    while target < character {
      offset -= 1
      length = unsafe bytes[offset] < 0x80 ? length + 1 : 0
      while unsafe bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
      character -= 1
    }
  }

  private func asciiLength(from start: Int) -> Int {
    let raw = unsafe UnsafeRawBufferPointer(bytes)
    var end = start
    while end + 8 <= raw.count,
      unsafe raw.loadUnaligned(fromByteOffset: end, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      end += 8
    }
    while unsafe end < raw.count && raw[end] < 0x80 { end += 1 }
    return end - start
  }
}
