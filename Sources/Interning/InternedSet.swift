/// A set of interned values as one bit for each value's number, for sets that are asked once for each observation.
public struct InternedSet<Value: Internable>: Sendable {
  @usableFromInline var words: [UInt64] = []

  @inlinable public init() {}

  @inlinable public init(_ values: [Interned<Value>]) { for value in values { insert(value) } }

  @inlinable
  public func contains(_ value: Interned<Value>) -> Bool {
    let (word, bit) = (Int(value.number >> 6), UInt64(value.number & 63))
    return word < words.count && words[word] >> bit & 1 == 1
  }

  @inlinable
  public mutating func insert(_ value: Interned<Value>) {
    let (word, bit) = (Int(value.number >> 6), UInt64(value.number & 63))
    if word >= words.count { words += [UInt64](repeating: 0, count: max(word + 1, 2 * words.count) - words.count) }
    words[word] |= 1 << bit
  }
}
