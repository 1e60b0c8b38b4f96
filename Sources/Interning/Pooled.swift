/// A type whose values are interned in one pool.
package protocol Pooled: Internable {
  static var pool: ValuePool<Self> { get }
}

extension Pooled {
  package static func number(of value: Self) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Self { pool[number] }
}

extension Interned {
  /// The interned empty array.
  package static func none<Element: InternableElement>() -> Interned where Value == [Element] { Interned([]) }
}
