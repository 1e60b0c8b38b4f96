package import Model

extension JSONDocument {
  /// Starts to note missing names. Earlier requests are ignored, because they only served to recognise the format.
  package func startTracking() { notes.start() }

  /// Whether the reader missed a name and the document has a similar one, so that `doubts()` needs a second reading.
  package var hasLookAlikes: Bool { notes.hasLookAlikes }

  /// Starts to record all names, lists and objects that are asked for. Reading once more then shows the reader's vocabulary.
  package func startRecording() { notes.startRecording() }

  /// Whether the second reading asked for the elements of the list, or for the members of the object.
  package func hasAsked(for container: JSONValue) -> Bool {
    notes.hasAsked(container: container.document.recordedOffset(of: container.offset))
  }

  /// A number for an offset that differs from those of all other pieces of a long file.
  func recordedOffset(of offset: Int) -> Int { piece.map { -1 - $0.offset - offset } ?? offset }

  /// Throws `report-invalid` when a requested value could not be taken.
  package func throwIfUnreadable() throws(Diagnostic) {
    if let fault = notes.fault { throw fault }
  }

  /// The names that may be misspellings of requested ones, as errors. Call it after a second reading.
  ///
  /// - Throws: `report-invalid` when a name was certainly damaged.
  package func doubts() throws(Diagnostic) -> [Diagnostic] {
    var doubts: [Diagnostic] = []
    for (pair, diagnostic) in notes.doubts {
      if let doubt = try pair.judged(counts(of: pair, below: context(of: diagnostic)), diagnostic) {
        doubts.append(doubt)
      }
    }
    return doubts
  }

  private func diagnostic(_ pair: ReaderNotes.LookAlike, key: Int) -> Diagnostic {
    let position = JSONValue(document: self, index: key + 1).position
    return Diagnostic(
      .reportInvalid, KeyTypo.message(found: pair.found, asked: pair.asked), at: position, help: KeyTypo.help)
  }

  /// Notes the similar names of an object that does not have `key`.
  @inline(never)
  func noteMiss(of key: StaticString, in object: Int) {
    let length = key.utf8CodeUnitCount
    guard length > 1, tape[object].is(.object) else { return }
    let (text, tape) = (input.bytes, tape)
    let bytes = text.span
    let nodes = tape.span
    let asked = key.bytes
    let (first, last) = (asked[0], asked[length &- 1])
    var at = object &+ 1
    while at < nodes[object].extent {
      let (name, value) = (nodes[at], nodes[at &+ 1])
      // Most names differ too much in length. Of the others, similar names agree in their first or last letter.
      if UInt(bitPattern: name.extent &- length &+ 2) <= 4, name.is(.text), length > 4 || value.isContainer,
        bytes[name.offset &+ 1] == first || bytes[name.offset &+ name.extent] == last,
        bytes.extracting(name.range).isTypo(of: asked, hasChildren: value.isContainer)
      {
        let pair = ReaderNotes.LookAlike(asked: key.description, found: self.text(of: name))
        notes.add(pair) { diagnostic(pair, key: at) }
      }
      at = value.isContainer ? value.extent : at &+ 2
    }
  }
}

// MARK: - Counting names

extension JSONDocument {
  /// The name of the member that holds the object in which the name was found.
  private func context(of diagnostic: Diagnostic) -> String {
    let tokens = diagnostic.position?.pointer?.split(separator: "/").dropLast() ?? []
    return tokens.last { Int($0) == nil }.map(String.init) ?? ""
  }

  /// How often the names occur in objects that are held by members named `context`, in the whole file.
  private func counts(of pair: ReaderNotes.LookAlike, below context: String) -> NameCounts {
    var counts = NameCounts()
    add(pair, in: self, below: context, held: "", to: &counts)
    streamed?.forEachPiece(of: self) { piece, list in
      let held = pointers(at: [list])[0].split(separator: "/").last { Int($0) == nil } ?? ""
      add(pair, in: piece, below: context, held: String(held), to: &counts)
    }
    return counts
  }

  private func add(
    _ pair: ReaderNotes.LookAlike, in document: JSONDocument, below context: String, held: String,
    to counts: inout NameCounts
  ) {
    let tape = document.tape
    // The open containers: where they end, and whether objects in them are held by `context`.
    var open: [(end: Int, isObject: Bool, isHeld: Bool)] = [(tape.count, false, held == context)]
    var (at, isHeld) = (0, held == context)
    while at < tape.count {
      while let last = open.last, at >= last.end { open.removeLast() }
      guard let last = open.last else { return }
      isHeld = last.isHeld
      if last.isObject {
        let name = tape[at]
        if last.isHeld {
          if document.holds(pair.found.utf8Span.span, name) { counts.found += 1 }
          if document.holds(pair.asked.utf8Span.span, name) { counts.asked += 1 }
        }
        isHeld = document.holds(context.utf8Span.span, name)
        at += 1
      }
      let value = tape[at]
      // An object is held by the nearest member; its own names are compared if that is the right one.
      if value.isContainer { open.append((value.extent, value.is(.object), isHeld)) }
      at += 1
    }
  }
}

extension StaticString {
  fileprivate var bytes: Span<UInt8> {
    @_lifetime(immortal) get {
      let span = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
      return unsafe _overrideLifetime(span, borrowing: ())
    }
  }
}
