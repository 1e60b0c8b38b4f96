import Clibxml2

/// An event of libxml2's reader: a start tag, an end tag or text.
enum XMLEvent {
  case open(name: String, namespace: String?, attributes: [XMLAttribute], isEmpty: Bool)
  case text([UInt8], isCDATA: Bool)
  case close
}

/// An attribute, by its local name. Namespace declarations are not included.
struct XMLAttribute: Sendable {
  let name: String
  let value: String
}

/// libxml2's reader as a stream of Swift values; no other code uses the library. It accepts the encodings that libxml2
/// supports, loads no external files, and throws for a DOCTYPE that declares entities.
@safe struct XMLEvents: ~Copyable {
  /// An error, described without the text of the document, and its position.
  struct Failure: Error {
    var text: String
    var line: Int?
    var column: Int?
  }

  /// Nil when memory has run out.
  private let reader: xmlTextReaderPtr?
  private let text: UnsafeMutableBufferPointer<CChar>

  /// - Parameter bytes: At most 2^31 - 1 bytes.
  init(_ bytes: [UInt8]) {
    prepare()
    unsafe text = .allocate(capacity: bytes.count)
    for index in bytes.indices { unsafe text.initializeElement(at: index, to: CChar(bitPattern: bytes[index])) }
    // No network access, no entity substitution, no loading of DTDs, and no messages on stderr.
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    // Those options do not cover errors of validity, which the library finds in a DOCTYPE. The handler is of this thread.
    unsafe xmlSetStructuredErrorFunc(nil) { _, _ in }
    xmlResetLastError()
    unsafe reader = xmlReaderForMemory(
      text.baseAddress, Int32(truncatingIfNeeded: bytes.count), nil, nil, Int32(bitPattern: options))
  }

  deinit {
    unsafe xmlFreeTextReader(reader)
    unsafe text.deallocate()
  }

  /// The line of the current node, from 1. libxml2 counts the lines of elements up to 65,535 only; beyond that, this is
  /// the line up to which the library has read ahead.
  var line: Int {
    let line = unsafe xmlGetLineNo(xmlTextReaderCurrentNode(reader))
    return (1..<65_535).contains(line) ? line : Int(unsafe xmlTextReaderGetParserLineNumber(reader))
  }

  /// The next event; nil at the end. Comments and processing instructions are skipped.
  mutating func next() throws(Failure) -> XMLEvent? {
    guard unsafe reader != nil else { throw Failure(text: "out of memory") }
    while true {
      let step = unsafe xmlTextReaderRead(reader)
      guard step >= 0 else { throw failure() }
      guard step == 1 else { return nil }
      switch unsafe xmlReaderTypes(UInt32(bitPattern: xmlTextReaderNodeType(reader))) {
      case XML_READER_TYPE_ELEMENT:
        let event = opened()
        // In an attribute the library silently drops an undeclared entity if the DOCTYPE refers to a file.
        let code = unsafe xmlGetLastError()?.pointee.code ?? 0
        guard code != Int32(bitPattern: XML_WAR_UNDECLARED_ENTITY.rawValue) else {
          throw Failure(text: "undeclared entity", line: line)
        }
        // Namespaces in XML 1.0 §5. The library treats an undeclared prefix as a part of the name.
        guard code != Int32(bitPattern: XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue) else {
          throw Failure(text: "undeclared namespace prefix", line: line)
        }
        return event
      case XML_READER_TYPE_END_ELEMENT: return .close
      case XML_READER_TYPE_TEXT, XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return .text(unsafe bytes(xmlTextReaderConstValue(reader)), isCDATA: false)
      case XML_READER_TYPE_CDATA:
        return .text(unsafe bytes(xmlTextReaderConstValue(reader)), isCDATA: true)
      case XML_READER_TYPE_DOCUMENT_TYPE:
        guard !declaresEntities else {
          throw Failure(text: "a DOCTYPE that declares entities is not allowed", line: line)
        }
      case XML_READER_TYPE_ENTITY_REFERENCE: throw Failure(text: "undeclared entity", line: line)
      default: continue
      }
    }
  }

  /// Whether the current DOCTYPE declares an entity. Other DOCTYPEs are accepted, because Burp declares its elements in
  /// each report, and Nikto refers to a file, which is not loaded.
  private var declaresEntities: Bool {
    guard let node = unsafe xmlTextReaderCurrentNode(reader), unsafe node.pointee.type == XML_DTD_NODE else {
      return true
    }
    let declarations = unsafe UnsafeRawPointer(node).assumingMemoryBound(to: xmlDtd.self)
    return unsafe declarations.pointee.entities != nil || declarations.pointee.pentities != nil
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
    return Failure(
      text: unsafe description(ofError: error.pointee.code), line: unsafe Int(error.pointee.line),
      column: unsafe Int(error.pointee.int2))
  }
}

/// What an error of libxml2 means. Its own messages quote the document, which may hold secrets.
private func description(ofError code: Int32) -> String {
  switch xmlParserErrors(UInt32(bitPattern: code)) {
  case XML_ERR_DOCUMENT_EMPTY: "there is no element"
  case XML_ERR_DOCUMENT_END: "text follows the end of the document"
  case XML_ERR_TAG_NAME_MISMATCH: "an end tag does not match its start tag"
  case XML_ERR_TAG_NOT_FINISHED: "the file ends inside an element"
  case XML_ERR_GT_REQUIRED: "a tag has no `>`"
  case XML_ERR_LT_REQUIRED, XML_ERR_NAME_REQUIRED: "a tag has no name"
  case XML_ERR_LT_IN_ATTRIBUTE: "a `<` is not escaped in an attribute"
  case XML_ERR_ATTRIBUTE_REDEFINED: "an element has the same attribute twice"
  case XML_ERR_ATTRIBUTE_NOT_STARTED, XML_ERR_ATTRIBUTE_NOT_FINISHED, XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
    "an attribute has no value in quotes"
  case XML_ERR_SPACE_REQUIRED: "white space is missing between attributes"
  case XML_ERR_CDATA_NOT_FINISHED: "a CDATA section has no end"
  case XML_ERR_COMMENT_NOT_FINISHED: "a comment has no end"
  case XML_ERR_MISPLACED_CDATA_END: "`]]>` is not escaped in a text"
  case XML_ERR_INVALID_CHAR: "a character is not allowed in XML"
  case XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING: "the encoding is invalid"
  case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY: "undeclared entity"
  case XML_ERR_ENTITYREF_SEMICOL_MISSING, XML_ERR_ENTITYREF_NO_NAME, XML_ERR_INVALID_CHARREF: "an `&` is not escaped"
  case XML_ERR_NO_MEMORY: "out of memory"
  // The library's limits: XML_MAX_TEXT_LENGTH, XML_MAX_LOOKUP_LIMIT and XML_MAX_NAME_LENGTH of parserInternals.h.
  case XML_ERR_INTERNAL_ERROR, XML_ERR_NAME_TOO_LONG:
    "a comment, a text, an attribute or a name is longer than 10 MB (names: 50 kB)"
  default: "it is not well-formed (error \(code) of libxml2)"
  }
}

/// libxml2 must be initialized once, before several threads use it.
private let isPrepared: Bool = {
  xmlInitParser()
  return true
}()

private func prepare() { _ = isPrepared }
