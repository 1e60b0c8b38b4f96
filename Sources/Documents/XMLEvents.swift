import Clibxml2

/// One event of libxml2's reader: an element opens or closes, or text stands between.
enum XMLEvent {
  case open(name: String, namespace: String?, attributes: [XMLAttribute], isEmpty: Bool)
  case text([UInt8])
  case close
}

/// An attribute by its local name; declarations of namespaces are none.
struct XMLAttribute: Sendable {
  let name: String
  let value: String
}

/// libxml2's reader as a stream of Swift values; the only door to the library. It reads UTF-8 and what libxml2 itself
/// turns into it, loads nothing, and refuses every DOCTYPE.
@safe struct XMLEvents: ~Copyable {
  /// libxml2's complaint: the words, and where.
  struct Failure: Error {
    var text: String
    var line: Int?
    var column: Int?
  }

  /// Nil where memory has run out.
  private let reader: xmlTextReaderPtr?
  private let text: UnsafeMutableBufferPointer<CChar>

  /// Bytes beyond 2^31 - 1 are for the caller to refuse.
  init(_ bytes: [UInt8]) {
    prepare()
    unsafe text = .allocate(capacity: bytes.count)
    for index in bytes.indices { unsafe text.initializeElement(at: index, to: CChar(bitPattern: bytes[index])) }
    // No network, no entity is replaced, no DTD is loaded, CDATA is text; complaints come as values, not on stderr.
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue
    unsafe reader = xmlReaderForMemory(
      text.baseAddress, Int32(truncatingIfNeeded: bytes.count), nil, nil, Int32(bitPattern: options))
  }

  deinit {
    unsafe xmlFreeTextReader(reader)
    unsafe text.deallocate()
  }

  /// The line on which the opening tag of the current element ends, from 1.
  ///
  /// The parser reads ahead of what it tells, so that its own line is only the last resort: an element counts to 65534.
  var line: Int {
    let line = unsafe xmlGetLineNo(xmlTextReaderCurrentNode(reader))
    return (1..<65535).contains(line) ? line : Int(unsafe xmlTextReaderGetParserLineNumber(reader))
  }

  /// The next event; nil at the end. What is no content of elements (comments, instructions) is passed over.
  mutating func next() throws(Failure) -> XMLEvent? {
    guard unsafe reader != nil else { throw Failure(text: "out of memory") }
    while true {
      let step = unsafe xmlTextReaderRead(reader)
      guard step >= 0 else { throw failure() }
      guard step == 1 else { return nil }
      switch unsafe xmlReaderTypes(UInt32(bitPattern: xmlTextReaderNodeType(reader))) {
      case XML_READER_TYPE_ELEMENT: return opened()
      case XML_READER_TYPE_END_ELEMENT: return .close
      case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA, XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return .text(unsafe bytes(xmlTextReaderConstValue(reader)))
      case XML_READER_TYPE_DOCUMENT_TYPE:
        throw Failure(text: "a DOCTYPE may declare entities that hide what a report says; none is read", line: line)
      case XML_READER_TYPE_ENTITY_REFERENCE: throw Failure(text: "an entity that nothing declares", line: line)
      default: continue
      }
    }
  }

  private func opened() -> XMLEvent {
    let name = unsafe word(xmlTextReaderConstLocalName(reader)) ?? ""
    let namespace = unsafe word(xmlTextReaderConstNamespaceUri(reader))
    let isEmpty = unsafe xmlTextReaderIsEmptyElement(reader) == 1
    var attributes: [XMLAttribute] = []
    while unsafe xmlTextReaderMoveToNextAttribute(reader) == 1 {
      if unsafe xmlTextReaderIsNamespaceDecl(reader) == 1 { continue }
      attributes.append(
        XMLAttribute(
          name: unsafe word(xmlTextReaderConstLocalName(reader)) ?? "",
          value: unsafe word(xmlTextReaderConstValue(reader)) ?? ""))
    }
    unsafe xmlTextReaderMoveToElement(reader)
    return .open(name: name, namespace: namespace, attributes: attributes, isEmpty: isEmpty)
  }

  private func word(_ pointer: UnsafePointer<xmlChar>?) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe String(decoding: bytes(pointer), as: UTF8.self)
  }

  private func bytes(_ pointer: UnsafePointer<xmlChar>?) -> [UInt8] {
    guard let pointer = unsafe pointer else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: pointer, count: Int(xmlStrlen(pointer))))
  }

  private func failure() -> Failure {
    guard let error = unsafe xmlGetLastError() else { return Failure(text: "it is not well-formed", line: line) }
    let words = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "it is not well-formed"
    return Failure(
      text: String(words.split(separator: "\n").first ?? "it is not well-formed").inert(),
      line: unsafe Int(error.pointee.line), column: unsafe Int(error.pointee.int2))
  }
}

/// libxml2 wants to be initialized once, before several threads use it.
private let isPrepared: Bool = {
  xmlInitParser()
  return true
}()

private func prepare() { _ = isPrepared }
