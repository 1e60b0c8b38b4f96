/// A number and its index before sorting.
public struct Positioned: Sendable {
  public let number: UInt64
  public let position: Int
}

/// Numbers in ascending order; the sort is stable.
///
/// A least-significant-byte radix sort: it makes no comparisons, whose branches would be mispredicted half the time on
/// unsorted numbers.
public func radixSorted(_ numbers: [UInt64]) -> [Positioned] {
  var sorted = numbers.enumerated().map { Positioned(number: $1, position: $0) }
  guard let first = numbers.first else { return sorted }
  var counts = [Int](repeating: 0, count: 8 * 256)
  for number in numbers {
    for byte in 0..<8 { counts[slot(byte, of: number)] += 1 }
  }
  var other = sorted
  // A byte that is equal in all numbers does not change the order.
  for byte in 0..<8 where counts[slot(byte, of: first)] < numbers.count {
    var place = 0
    for slot in byte << 8..<(byte + 1) << 8 { (counts[slot], place) = (place, place + counts[slot]) }
    for one in sorted {
      let slot = slot(byte, of: one.number)
      other[counts[slot]] = one
      counts[slot] += 1
    }
    swap(&sorted, &other)
  }
  return sorted
}

private func slot(_ byte: Int, of number: UInt64) -> Int {
  byte << 8 | Int(truncatingIfNeeded: number >> UInt64(truncatingIfNeeded: byte << 3) & 0xFF)
}

/// The ranges of two or more equal neighbours.
public func runsOfEqual(in sorted: [Positioned]) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  var first = 0
  for index in sorted.indices where sorted[index].number != sorted[first].number {
    if index - first > 1 { ranges.append(first..<index) }
    first = index
  }
  if sorted.count - first > 1 { ranges.append(first..<sorted.count) }
  return ranges
}
