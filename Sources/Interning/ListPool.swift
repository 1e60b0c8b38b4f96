import Synchronization

/// A type whose arrays can be interned.
public protocol InternableElement: Hashable, Sendable {
  /// The pool of arrays of this type.
  static var lists: ListPool<Self> { get }
  /// The hash of the element: equal for elements that are the same, and rarely equal for others.
  func hashed(with hash: ListHash) -> UInt64
  /// Whether two elements share one stored value. Stricter than `==` for types whose equal values can differ in
  /// spelling.
  func isSame(as other: Self) -> Bool
}

extension InternableElement {
  public func isSame(as other: Self) -> Bool { self == other }
}

extension Array: Internable where Element: InternableElement {
  public static func number(of value: [Element]) -> UInt32 {
    Element.lists.number(of: value, hash: { $0.hashed(with: $1) }, isSame: { $0.isSame(as: $1) }, make: { $0 })
  }
  public static func value(of number: UInt32) -> [Element] { Element.lists[number] }
}

/// The pool of arrays of one element type: each array is stored once and never freed.
@safe public final class ListPool<Element: InternableElement>: Sendable {
  public init() {}

  private let lists = ChunkedBuffer<[Element]>()
  private let table = InterningTable()
  private let count = Mutex<UInt32>(0)
  private let hash = ListHash()

  subscript(number: UInt32) -> [Element] { lists[number] }

  /// The number of the array that `keys` describe. The array itself is made only when it is not in the pool.
  @inline(__always)
  func number<Key>(
    of keys: [Key], hash hashKey: (Key, ListHash) -> UInt64, isSame: (Key, Element) -> Bool,
    make: ([Key]) -> [Element]
  ) -> UInt32 {
    var whole = UInt64(truncatingIfNeeded: keys.count)
    // By index: generic code makes the types of iterators at run time, which takes longer than the loop.
    for index in 0..<keys.count { whole = hash.combined(whole, hashKey(keys[index], hash)) }
    let hash = UInt32(truncatingIfNeeded: whole)
    let known = find(hash, keys, isSame)
    return known != 0 ? known : add(hash, keys, isSame, make)
  }

  @inline(__always)
  private func find<Key>(_ hash: UInt32, _ keys: [Key], _ isSame: (Key, Element) -> Bool) -> UInt32 {
    table.find(hash) { number in
      guard lists[number].count == keys.count else { return false }
      for index in 0..<keys.count where !isSame(keys[index], lists[number][index]) { return false }
      return true
    }
  }

  @inline(never)
  private func add<Key>(
    _ hash: UInt32, _ keys: [Key], _ isSame: (Key, Element) -> Bool, _ make: ([Key]) -> [Element]
  ) -> UInt32 {
    let list = make(keys)
    return count.withLock { count in
      let known = find(hash, keys, isSame)
      if known != 0 { return known }
      count += 1
      lists.add(list, as: count)
      table.add(hash, count, count: Int(count))
      return count
    }
  }
}

/// Combines several hashes into one. The seed is random in each process, so that no input can be made to collide.
public struct ListHash: Sendable {
  private let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)
  fileprivate let strings = StringHash()

  @inline(__always)
  /// The hash of a pair of hashes.
  public func combined(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = (one &+ seeds.0 ^ other).multipliedFullWidth(by: seeds.1)
    return product.high ^ product.low
  }
}

// MARK: - Element types

extension Int: InternableElement {
  public static let lists = ListPool<Int>()
  public func hashed(with hash: ListHash) -> UInt64 { UInt64(truncatingIfNeeded: self) }
}

extension String: InternableElement {
  public static let lists = ListPool<String>()
  public func hashed(with hash: ListHash) -> UInt64 { utf8Span.span.hashed(with: hash) }
  /// Whether the bytes are equal: texts that are only canonically equivalent in Unicode are different.
  public func isSame(as other: String) -> Bool { utf8Span.span.isSame(as: other.utf8Span.span) }
}

extension Interned<[String]> {
  /// Interns an array of strings, and creates the `String` values only when the array is not in the pool.
  public init(texts: [InternedString]) {
    self.init(
      number: TextLists.shared.number(of: texts) {
        String.lists.number(
          of: texts, hash: { $0.utf8.hashed(with: $1) }, isSame: { $0.utf8.isSame(as: $1.utf8Span.span) },
          make: { $0.map(\.wrappedValue) })
      })
  }
}

extension Span<UInt8> {
  fileprivate func hashed(with hash: ListHash) -> UInt64 { UInt64(hash.strings.hash(self)) }

  fileprivate func isSame(as other: Span<UInt8>) -> Bool {
    guard count == other.count, count > 0 else { return count == other.count }
    return unsafe other.withUnsafeBufferPointer { unsafe isSame(as: $0.baseAddress.unsafelyUnwrapped) }
  }
}
