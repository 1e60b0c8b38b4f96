import Clibxml2

/// An event of libxml2's reader: a start tag, an end tag or text.
enum XMLEvent {
  case open(name: String, namespace: String?, attributes: [XMLAttribute], isEmpty: Bool)
  case text([UInt8])
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
  /// An error of libxml2: its message and position.
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
    // No network access, no entity substitution, no loading of DTDs, CDATA as text, and no messages on stderr.
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue
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
      case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA, XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return .text(unsafe bytes(xmlTextReaderConstValue(reader)))
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
    let words = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "it is not well-formed"
    return Failure(
      text: String(words.split(separator: "\n").first ?? "it is not well-formed"),
      line: unsafe Int(error.pointee.line), column: unsafe Int(error.pointee.int2))
  }
}

/// libxml2 must be initialized once, before several threads use it.
private let isPrepared: Bool = {
  xmlInitParser()
  return true
}()

private func prepare() { _ = isPrepared }
