/// A number and where it stood before all were put in order.
package struct Positioned: Sendable {
  package let number: UInt64
  package let position: Int
}

/// Numbers in ascending order; equal ones stay as they are.
///
/// By their bytes, from the last to the first, and none is compared: of numbers in no order every other comparison is guessed
/// wrong.
package func radixSorted(_ numbers: [UInt64]) -> [Positioned] {
  var sorted = numbers.enumerated().map { Positioned(number: $1, position: $0) }
  guard let first = numbers.first else { return sorted }
  var counts = [Int](repeating: 0, count: 8 * 256)
  for number in numbers {
    for byte in 0..<8 { counts[slot(byte, of: number)] += 1 }
  }
  var other = sorted
  // Where all have the same byte, they stand in its order.
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

/// Where neighbours are equal.
package func runsOfEqual(in sorted: [Positioned]) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  var first = 0
  for index in sorted.indices where sorted[index].number != sorted[first].number {
    if index - first > 1 { ranges.append(first..<index) }
    first = index
  }
  if sorted.count - first > 1 { ranges.append(first..<sorted.count) }
  return ranges
}
