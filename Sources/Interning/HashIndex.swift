/// An open-addressing hash index: from hashes to the positions of elements in a list that the caller keeps.
///
/// The list holds the keys, so the index needs four bytes for each slot. At most half of the slots are used. The caller
/// must choose hashes that no input can make to collide, for example with a random seed.
public struct HashIndex: Sendable {
  /// The position of an element plus 1; 0 means that the slot is free. The number of slots is a power of two.
  @usableFromInline var slots: [UInt32]

  /// - Parameter slots: The initial number of slots, a power of two.
  @inlinable
  public init(slots: Int) { self.slots = [UInt32](repeating: 0, count: slots) }

  /// The position of the element that has this hash and satisfies `matches`; nil when there is none.
  ///
  /// - Parameter matches: Whether the element at a position is the one looked for. It is called for few other elements.
  @inlinable
  public func position(of hash: UInt64, where matches: (Int) -> Bool) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
    while slots[slot] != 0 {
      let position = Int(slots[slot]) &- 1
      if matches(position) { return position }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  /// Inserts the last element of a list. The elements before it must be in the index already.
  ///
  /// - Parameters:
  ///   - count: The number of elements, including this one; at most 2^32 - 1.
  ///   - hash: The hash of the element at a position.
  @inlinable
  public mutating func insertLast(of count: Int, hash: (Int) -> UInt64) {
    guard count * 2 > slots.count else { return insert(count - 1, hash(count - 1)) }
    slots = [UInt32](repeating: 0, count: slots.count * 4)
    for position in 0..<count { insert(position, hash(position)) }
  }

  @inlinable
  mutating func insert(_ position: Int, _ hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
    while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count &- 1) }
    slots[slot] = UInt32(position + 1)
  }
}
