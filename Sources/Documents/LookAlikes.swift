import Model
import Synchronization

// A name that was asked for and is not there, beside one that differs from it in one letter: a byte was damaged on the way, or
// somebody misspelt it. To read on would be to say less than the report does, and nobody could see it.

/// The first such name that was met since somebody began to read.
struct LookAlike: Sendable {
  let asked: String
  /// Where the other one stands.
  let found: Int
}

extension JSONDocument {
  /// What was asked for until now was to find out what the document is.
  package func beginReading() { lookAlike.withLock { $0 = nil } }

  /// Throws where a name that was asked for is missing and one that looks like it is there.
  package func refuseLookAlike() throws(Diagnostic) {
    guard let pair = lookAlike.withLock({ $0 }) else { return }
    let (key, value) = (tape[pair.found], JSONValue(document: self, index: pair.found + 1))
    throw input.diagnostic(
      .reportInvalid, sentence(text(of: key), pair.asked), at: key.offset, length: key.extent + 2,
      pointer: value.place.pointer, help: help)
  }

  /// Looks in the object for a name that looks like `key`, which it does not have.
  @inline(never)
  func suspectLookAlike(of key: StaticString, in object: Int) {
    let (length, node, bytes) = (key.utf8CodeUnitCount, tape[object], input.bytes)
    guard length > 4, node.is(.object) else { return }
    var at = object &+ 1
    while at < node.extent {
      let name = tape[at]
      if name.is(.text), name.extent &- length <= 1, length &- name.extent <= 1 {
        let isNear = key.withUTF8Buffer { asked in
          unsafe bytes.span.extracting(name.range).isLookAlike(of: asked.span, holdingMany: tape[at &+ 1].isContainer)
        }
        if isNear { return lookAlike.withLock { $0 = $0 ?? LookAlike(asked: key.description, found: at) } }
      }
      at = tape.after(at &+ 1)
    }
  }
}

extension XMLDocument {
  /// What was asked for until now was to find out what the document is.
  package func beginReading() { lookAlike.withLock { $0 = nil } }

  /// Throws where a name that was asked for is missing and one that looks like it is there.
  package func refuseLookAlike() throws(Diagnostic) {
    guard let pair = lookAlike.withLock({ $0 }) else { return }
    let node = nodes[pair.found]
    let names = [node.name] + node.attributes.map(\.name)
    let found = names.first { $0.looksLike(pair.asked) } ?? node.name
    throw Diagnostic(
      .reportInvalid, sentence(found, pair.asked), at: Place(file: input.name, line: node.line), help: help)
  }

  /// Remembers the element where its name, or that of an attribute, looks like one that was asked for.
  func suspect(_ name: String, _ asked: String, at index: Int) {
    if name.looksLike(asked) { lookAlike.withLock { $0 = $0 ?? LookAlike(asked: asked, found: index) } }
  }
}

extension String {
  fileprivate func looksLike(_ asked: String) -> Bool {
    let difference = utf8.count - asked.utf8.count
    guard (-1...1).contains(difference), asked.utf8.count > 3 else { return false }
    return utf8Span.span.isLookAlike(of: asked.utf8Span.span, holdingMany: false)
  }
}

extension Swift.Span<UInt8> {
  /// Whether one letter was changed, left out or added, and not in a way in which tools' own names differ: `cvssV2` and
  /// `cvssV3`, `fix` and `fixes`, and for what holds no others `version` and `Version`.
  func isLookAlike(of asked: Swift.Span<UInt8>, holdingMany: Bool) -> Bool {
    let least = Swift.min(count, asked.count)
    var (head, tail) = (0, 0)
    while head < least, self[head] == asked[head] { head &+= 1 }
    while tail < least &- head, self[count &- 1 &- tail] == asked[asked.count &- 1 &- tail] { tail &+= 1 }
    guard Swift.max(count, asked.count) &- head &- tail == 1 else { return false }
    let letters = (
      mine: count &- head &- tail == 1 ? self[head] : 0, theirs: asked.count &- head &- tail == 1 ? asked[head] : 0
    )
    switch letters {
    case (0x30...0x39, 0x30...0x39), (0x30...0x39, 0), (0, 0x30...0x39): return false
    case (UInt8(ascii: "s"), 0) where tail == 0: return false
    case (0, UInt8(ascii: "s")) where tail == 0: return holdingMany
    default: return head > 0 || holdingMany || letters.mine ^ letters.theirs != 0x20
    }
  }
}

private func sentence(_ found: String, _ asked: String) -> String {
  "'\(found.inert())' stands where '\(asked)' is expected"
}

private let help = "the file may be damaged; make the report again"
