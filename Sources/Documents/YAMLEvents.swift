import Clibyaml

/// An event of libyaml's parser: the start or end of a node, or a scalar, with its position.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentEnd, sequenceEnd, mappingEnd, alias
    case documentStart(hasDirectives: Bool)
    case scalar(String, Style)
    case sequenceStart(isFlow: Bool)
    case mappingStart(isFlow: Bool)
  }

  enum Style { case plain, quoted, block }

  /// A position: line and column from 1, the column in Unicode scalars.
  struct Mark: Hashable, Comparable {
    var line: Int
    var column: Int

    static func < (one: Mark, other: Mark) -> Bool { (one.line, one.column) < (other.line, other.column) }
  }

  var kind: Kind
  var hasAnchor = false
  var hasTag = false
  var start: Mark
  var end: Mark
}

/// libyaml's parser as a stream of Swift values; no other code uses the library. It owns a copy of the text.
@safe struct YAMLEvents: ~Copyable {
  /// An error of libyaml: its message, its position if there is one, and where what it could not finish began.
  struct Failure: Error {
    var text: String
    var mark: YAMLEvent.Mark?
    var context: YAMLEvent.Mark?
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8]) throws(Failure) {
    unsafe text = .allocate(capacity: bytes.count)
    _ = unsafe text.initialize(from: bytes)
    unsafe parser = .allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe text.deallocate()
      unsafe parser.deallocate()
      throw Failure(text: "out of memory", mark: nil)
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe text.deallocate()
  }

  mutating func next() throws(Failure) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { unsafe yaml_event_delete(&event) }
    let (start, end) = unsafe (mark(event.start_mark), mark(event.end_mark))
    var result = unsafe YAMLEvent(kind: kind(of: event), start: start, end: end)
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      result.hasAnchor = unsafe event.data.scalar.anchor != nil
      result.hasTag = unsafe event.data.scalar.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      result.hasAnchor = unsafe event.data.sequence_start.anchor != nil
      result.hasTag = unsafe event.data.sequence_start.tag != nil
    case YAML_MAPPING_START_EVENT:
      result.hasAnchor = unsafe event.data.mapping_start.anchor != nil
      result.hasTag = unsafe event.data.mapping_start.tag != nil
    default: break
    }
    return result
  }

  private func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT:
      let start = unsafe event.data.document_start
      return .documentStart(
        hasDirectives: unsafe start.version_directive != nil || start.tag_directives.start != start.tag_directives.end)
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return unsafe .scalar(String(decoding: value, as: UTF8.self), style(of: scalar.style))
    case YAML_SEQUENCE_START_EVENT:
      return unsafe .sequenceStart(isFlow: event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      return unsafe .mappingStart(isFlow: event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private func style(of style: yaml_scalar_style_t) -> YAMLEvent.Style {
    switch style {
    case YAML_PLAIN_SCALAR_STYLE: .plain
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
    default: .quoted
    }
  }

  private func failure() -> Failure {
    let parser = unsafe parser.pointee
    let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "it cannot be read"
    let context = unsafe parser.context.map { unsafe String(cString: $0) }
    let text = context.map { "\(problem) \($0)" } ?? problem
    let isPlaced = unsafe parser.error == YAML_SCANNER_ERROR || parser.error == YAML_PARSER_ERROR
    return unsafe Failure(
      text: text, mark: isPlaced ? mark(parser.problem_mark) : nil,
      context: isPlaced && context != nil ? mark(parser.context_mark) : nil)
  }

  private func mark(_ mark: yaml_mark_t) -> YAMLEvent.Mark {
    YAMLEvent.Mark(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
