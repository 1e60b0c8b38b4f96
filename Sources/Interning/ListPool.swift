import Synchronization

/// What lists are kept of.
package protocol InternableElement: Hashable, Sendable {
  static var lists: ListPool<Self> { get }
  /// The same for elements that are the same, and hardly ever for others.
  func mark(_ hash: ListHash) -> UInt64
  /// Stricter than equality, where equal elements may be written differently.
  func isSame(as other: Self) -> Bool
}

extension InternableElement {
  package func isSame(as other: Self) -> Bool { self == other }
}

extension Array: Internable where Element: InternableElement {
  package static func number(of value: [Element]) -> UInt32 {
    Element.lists.number(of: value, mark: { $0.mark($1) }, isSame: { $0.isSame(as: $1) }, make: { $0 })
  }
  package static func value(of number: UInt32) -> [Element] { Element.lists[number] }
}

/// Every list of one type of elements that was said, once.
@safe package final class ListPool<Element: InternableElement>: Sendable {
  package init() {}

  private let lists = ChunkedBuffer<[Element]>()
  private let table = InterningTable()
  private let count = Mutex<UInt32>(0)
  private let hash = ListHash()

  subscript(number: UInt32) -> [Element] { lists[number] }

  /// The number of the list of what stands for its elements; only a new one is made.
  @inline(__always)
  func number<Stand>(
    of stands: [Stand], mark: (Stand, ListHash) -> UInt64, isSame: (Stand, Element) -> Bool,
    make: ([Stand]) -> [Element]
  ) -> UInt32 {
    var whole = UInt64(truncatingIfNeeded: stands.count)
    for stand in stands { whole = hash.joined(whole, mark(stand, hash)) }
    let hash = UInt32(truncatingIfNeeded: whole)
    let known = find(hash, stands, isSame)
    return known != 0 ? known : add(hash, stands, isSame, make)
  }

  @inline(__always)
  private func find<Stand>(_ hash: UInt32, _ stands: [Stand], _ isSame: (Stand, Element) -> Bool) -> UInt32 {
    table.find(hash) { number in
      guard lists[number].count == stands.count else { return false }
      for index in stands.indices where !isSame(stands[index], lists[number][index]) { return false }
      return true
    }
  }

  @inline(never)
  private func add<Stand>(
    _ hash: UInt32, _ stands: [Stand], _ isSame: (Stand, Element) -> Bool, _ make: ([Stand]) -> [Element]
  ) -> UInt32 {
    let list = make(stands)
    return count.withLock { count in
      let known = find(hash, stands, isSame)
      if known != 0 { return known }
      count += 1
      lists.add(list, as: count)
      table.add(hash, count, count: Int(count))
      return count
    }
  }
}

/// Makes one number of several, seeded anew in each run, so that nobody can prepare collisions.
package struct ListHash: Sendable {
  private let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)
  fileprivate let texts = StringHash()

  @inline(__always)
  package func joined(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = (one &+ seeds.0 ^ other).multipliedFullWidth(by: seeds.1)
    return product.high ^ product.low
  }
}

// MARK: - What there are lists of

extension Int: InternableElement {
  package static let lists = ListPool<Int>()
  package func mark(_ hash: ListHash) -> UInt64 { UInt64(truncatingIfNeeded: self) }
}

extension String: InternableElement {
  package static let lists = ListPool<String>()
  package func mark(_ hash: ListHash) -> UInt64 { utf8Span.span.mark(hash) }
  /// Texts that Unicode calls equivalent are two.
  package func isSame(as other: String) -> Bool { utf8Span.span.isSame(as: other.utf8Span.span) }
}

extension Interned<[String]> {
  /// The list of these texts, of which strings are made only when nobody said it before.
  package init(texts: [InternedString]) {
    self.init(
      number: String.lists.number(
        of: texts, mark: { $0.utf8.mark($1) }, isSame: { $0.utf8.isSame(as: $1.utf8Span.span) },
        make: { $0.map(\.wrappedValue) }))
  }
}

extension Span<UInt8> {
  fileprivate func mark(_ hash: ListHash) -> UInt64 { UInt64(hash.texts.hash(self)) }

  fileprivate func isSame(as other: Span<UInt8>) -> Bool {
    guard count == other.count, count > 0 else { return count == other.count }
    return unsafe other.withUnsafeBufferPointer { unsafe isSame(as: $0.baseAddress.unsafelyUnwrapped) }
  }
}
