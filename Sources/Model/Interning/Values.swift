// What is kept once: each type has its pool.

/// A type whose values lie in a pool of their own.
package protocol Pooled: Internable {
  static var pool: ValuePool<Self> { get }
}

extension Pooled {
  package static func number(of value: Self) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Self { pool[number] }
}

extension Component: Pooled { package static let pool = ValuePool<Component>() }
extension Scan: Pooled { package static let pool = ValuePool<Scan>() }
extension ReachabilityEvidence: Pooled { package static let pool = ValuePool<ReachabilityEvidence>() }
extension Owners: Pooled { package static let pool = ValuePool<Owners>() }
extension Newness.Grounds: Pooled { package static let pool = ValuePool<Newness.Grounds>() }
extension Risk.Assessment: Pooled { package static let pool = ValuePool<Risk.Assessment>() }
extension Suppression: Pooled { package static let pool = ValuePool<Suppression>() }
extension Explainer: Pooled { package static let pool = ValuePool<Explainer>() }

extension Interned {
  /// The empty list.
  package static func none<Element: InternableElement>() -> Interned where Value == [Element] { Interned([]) }
}
