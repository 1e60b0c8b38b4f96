/// Numbers different keys in the order in which they come, from 0.
///
/// For keys that are made of interned numbers: such are hashed by one multiplication. The factor is another in each run, so that
/// nobody can prepare keys that meet.
struct KeyIndex {
  struct Key: Equatable { let high, low: UInt64 }

  private(set) var keys: [Key] = []
  /// One more than the number of a key; 0: free.
  private var slots = [UInt32](repeating: 0, count: 1024)
  private let factor = UInt64.random(in: 0...UInt64.max) | 1

  /// The number of the key, and whether it is a new one.
  mutating func number(of key: Key) -> (number: Int, isNew: Bool) {
    var slot = place(of: key)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if keys[number] == key { return (number, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    keys.append(key)
    slots[slot] = UInt32(keys.count)
    if keys.count * 2 > slots.count { grow() }
    return (keys.count - 1, true)
  }

  private func place(of key: Key) -> Int {
    let product = (key.high ^ factor).multipliedFullWidth(by: factor)
    let mixed = (product.high ^ product.low ^ key.low).multipliedFullWidth(by: factor)
    return Int(truncatingIfNeeded: mixed.high ^ mixed.low) & (slots.count - 1)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 4)
    for (number, key) in keys.enumerated() {
      var slot = place(of: key)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }
}
