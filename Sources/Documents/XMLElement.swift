package import Model

/// An element of an `XMLDocument`, by local names: prefixes and the versions in namespaces change with each release of a tool.
package struct XMLElement: Sendable {
  package let document: XMLDocument
  let index: Int

  private var node: XMLNode { document.nodes[index] }

  /// The name without a prefix.
  package var name: String { node.name }
  /// The namespace's URI.
  package var namespace: String? { node.namespace }
  /// The line on which its opening tag ends, from 1.
  package var line: Int { node.line }
  package var place: SourcePosition { SourcePosition(file: document.input.name, line: line) }

  /// The value of an attribute; nil where it is missing or empty.
  package func attribute(_ name: String) -> String? {
    if let found = node.attributes.first(where: { $0.name == name }) { return found.value.isEmpty ? nil : found.value }
    for attribute in node.attributes { document.suspect(attribute.name, name, at: index) }
    return nil
  }

  /// The local names of its attributes, in order.
  package var attributeNames: [String] { node.attributes.map(\.name) }

  /// The elements right inside, all or those of that name, in order.
  package func children(_ name: String? = nil) -> [XMLElement] {
    var (found, at) = ([XMLElement](), index + 1)
    while at < node.end {
      let own = document.nodes[at].name
      if name == nil || own == name { found.append(XMLElement(document: document, index: at)) }
      if let name, own != name { document.suspect(own, name, at: at) }
      at = document.nodes[at].end
    }
    return found
  }

  /// The first element of that name right inside.
  package func child(_ name: String) -> XMLElement? {
    var at = index + 1
    while at < node.end {
      if document.nodes[at].name == name { return XMLElement(document: document, index: at) }
      at = document.nodes[at].end
    }
    at = index + 1
    while at < node.end {
      document.suspect(document.nodes[at].name, name, at: at)
      at = document.nodes[at].end
    }
    return nil
  }

  /// All elements of that name inside, however deep, in order.
  package func descendants(_ name: String) -> [XMLElement] {
    (index + 1..<node.end).filter { at in
      let isNamedSo = document.nodes[at].name == name
      if !isNamedSo { document.suspect(document.nodes[at].name, name, at: at) }
      return isNamedSo
    }.map { XMLElement(document: document, index: $0) }
  }

  /// The text right inside, without white space at its ends; nil where there is none.
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

  /// The text of the first element of that name right inside; nil where it is missing or empty.
  package func text(_ name: String) -> String? { child(name)?.text }

  /// A text that the format promises, as `text(_:)`.
  package func required(_ name: String) throws(Diagnostic) -> String {
    guard let text = text(name) else { throw mismatch("<\(name)> with a text") }
    return text
  }

  /// An attribute that the format promises.
  package func required(attribute name: String) throws(Diagnostic) -> String {
    guard let value = attribute(name) else { throw mismatch("the attribute `\(name)`") }
    return value
  }

  /// A whole number as the text of the first element of that name right inside.
  package func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

  /// The complaint that the element is not what the reader needs: `expected` is a noun with its article.
  package func mismatch(_ expected: String) -> Diagnostic {
    Diagnostic(.reportInvalid, "expected \(expected) in <\(name)>", at: place)
  }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

extension [XMLText] {
  /// The first piece of the element, or of one after it.
  fileprivate func firstIndex(from element: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].element < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
