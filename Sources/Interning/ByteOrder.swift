/// Distinct strings, sorted by their bytes.
///
/// This is a radix sort on seven bytes at a time. Only strings that are equal so far are looked at further, which is
/// faster than comparing pairs, because the paths of a report share long prefixes.
public func sortedByBytes(_ texts: [InternedString]) -> [InternedString] {
  var texts = texts
  var pending = [(range: texts.indices, start: 0)]
  while let (range, start) = pending.popLast() {
    guard range.count > 32 else {
      texts[range].sort()
      continue
    }
    let sorted = radixSorted(range.map { sortKey(of: texts[$0], from: start) })
    texts.replaceSubrange(range, with: sorted.map { texts[range.lowerBound + $0.position] })
    for run in runsOfEqual(in: sorted) where continues(sorted[run.lowerBound].number) {
      pending.append((range.lowerBound + run.lowerBound..<range.lowerBound + run.upperBound, start + width))
    }
  }
  return texts
}

/// The number of bytes of a string that one sort key holds; the eighth byte of the key is the number of bytes left.
private let width = 7

private func sortKey(of text: InternedString, from start: Int) -> UInt64 {
  let utf8 = text.utf8
  var key: UInt64 = 0
  for index in start..<start + width { key = key << 8 | (index < utf8.count ? UInt64(utf8[index]) : 0) }
  return key << 8 | UInt64(min(utf8.count - start, width + 1))
}

private func continues(_ key: UInt64) -> Bool { key & 0xFF > width }
