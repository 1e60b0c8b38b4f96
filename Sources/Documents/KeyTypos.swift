package import Model
import Synchronization

// Detection of misspelt names: when a requested name is missing and the object has one that differs in one letter, the
// report was damaged or written wrongly. Reading on would silently drop what the report says.

/// A requested name that is missing, and the similar name that was found. Only the first one is kept.
struct KeyTypo: Sendable {
  let asked: String
  /// The index of the node that has the similar name.
  let found: Int
}

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
      .reportInvalid, sentence(text(of: key), pair.asked), at: key.offset, length: key.extent + 2,
      pointer: value.place.pointer, help: help)
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

extension XMLDocument {
  /// Starts to track missing names. Earlier requests are ignored, because they only served to recognize the format.
  package func startTracking() { keyTypo.withLock { $0 = nil } }

  /// Throws `report-invalid` when a requested name was missing where a similar one was found, or when a tag was
  /// damaged.
  package func throwIfTypo() throws(Diagnostic) {
    if let line = lineOfBrokenTag {
      throw Diagnostic(
        .reportInvalid, "a damaged tag was read as text", at: SourcePosition(file: input.name, line: line), help: help)
    }
    guard let pair = keyTypo.withLock({ $0 }) else { return }
    let node = nodes[pair.found]
    let attribute = node.attributes.map(\.name).first { $0.isTypo(of: pair.asked, hasChildren: false) }
    let found = attribute ?? node.name
    throw Diagnostic(
      .reportInvalid, sentence(found, pair.asked), at: SourcePosition(file: input.name, line: node.line), help: help)
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

extension Span<UInt8> {
  /// Whether the name differs from `asked` by one changed, missing or added letter, other than in ways in which the
  /// names of tools differ: `cvssV2` and `cvssV3`, `fix` and `fixes`, and for values without children `version` and
  /// `Version`.
  func isTypo(of asked: Span<UInt8>, hasChildren: Bool) -> Bool {
    let least = Swift.min(count, asked.count)
    var (head, tail) = (0, 0)
    while head < least, self[head] == asked[head] { head &+= 1 }
    while tail < least &- head, self[count &- 1 &- tail] == asked[asked.count &- 1 &- tail] { tail &+= 1 }
    let (mine, theirs) = (count &- head &- tail, asked.count &- head &- tail)
    // For a value with children two missing or doubled letters count too, because more would be lost.
    if hasChildren, mine == 0 || theirs == 0, mine &+ theirs <= 2, head &+ tail > 4 {
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
    case (0, UInt8(ascii: "s")): return tail > 0 || count > (hasChildren ? 3 : 8)
    case (let one, let other): return head > 0 || hasChildren || one ^ other != 0x20 || asked.hasUnderscore
    }
  }

  /// Whether the name is in snake case; such names do not occur in other cases.
  private var hasUnderscore: Bool { indices.contains { self[$0] == UInt8(ascii: "_") } }
}

extension UInt8 {
  /// Whether the letters occur after this one in CVE, CWE, CPE and CVSS, which occur together in many reports.
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
  "found '\(found)' where '\(asked)' is expected"
}

private let help = "the file may be damaged; make the report again"
