import Foundation
import TestSupport

/// What a broken transport, or a misspelt key, makes of a report.
enum Damage: String, CaseIterable {
  case flippedBit, lostByte, strayByte, lostSpan, repeatedSpan, otherBracket, otherKey, otherKind

  /// The damaged bytes and what was lost of them; nil where there is nothing to damage in that way.
  func done(to whole: Sample, _ random: inout Seeded) -> (bytes: [UInt8], lost: ArraySlice<UInt8>)? {
    let bytes = whole.bytes
    var (broken, lost) = (bytes, ArraySlice<UInt8>())
    let at = Int.random(in: bytes.indices, using: &random)
    let span = at..<min(bytes.count, at + Int.random(in: 2...64, using: &random))
    switch self {
    case .flippedBit: broken[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case .lostByte: lost = [broken.remove(at: at)]
    case .strayByte: broken.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: at)
    case .lostSpan:
      lost = bytes[span]
      broken.removeSubrange(span)
    case .repeatedSpan: broken.insert(contentsOf: bytes[span], at: at)
    case .otherBracket:
      guard let position = whole.brackets.randomElement(using: &random) else { return nil }
      broken[position] = Array("{}[]<>\"".utf8).randomElement(using: &random) ?? 0
    case .otherKey:
      guard let key = whole.keys.randomElement(using: &random) else { return nil }
      let name = misspelt(Array(bytes[key[0]]), &random)
      for position in key.sorted(by: { $0.lowerBound > $1.lowerBound }) { broken.replaceSubrange(position, with: name) }
    case .otherKind:
      guard let value = whole.scalars.randomElement(using: &random) else { return nil }
      let isText = bytes[value.lowerBound] == UInt8(ascii: "\"")
      let other = isText ? Array("7".utf8) : Array("\"".utf8) + bytes[value] + Array("\"".utf8)
      broken.replaceSubrange(value, with: other)
    }
    return broken == bytes ? nil : (broken, lost)
  }

  /// One letter lost, doubled, or another one.
  private func misspelt(_ name: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var name = name
    let at = Int.random(in: name.indices, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0 where name.count > 1: name.remove(at: at)
    case 1: name.insert(name[at], at: at)
    case 2: name[at] ^= 0x20
    default: name[at] = UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z"), using: &random)
    }
    return name
  }
}

/// A report, and the places at which it can be damaged.
struct Sample {
  let bytes: [UInt8]
  /// One record after the other: an end after a whole one is an end like any other.
  let isOfLines: Bool
  fileprivate let brackets: [Int]
  /// The names of members, of elements (each with that of its closing tag) and attributes, or of columns.
  fileprivate let keys: [[Range<Int>]]
  /// The texts (with their quotes) and numbers that are values.
  fileprivate let scalars: [Range<Int>]

  init(_ bytes: [UInt8]) {
    let marks = Array("{}[]<>\"".utf8)
    (self.bytes, isOfLines, keys, scalars) = (bytes, bytes.isOfLines, bytes.keys, bytes.scalars)
    brackets = bytes.indices.filter { marks.contains(bytes[$0]) }
  }

  /// Whether what was lost may have been a record, or the end of one and the beginning of the next: then what is left is a
  /// whole report, and nobody can tell.
  func mayHoldRecord(_ lost: ArraySlice<UInt8>) -> Bool {
    if bytes.isXML { return lost.contains(UInt8(ascii: "/")) && lost.contains(UInt8(ascii: "<")) }
    if isOfLines, lost.contains(0x0A) { return true }
    let ends = [(UInt8(ascii: "{"), UInt8(ascii: "}")), (UInt8(ascii: "["), UInt8(ascii: "]"))]
    return ends.contains { lost.contains($0) && lost.contains($1) }
  }
}

extension [UInt8] {
  fileprivate var isXML: Bool { first { $0 > 0x20 && $0 < 0x7F } == UInt8(ascii: "<") }
  fileprivate var isJSON: Bool { "{[".utf8.contains(first { $0 > 0x20 && $0 < 0x7F } ?? 0) }
  fileprivate var isOfLines: Bool { !isXML && (!isJSON || contains(sequence: "}\n{") || contains(sequence: "}\r\n{")) }

  private func contains(sequence text: String) -> Bool { firstRange(of: Array(text.utf8)) != nil }

  fileprivate var keys: [[Range<Int>]] { isXML ? tagNames : isJSON ? texts.filter(isKey).map { [$0.inner] } : columns }

  fileprivate var scalars: [Range<Int>] {
    guard isJSON else { return [] }
    return texts.filter { !isKey($0) } + numbers
  }

  private func isKey(_ text: Range<Int>) -> Bool {
    text.count > 2 && self[text.upperBound...].first { $0 > 0x20 } == UInt8(ascii: ":")
  }

  private var texts: [Range<Int>] {
    var (found, start) = ([Range<Int>](), Int?.none)
    for at in indices where self[at] == UInt8(ascii: "\"") {
      guard let first = start else {
        start = at
        continue
      }
      guard self[..<at].reversed().prefix(while: { $0 == UInt8(ascii: "\\") }).count % 2 == 0 else { continue }
      found.append(first..<at + 1)
      start = nil
    }
    return found
  }

  private var numbers: [Range<Int>] {
    indices.filter { $0 > 0 && isDigit(self[$0]) && (self[$0 - 1] == UInt8(ascii: ":") || self[$0 - 1] == 0x20) }
      .compactMap { start in
        let end = self[start...].firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? count
        guard self[..<start].last(where: { $0 > 0x20 }) == UInt8(ascii: ":") else { return nil }
        return [UInt8(ascii: ","), UInt8(ascii: "}"), 0x0A, 0x0D, 0x20].contains(end < count ? self[end] : 0)
          ? start..<end : nil
      }
  }

  private var columns: [[Range<Int>]] {
    let head = prefix { $0 != 0x0A && $0 != 0x0D }
    return head.split { [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "\"")].contains($0) }
      .map { [$0.startIndex..<$0.endIndex] }
  }

  private var tagNames: [[Range<Int>]] {
    var (found, open) = ([[Range<Int>]](), [Range<Int>]())
    for at in indices where self[at] == UInt8(ascii: "<") && at + 1 < count {
      let isClosing = self[at + 1] == UInt8(ascii: "/")
      let start = at + (isClosing ? 2 : 1)
      let name = start..<(self[start...].firstIndex { !isName($0) } ?? count)
      guard !name.isEmpty, isLetter(self[name.lowerBound]) else { continue }
      guard !isClosing else {
        if let opening = open.popLast() { found.append([opening, name]) }
        continue
      }
      let end = self[name.upperBound...].firstIndex(of: UInt8(ascii: ">")) ?? count
      if self[end - 1] == UInt8(ascii: "/") { found.append([name]) } else { open.append(name) }
      found += attributeNames(name.upperBound..<end)
    }
    return found
  }

  private func attributeNames(_ tag: Range<Int>) -> [[Range<Int>]] {
    tag.filter { self[$0] == UInt8(ascii: "=") }.compactMap { end in
      let start = (self[tag.lowerBound..<end].lastIndex { !isName($0) } ?? end) + 1
      return start < end ? [start..<end] : nil
    }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
private func isName(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || "_-.".utf8.contains(byte) }

extension Range<Int> {
  fileprivate var inner: Range<Int> { lowerBound + 1..<upperBound - 1 }
}
