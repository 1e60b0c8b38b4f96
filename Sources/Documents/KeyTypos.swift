package import Model
import Synchronization

// A name that was asked for and is not there, beside one that differs from it in one letter: a byte was damaged on the way, or
// somebody misspelt it. To read on would be to say less than the report does, and nobody could see it.

/// The first such name that was met since somebody began to read.
struct KeyTypo: Sendable {
  let asked: String
  /// Where the other one stands.
  let found: Int
}

extension JSONDocument {
  /// What was asked for until now was to find out what the document is.
  package func startTracking() {
    keyTypo.withLock { $0 = nil }
    streamed?.startTracking()
  }

  /// Throws where a name that was asked for is missing and one that looks like it is there.
  package func throwIfTypo() throws(Diagnostic) {
    if let pair = keyTypo.withLock({ $0 }) { throw diagnostic(pair) }
  }

  private func diagnostic(_ pair: KeyTypo) -> Diagnostic {
    let (key, value) = (tape[pair.found], JSONValue(document: self, index: pair.found + 1))
    return input.diagnostic(
      .reportInvalid, sentence(text(of: key), pair.asked), at: key.offset, length: key.extent + 2,
      pointer: value.place.pointer, help: help)
  }

  /// A piece of a long file is gone when the rest was read, so the file remembers.
  private func remember(_ pair: KeyTypo) {
    if let long = piece?.list?.frame.streamed { return long.refuse { diagnostic(pair) } }
    keyTypo.withLock { $0 = $0 ?? pair }
  }

  /// Looks in the object for a name that looks like `key`, which it does not have.
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
      // Most names differ too much in length; of the others one end is always that of the name.
      if UInt(bitPattern: name.extent &- length &+ 2) <= 4, name.is(.text), length > 4 || value.isContainer,
        bytes[name.offset &+ 1] == first || bytes[name.offset &+ name.extent] == last,
        bytes.extracting(name.range).isLookAlike(of: asked, holdingMany: value.isContainer)
      {
        return remember(KeyTypo(asked: key.description, found: at))
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

extension XMLDocument {
  /// What was asked for until now was to find out what the document is.
  package func startTracking() { keyTypo.withLock { $0 = nil } }

  /// Throws where a name that was asked for is missing and one that looks like it is there.
  package func throwIfTypo() throws(Diagnostic) {
    if let line = lineOfBrokenTag {
      throw Diagnostic(
        .reportInvalid, "what was a tag stands here as text", at: SourcePosition(file: input.name, line: line), help: help)
    }
    guard let pair = keyTypo.withLock({ $0 }) else { return }
    let node = nodes[pair.found]
    let attribute = node.attributes.map(\.name).first { $0.looksLike(pair.asked, holdingMany: false) }
    let found = attribute ?? node.name
    throw Diagnostic(
      .reportInvalid, sentence(found, pair.asked), at: SourcePosition(file: input.name, line: node.line), help: help)
  }

  /// Where what was a tag is now a text: an element that holds others holds a `>` beside them, for the `<` was lost; or a text
  /// goes on after the end of its own element, for the end of its CDATA was lost.
  private var lineOfBrokenTag: Int? {
    let broken = texts.first { text in
      let node = nodes[text.element]
      guard let end = text.bytes.firstIndex(of: UInt8(ascii: ">")) else { return false }
      let name = text.bytes[..<end].drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
      // Attributes beside a tag are harmless: its elements are all there.
      return node.end > text.element + 1 && !name.contains(UInt8(ascii: "="))
        || text.bytes.firstRange(of: Array("</\(node.name)>".utf8)) != nil
    }
    return broken.map { nodes[$0.element].line }
  }

  /// Remembers the element where its name, or that of an attribute, looks like one that was asked for.
  func suspect(_ name: String, _ asked: String, at index: Int) {
    if name.looksLike(asked, holdingMany: name == nodes[index].name) {
      keyTypo.withLock { $0 = $0 ?? KeyTypo(asked: asked, found: index) }
    }
  }
}

extension String {
  fileprivate func looksLike(_ asked: String, holdingMany: Bool) -> Bool {
    let difference = utf8.count - asked.utf8.count
    guard (-2...2).contains(difference), asked.utf8.count > 3 else { return false }
    return utf8Span.span.isLookAlike(of: asked.utf8Span.span, holdingMany: holdingMany)
  }
}

extension Span<UInt8> {
  /// Whether one letter was changed, left out or added, and not in a way in which tools' own names differ: `cvssV2` and
  /// `cvssV3`, `fix` and `fixes`, and for what holds no others `version` and `Version`.
  func isLookAlike(of asked: Span<UInt8>, holdingMany: Bool) -> Bool {
    let least = Swift.min(count, asked.count)
    var (head, tail) = (0, 0)
    while head < least, self[head] == asked[head] { head &+= 1 }
    while tail < least &- head, self[count &- 1 &- tail] == asked[asked.count &- 1 &- tail] { tail &+= 1 }
    let (mine, theirs) = (count &- head &- tail, asked.count &- head &- tail)
    // What holds others is worth a guess: some letters of it may be lost or doubled.
    if holdingMany, mine == 0 || theirs == 0, mine &+ theirs <= 2, head &+ tail > 4 {
      let isPlural = mine == 1 && theirs == 0 && tail == 0 && self[head] == UInt8(ascii: "s")
      return !isPlural || asked[head &- 1] == UInt8(ascii: "s")
    }
    guard mine <= 1, theirs <= 1 else { return false }
    let letters = (mine == 1 ? self[head] : 0, theirs == 1 ? asked[head] : 0)
    if mine == 1, theirs == 1, head > 0, self[head &- 1].isNear(letters) { return false }
    switch letters {
    case (0x30...0x39, 0x30...0x39): return false
    case (0x30...0x39, 0), (0, 0x30...0x39): return tail > 0
    case (UInt8(ascii: "s"), 0): return tail > 0 || asked[head &- 1] == UInt8(ascii: "s")
    case (0, UInt8(ascii: "s")): return tail > 0 || count > (holdingMany ? 3 : 8)
    case (let one, let other): return head > 0 || holdingMany || one ^ other != 0x20 || asked.hasUnderscore
    }
  }

  /// Names in snake case are written in no other.
  private var hasUnderscore: Bool { indices.contains { self[$0] == UInt8(ascii: "_") } }
}

extension UInt8 {
  /// CVE, CWE, CPE and CVSS, which stand side by side in many reports.
  fileprivate func isNear(_ letters: (UInt8, UInt8)) -> Bool {
    let (one, other) = (letters.0 | 0x20, letters.1 | 0x20)
    return switch self | 0x20 {
    case UInt8(ascii: "c"): one.isAfterC && other.isAfterC
    case UInt8(ascii: "v"): (one, other) == (0x65, 0x73) || (one, other) == (0x73, 0x65)
    default: false
    }
  }

  private var isAfterC: Bool { self == UInt8(ascii: "v") || self == UInt8(ascii: "w") || self == UInt8(ascii: "p") }
}

private func sentence(_ found: String, _ asked: String) -> String {
  "'\(found)' stands where '\(asked)' is expected"
}

private let help = "the file may be damaged; make the report again"
