package import Model

extension XMLDocument {
  /// Starts to track missing names. Earlier requests are ignored, because they only served to recognize the format.
  package func startTracking() { keyTypo.withLock { $0 = nil } }

  /// Throws `report-invalid` when a requested name was missing where a similar one was found, or when a tag was
  /// damaged.
  package func throwIfTypo() throws(Diagnostic) {
    if let line = lineOfBrokenTag {
      throw Diagnostic(
        .reportInvalid, "a damaged tag was read as text", at: SourcePosition(file: input.name, line: line),
        help: KeyTypo.help)
    }
    guard let pair = keyTypo.withLock({ $0 }) else { return }
    let node = nodes[pair.found]
    let attribute = node.attributes.map(\.name).first { $0.isTypo(of: pair.asked, hasChildren: false) }
    let found = attribute ?? node.name
    throw Diagnostic(
      .reportInvalid, KeyTypo.message(found: found, asked: pair.asked),
      at: SourcePosition(file: input.name, line: node.line), help: KeyTypo.help)
  }

  /// The line of a tag that became text. Either an element with children contains a `>` between them, because a `<` was
  /// lost, or a text contains the end tag of its own element, because the end of a CDATA section was lost.
  private var lineOfBrokenTag: Int? {
    let broken = texts.first { text in
      let node = nodes[text.element]
      guard let end = text.bytes.firstIndex(of: UInt8(ascii: ">")) else { return false }
      let name = text.bytes[..<end].drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
      // Text with an attribute is harmless, because no element is missing.
      return node.end > text.element + 1 && !name.contains(UInt8(ascii: "="))
        || text.bytes.firstRange(of: Array("</\(node.name)>".utf8)) != nil
    }
    return broken.map { nodes[$0.element].line }
  }

  /// Records a typo if the name of an element or attribute is similar to the requested one.
  func noteMiss(_ name: String, _ asked: String, at index: Int) {
    if name.isTypo(of: asked, hasChildren: name == nodes[index].name) {
      keyTypo.withLock { $0 = $0 ?? KeyTypo(asked: asked, found: index) }
    }
  }
}

extension String {
  fileprivate func isTypo(of asked: String, hasChildren: Bool) -> Bool {
    let difference = utf8.count - asked.utf8.count
    guard (-2...2).contains(difference), asked.utf8.count > 3 else { return false }
    return utf8Span.span.isTypo(of: asked.utf8Span.span, hasChildren: hasChildren)
  }
}
