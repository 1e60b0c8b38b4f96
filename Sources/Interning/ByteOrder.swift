/// Texts, all different, in the order of their bytes.
///
/// Thousands of paths begin alike. Seven bytes of each are looked at as one number, and only those that are the same so far are
/// looked at further: no text is fetched again for each comparison.
package func sortedByBytes(_ texts: [InternedString]) -> [InternedString] {
  var texts = texts
  var open = [(range: texts.indices, start: 0)]
  while let (range, start) = open.popLast() {
    guard range.count > 32 else {
      texts[range].sort()
      continue
    }
    let sorted = radixSorted(range.map { part(of: texts[$0], from: start) })
    texts.replaceSubrange(range, with: sorted.map { texts[range.lowerBound + $0.position] })
    for alike in runsOfEqual(in: sorted) where goesOn(sorted[alike.lowerBound].number) {
      open.append((range.lowerBound + alike.lowerBound..<range.lowerBound + alike.upperBound, start + width))
    }
  }
  return texts
}

/// How many bytes are looked at; an eighth says how many there are.
private let width = 7

private func part(of text: InternedString, from start: Int) -> UInt64 {
  let utf8 = text.utf8
  var part: UInt64 = 0
  for index in start..<start + width { part = part << 8 | (index < utf8.count ? UInt64(utf8[index]) : 0) }
  return part << 8 | UInt64(min(utf8.count - start, width + 1))
}

private func goesOn(_ part: UInt64) -> Bool { part & 0xFF > width }
