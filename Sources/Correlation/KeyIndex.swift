import Interning

/// Assigns numbers to distinct keys, from 0 in the order in which they first occur.
///
/// Keys consist of interned numbers. They are hashed with a random factor, so that no input can be made to collide.
struct KeyIndex {
  struct Key: Equatable { let high, low: UInt64 }

  /// The distinct keys, by number.
  private(set) var keys: [Key] = []
  private var index = HashIndex(slots: 1024)
  private let factor = UInt64.random(in: 0...UInt64.max) | 1

  /// The number of a key, and whether the key is new.
  mutating func number(of key: Key) -> (number: Int, isNew: Bool) {
    let hash = KeyIndex.hash(key, factor)
    if let number = index.position(of: hash, where: { keys[$0] == key }) { return (number, false) }
    keys.append(key)
    // The closure must not capture `self`, which is modified.
    index.insertLast(of: keys.count) { [keys, factor] in KeyIndex.hash(keys[$0], factor) }
    return (keys.count - 1, true)
  }

  private static func hash(_ key: Key, _ factor: UInt64) -> UInt64 {
    let product = (key.high ^ factor).multipliedFullWidth(by: factor)
    let mixed = (product.high ^ product.low ^ key.low).multipliedFullWidth(by: factor)
    return mixed.high ^ mixed.low
  }
}
