/// Texts, all different, in the order of their bytes.
///
/// Thousands of paths begin alike. Eight bytes of each are looked at as one number, and only those that are the same so far are
/// looked at further: no text is fetched again for each comparison.
package func inOrder(_ texts: [Text]) -> [Text] {
  var lots = texts.map { Lot($0) }
  var open = [(range: lots.indices, start: 0)]
  while let (range, start) = open.popLast() {
    for index in range { lots[index].look(from: start) }
    lots[range].sort(by: <)
    var first = range.lowerBound
    while first < range.upperBound {
      var end = first + 1
      while end < range.upperBound, lots[end] == lots[first] { end += 1 }
      if end - first > 1, lots[first].isLonger { open.append((first..<end, start + Lot.width)) }
      first = end
    }
  }
  return lots.map(\.text)
}

/// A text and the part of it that is looked at.
private struct Lot {
  static let width = 8

  let text: Text
  private var bytes: UInt64 = 0
  /// How many bytes the part has; one more than fit when the text goes on.
  private var count = 0

  init(_ text: Text) { self.text = text }

  mutating func look(from start: Int) {
    let utf8 = text.utf8
    bytes = 0
    count = min(utf8.count - start, Lot.width + 1)
    for index in start..<start + Lot.width { bytes = bytes << 8 | (index < utf8.count ? UInt64(utf8[index]) : 0) }
  }

  var isLonger: Bool { count > Lot.width }

  static func < (one: Lot, other: Lot) -> Bool { (one.bytes, one.count) < (other.bytes, other.count) }
  static func == (one: Lot, other: Lot) -> Bool { (one.bytes, one.count) == (other.bytes, other.count) }
}
