package import Model
package import System

/// The limits on the nesting depth of an XML text and on the attributes of one element.
package struct XMLLimits: Sendable {
  package var depth: Int
  package var attributes: Int

  package init(depth: Int = 256, attributes: Int = 256) { (self.depth, self.attributes) = (depth, attributes) }
}

/// A parsed XML text (XML 1.0 with namespaces), validated in full.
///
/// Elements are a flat list in the order of the text, as in `JSONDocument`. A DOCTYPE that declares entities is an
/// error, so the only entities are the five predefined ones and character references.
package final class XMLDocument: Sendable {
  package let input: Input
  let nodes: [XMLNode]
  let texts: [XMLText]
  let notes = ReaderNotes()

  package init(_ input: Input, limits: XMLLimits = XMLLimits()) throws(Diagnostic) {
    self.input = input
    var builder = XMLBuilder(limits)
    do throws(XMLEvents.Failure) { try builder.read(input.bytes) } catch { throw input.diagnostic(error) }
    (nodes, texts) = (builder.nodes, builder.texts)
  }

  /// The root element.
  package var root: XMLElement { XMLElement(document: self, index: 0) }
}

struct XMLNode: Sendable {
  let name: String
  let namespace: String?
  let attributes: [XMLAttribute]
  let line: Int
  /// The index after the last descendant.
  var end: Int
}

/// A run of text and the index of the element that contains it.
struct XMLText: Sendable {
  let element: Int
  let bytes: [UInt8]
  /// Whether the text was written as a CDATA section (XML 1.0 §2.7).
  let isCDATA: Bool
}

private struct XMLBuilder {
  private let limits: XMLLimits
  private(set) var nodes: [XMLNode] = []
  private(set) var texts: [XMLText] = []
  private var open: [Int] = []

  init(_ limits: XMLLimits) { self.limits = limits }

  mutating func read(_ bytes: [UInt8]) throws(XMLEvents.Failure) {
    guard bytes.count <= Int32.max else { throw XMLEvents.Failure(text: "the file is too long") }
    if let line = lineOfCostlyTag(in: bytes.span, attributes: limits.attributes) {
      throw XMLEvents.Failure(text: "more than \(limits.attributes) attributes, or as many declarations", line: line)
    }
    var events = XMLEvents(bytes)
    while let event = try events.next() {
      switch event {
      case .open(let name, let namespace, let attributes, let isEmpty):
        guard open.count < limits.depth else {
          throw XMLEvents.Failure(text: "more than \(limits.depth) levels of elements", line: events.line)
        }
        guard attributes.count <= limits.attributes else {
          throw XMLEvents.Failure(text: "more than \(limits.attributes) attributes", line: events.line)
        }
        nodes.append(
          XMLNode(
            name: name, namespace: namespace, attributes: attributes, line: events.line, end: nodes.count + 1))
        if !isEmpty { open.append(nodes.count - 1) }
      case .text(let bytes, let isCDATA):
        if let element = open.last { texts.append(XMLText(element: element, bytes: bytes, isCDATA: isCDATA)) }
      case .close: if let element = open.popLast() { nodes[element].end = nodes.count }
      }
    }
    guard !nodes.isEmpty else { throw XMLEvents.Failure(text: "there is no element") }
    // Sorted by element, so that the text of an element can be found by binary search.
    texts = texts.enumerated().sorted { ($0.element.element, $0.offset) < ($1.element.element, $1.offset) }
      .map(\.element)
  }
}

extension Input {
  fileprivate func diagnostic(_ failure: XMLEvents.Failure) -> Diagnostic {
    let line = failure.line.flatMap { $0 > 0 ? $0 : nil }
    return Diagnostic(
      .xmlInvalid, "invalid XML: \(failure.text)",
      at: SourcePosition(file: name, line: line, column: failure.column.flatMap { $0 > 0 ? $0 : nil }),
      help: "the file may be cut off; make or fetch it again")
  }
}
