// What is kept once: each type has its pool.

/// A type whose values lie in a pool of their own.
package protocol Pooled: Internable {
  static var pool: ValuePool<Self> { get }
}

extension Pooled {
  package static func number(of value: Self) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Self { pool[number] }
}

extension Interned {
  /// The empty list.
  package static func none<Element: InternableElement>() -> Interned where Value == [Element] { Interned([]) }
}
