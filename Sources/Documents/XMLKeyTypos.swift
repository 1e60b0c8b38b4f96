package import Model

extension XMLDocument {
  /// Starts to note missing names. Earlier requests are ignored, because they only served to recognise the format.
  package func startTracking() { notes.start() }

  /// Whether the reader missed a name and the document has a similar one, so that `doubts()` needs a second reading.
  package var hasLookAlikes: Bool { notes.hasLookAlikes }

  /// Starts to record all names that are asked for. Reading once more then tells the reader's vocabulary.
  package func startRecording() { notes.startRecording() }

  /// Throws `report-invalid` when a tag was damaged.
  package func throwIfUnreadable() throws(Diagnostic) {
    guard let line = lineOfBrokenTag else { return }
    throw Diagnostic(
      .reportInvalid, "a damaged tag was read as text", at: SourcePosition(file: input.name, line: line),
      help: KeyTypo.help)
  }

  /// The names that may be misspellings of requested ones, as errors. Call it after a second reading.
  ///
  /// - Throws: `report-invalid` when a name was certainly damaged.
  package func doubts() throws(Diagnostic) -> [Diagnostic] {
    var doubts: [Diagnostic] = []
    for (pair, diagnostic) in notes.doubts {
      if let doubt = try pair.judged(counts(of: pair), diagnostic) { doubts.append(doubt) }
    }
    return doubts
  }

  /// How often the names occur below elements of the names below which the found one occurs.
  private func counts(of pair: ReaderNotes.LookAlike) -> NameCounts {
    var (found, asked) = ([String: Int](), [String: Int]())
    var open: [Int] = []
    for (index, node) in nodes.enumerated() {
      while let last = open.last, index >= nodes[last].end { open.removeLast() }
      let parent = open.last.map { nodes[$0].name } ?? ""
      if node.name == pair.found { found[parent, default: 0] += 1 }
      if node.name == pair.asked { asked[parent, default: 0] += 1 }
      for attribute in node.attributes {
        if attribute.name == pair.found { found["@" + node.name, default: 0] += 1 }
        if attribute.name == pair.asked { asked["@" + node.name, default: 0] += 1 }
      }
      open.append(index)
    }
    return NameCounts(
      found: found.values.reduce(0, +), asked: found.keys.reduce(0) { $0 + (asked[$1] ?? 0) })
  }

  /// The line of a tag that became text. Either an element with children contains a name and `>` between them, because a
  /// `<` was lost, or a CDATA section swallowed elements, because its end was lost.
  private var lineOfBrokenTag: Int? {
    for text in texts {
      let node = nodes[text.element]
      if node.end > text.element + 1 && !text.isCDATA && text.bytes.holdsTagWithoutStart
        || text.isCDATA && text.bytes.hasSwallowed(from: node.name)
      {
        return node.line
      }
    }
    return nil
  }

  /// Notes the name of an element or attribute if it is similar to the requested one.
  func noteMiss(_ name: String, _ asked: String, at index: Int) {
    guard name.isTypo(of: asked, hasChildren: name == nodes[index].name) else { return }
    notes.add(ReaderNotes.LookAlike(asked: asked, found: name)) {
      Diagnostic(
        .reportInvalid, KeyTypo.message(found: name, asked: asked),
        at: SourcePosition(file: input.name, line: nodes[index].line), help: KeyTypo.help)
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
  /// Whether a CDATA section of an element swallowed others: it holds the end tag of its own element, and after it the
  /// start of the section whose end has ended both.
  ///
  /// A text may quote its own tags (XML 1.0 §2.7). One that quotes a whole CDATA section holds its end as well; it is
  /// written as several sections, because `]]>` cannot stand in any.
  fileprivate func hasSwallowed(from name: String) -> Bool {
    guard let end = firstRange(of: Array("</\(name)>".utf8)) else { return false }
    let after = self[end.upperBound...]
    guard after.first(where: { $0 > 0x20 }) == UInt8(ascii: "<"),
      let last = after.ranges(of: Array("<![CDATA[".utf8)).last
    else { return false }
    return after[last.upperBound...].firstRange(of: Array("]]>".utf8)) == nil
  }

  /// Whether the text begins like a tag that lost its `<`: a name, and after it `>`, `/>`, or attributes and `>`.
  fileprivate var holdsTagWithoutStart: Bool {
    guard let end = firstIndex(of: UInt8(ascii: ">")) else { return false }
    var inside = self[..<end].drop { $0 <= 0x20 }
    if inside.first == UInt8(ascii: "/") { inside = inside.dropFirst() }
    guard let first = inside.first, isLetter(first) else { return false }
    let rest = inside.drop { isLetter($0) || (0x2D...0x3A).contains($0) && $0 != UInt8(ascii: "/") }
    // `a > b` is a comparison; no tool writes white space before the end of a tag.
    return rest.isEmpty || rest.elementsEqual("/".utf8)
      || rest.first.map { $0 <= 0x20 } == true && rest.last.map { $0 > 0x20 } == true
        && (rest.contains(UInt8(ascii: "=")) || rest.last == UInt8(ascii: "/"))
  }
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
}
