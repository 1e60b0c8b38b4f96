import System
import TestSupport
import Testing

@testable import Documents

struct JSONSplitterTests {
  private func lists(of bytes: [UInt8], window: Int, piece: Int, list: Int) throws -> [JSONSplitter.List] {
    var splitter = JSONSplitter(StreamingSizes(piece: piece, list: list))
    for start in stride(from: 0, to: bytes.count, by: window) {
      let end = min(bytes.count, start + window)
      try splitter.take(Array(bytes[start..<end]).span, at: start)
    }
    try splitter.finish(at: bytes.count)
    return splitter.lists
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `wherever the windows end, the lists are the same`(seed: UInt64) throws {
    var random = RandomJSON(seed)
    let bytes = Array(random.document().utf8)
    // Every window for a few documents, a few windows for every document.
    let windows = seed <= 4 ? Array(1...64) : Depth.choose([1, 2, 3, 7, 16, 61], deep: Array(1...64))
    for (piece, list) in [(1, 2), (8, 16), (40, 100), (100, 400)] {
      let whole = try lists(of: bytes, window: bytes.count, piece: piece, list: list)
      for window in windows {
        #expect(try lists(of: bytes, window: window, piece: piece, list: list) == whole, "\(window), \(list)")
      }
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `the lists are the innermost long arrays, and their pieces put together are they`(seed: UInt64) throws {
    var random = RandomJSON(seed)
    let bytes = Array(random.array(4, of: 20).utf8)
    for (piece, size) in [(1, 2), (8, 16), (40, 100), (100, 400)] {
      let lists = try lists(of: bytes, window: 16, piece: piece, list: size)
      #expect(lists.map(\.range) == longArrays(in: bytes, size))
      for list in lists {
        var (at, index) = (list.range.lowerBound, 0)
        for part in list.pieces {
          #expect(part.range.lowerBound == at && part.first == index)
          #expect(bytes[at] == UInt8(ascii: at == list.range.lowerBound ? "[" : ","))
          #expect(part.range.count >= piece || part == list.pieces.last)
          let elements = Array(bytes[part.range].dropFirst())
          index += try JSONDocument(Input(name: "p", bytes: [0x5B] + elements + [0x5D])).root.elements().count
          at = part.range.upperBound
        }
        #expect(at == list.range.upperBound - 1 && bytes[at] == UInt8(ascii: "]"))
      }
    }
  }

  @Test(arguments: ["", "[", "{\"a\":[1,2}", "[1]]", "{]", "[\"a]", "[\"a\\\"]", "[1],[2]", "{} x {}", "{} 7 {}", "[}"])
  func `what is not balanced, or has something between its values, is not split`(text: String) {
    for window in [1, 3, 64] where !text.isEmpty {
      #expect(throws: JSONFault.self) { try lists(of: Array(text.utf8), window: window, piece: 1, list: 2) }
    }
  }
}

/// The same, bracket by bracket: the arrays that are long and have no long array in them.
private func longArrays(in bytes: [UInt8], _ size: Int) -> [Range<Int>] {
  var (found, open, inText, escaped) = ([Range<Int>](), [Int](), false, false)
  for (at, byte) in bytes.enumerated() {
    if inText {
      if !escaped, byte == UInt8(ascii: "\"") { inText = false }
      escaped = !escaped && byte == UInt8(ascii: "\\")
      continue
    }
    switch byte {
    case UInt8(ascii: "\""): inText = true
    case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(at)
    case UInt8(ascii: "]"):
      let start = open.removeLast()
      if at - start >= size, !found.contains(where: { $0.lowerBound > start }) { found.append(start..<at + 1) }
    case UInt8(ascii: "}"): open.removeLast()
    default: break
    }
  }
  return found
}
