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

  /// The line of a tag that became text. Either an element with children contains a name and `>` between them, because a
  /// `<` was lost, or a CDATA section swallowed elements, because its end was lost.
  private var lineOfBrokenTag: Int? {
    for (index, text) in texts.enumerated() {
      let node = nodes[text.element]
      if node.end > text.element + 1 && !text.isCDATA && text.bytes.holdsTagWithoutStart
        || text.isCDATA && hasSwallowed(index, from: node.name)
      {
        return node.line
      }
    }
    return nil
  }

  /// Whether a CDATA section swallowed elements: it holds the end tag of its own element, and after it the start of the
  /// section whose end has ended both.
  ///
  /// A text may quote its own tags (XML 1.0 §2.7); one that quotes a whole CDATA section is written as several, because
  /// `]]>` cannot stand in any.
  private func hasSwallowed(_ index: Int, from name: String) -> Bool {
    let (bytes, element) = (texts[index].bytes, texts[index].element)
    guard let end = bytes.firstRange(of: Array("</\(name)>".utf8)),
      bytes[end.upperBound...].firstRange(of: Array("<![CDATA[".utf8)) != nil
    else { return false }
    let isFollowed = index + 1 < texts.count && texts[index + 1].element == element && texts[index + 1].isCDATA
    return !isFollowed && bytes[end.upperBound...].first { $0 > 0x20 } == UInt8(ascii: "<")
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

extension [UInt8] {
  /// Whether the text begins like a tag that lost its `<`: a name, and after it `>`, `/>`, or attributes and `>`.
  fileprivate var holdsTagWithoutStart: Bool {
    guard let end = firstIndex(of: UInt8(ascii: ">")) else { return false }
    var inside = self[..<end].drop { $0 <= 0x20 }
    if inside.first == UInt8(ascii: "/") { inside = inside.dropFirst() }
    guard let first = inside.first, isLetter(first) else { return false }
    let rest = inside.drop { isLetter($0) || (0x2D...0x3A).contains($0) && $0 != UInt8(ascii: "/") }
    // `a > b` is a comparison; no tool writes white space before the end of a tag.
    return rest.isEmpty || rest.elementsEqual("/".utf8) || rest.first.map { $0 <= 0x20 } == true && rest.last.map { $0 > 0x20 } == true
      && (rest.contains(UInt8(ascii: "=")) || rest.last == UInt8(ascii: "/"))
  }
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
}
