package import Model

/// An element of an `XMLDocument`. Names are local names, because prefixes and the versions in namespaces change
/// between releases of a tool.
package struct XMLElement: Sendable {
  package let document: XMLDocument
  let index: Int

  private var node: XMLNode { document.nodes[index] }

  /// The local name, without the prefix.
  package var name: String { node.name }
  /// The namespace URI.
  package var namespace: String? { node.namespace }
  /// The line on which the start tag ends, from 1.
  package var line: Int { node.line }
  package var position: SourcePosition { SourcePosition(file: document.input.name, line: line) }

  /// The value of an attribute; nil when it is missing or empty.
  package func attribute(_ name: String) -> String? {
    if document.notes.isRecording { document.notes.record(name: name) }
    if let found = node.attributes.first(where: { $0.name == name }) { return found.value.isEmpty ? nil : found.value }
    for attribute in node.attributes { document.noteMiss(attribute.name, name, at: index) }
    return nil
  }

  /// The local names of the attributes, in order.
  package var attributeNames: [String] { node.attributes.map(\.name) }

  /// The child elements in order, all or those of one name.
  package func children(_ name: String? = nil) -> [XMLElement] {
    if let name, document.notes.isRecording { document.notes.record(name: name) }
    var (found, at) = ([XMLElement](), index + 1)
    while at < node.end {
      let own = document.nodes[at].name
      if name == nil || own == name { found.append(XMLElement(document: document, index: at)) }
      if let name, own != name { document.noteMiss(own, name, at: at) }
      at = document.nodes[at].end
    }
    return found
  }

  /// The first child element of a name.
  package func child(_ name: String) -> XMLElement? {
    if document.notes.isRecording { document.notes.record(name: name) }
    var at = index + 1
    while at < node.end {
      if document.nodes[at].name == name { return XMLElement(document: document, index: at) }
      at = document.nodes[at].end
    }
    at = index + 1
    while at < node.end {
      document.noteMiss(document.nodes[at].name, name, at: at)
      at = document.nodes[at].end
    }
    return nil
  }

  /// All descendants of a name, in order.
  package func descendants(_ name: String) -> [XMLElement] {
    if document.notes.isRecording { document.notes.record(name: name) }
    return (index + 1..<node.end).filter { at in
      let isNamedSo = document.nodes[at].name == name
      if !isNamedSo { document.noteMiss(document.nodes[at].name, name, at: at) }
      return isNamedSo
    }.map { XMLElement(document: document, index: $0) }
  }

  /// The text of the element itself, trimmed; nil when there is none.
  package var text: String? {
    var at = document.texts.firstIndex(from: index)
    var bytes: [UInt8] = []
    while at < document.texts.count, document.texts[at].element == index {
      bytes += document.texts[at].bytes
      at += 1
    }
    let plain = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    return plain.isEmpty ? nil : String(decoding: plain, as: UTF8.self)
  }

  /// The trimmed text of the first child element of a name; nil when it is missing or empty.
  package func text(_ name: String) -> String? { child(name)?.text }

  /// The text of a child element that the format requires. Throws `report-invalid` when it is missing.
  package func required(_ name: String) throws(Diagnostic) -> String {
    guard let text = text(name) else { throw mismatch("<\(name)> with a text") }
    return text
  }

  /// The value of an attribute that the format requires. Throws `report-invalid` when it is missing.
  package func required(attribute name: String) throws(Diagnostic) -> String {
    guard let value = attribute(name) else { throw mismatch("the attribute `\(name)`") }
    return value
  }

  /// The integer in the first child element of a name; nil when it is missing or not an integer.
  package func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

  /// The error that something is missing in the element.
  ///
  /// - Parameter expected: What is missing, with its article.
  package func mismatch(_ expected: String) -> Diagnostic {
    Diagnostic(.reportInvalid, "expected \(expected) in <\(name)>", at: position)
  }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

extension [XMLText] {
  /// The index of the first text that belongs to the element or to a later one.
  fileprivate func firstIndex(from element: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].element < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension XMLDocument {
  /// The outermost elements whose start tags end on a line; none if they hold more than 512 elements, as in a text without
  /// line breaks.
  package func elements(onLine line: Int) -> [XMLElement] {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle].line < line { low = middle + 1 } else { high = middle }
    }
    var (found, start) = ([XMLElement](), low)
    while start < nodes.count, nodes[start].line == line {
      found.append(XMLElement(document: self, index: start))
      start = nodes[start].end
      guard start - low <= 512 else { return [] }
    }
    return found
  }
}
