package import Model

extension JSONDocument {
  /// Starts to track missing names. Earlier requests are ignored, because they only served to recognize the format.
  package func startTracking() {
    keyTypo.withLock { $0 = nil }
    streamed?.startTracking()
  }

  /// Throws `report-invalid` when a requested name was missing where a similar one was found.
  package func throwIfTypo() throws(Diagnostic) {
    if let pair = keyTypo.withLock({ $0 }) { throw diagnostic(pair) }
  }

  private func diagnostic(_ pair: KeyTypo) -> Diagnostic {
    let (key, value) = (tape[pair.found], JSONValue(document: self, index: pair.found + 1))
    return input.diagnostic(
      .reportInvalid, KeyTypo.message(found: text(of: key), asked: pair.asked), at: key.offset, length: key.extent + 2,
      pointer: value.position.pointer, help: KeyTypo.help)
  }

  /// Records a typo. For a piece of a long file the file records it, because the piece itself is freed.
  private func record(_ pair: KeyTypo) {
    if let long = piece?.list?.skeleton.streamed { return long.record { diagnostic(pair) } }
    keyTypo.withLock { $0 = $0 ?? pair }
  }

  /// Records a typo if the object, which does not have `key`, has a similar name.
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
        return record(KeyTypo(asked: key.description, found: at))
      }
      at = value.isContainer ? value.extent : at &+ 2
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
