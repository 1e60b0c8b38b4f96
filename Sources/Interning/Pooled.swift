/// A type whose values are interned in one pool.
public protocol Pooled: Internable {
  static var pool: ValuePool<Self> { get }
}

extension Pooled {
  public static func number(of value: Self) -> UInt32 { pool.number(of: value) }
  public static func value(of number: UInt32) -> Self { pool[number] }
}

extension Interned {
  /// The interned empty array.
  public static func none<Element: InternableElement>() -> Interned where Value == [Element] { Interned([]) }
}
