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

private func isSameText(_ one: String, _ other: String) -> Bool {
  guard one == other else { return false }
  return one.utf8Span.isKnownASCII && other.utf8Span.isKnownASCII || one.utf8.elementsEqual(other.utf8)
}

/// What lists are kept of.
package protocol InternableElement: Hashable, Sendable {
  static var lists: ValuePool<[Self]> { get }
}

extension Array: Internable where Element: InternableElement {
  package static func number(of value: [Element]) -> UInt32 { Element.lists.number(of: value) }
  package static func value(of number: UInt32) -> [Element] { Element.lists[number] }
}

extension Int: InternableElement { package static let lists = ValuePool<[Int]>() }
extension String: InternableElement {
  /// Texts that Unicode calls equivalent are two here as well.
  package static let lists = ValuePool<[String]> { $0.elementsEqual($1, by: isSameText) }
}
extension Score: InternableElement { package static let lists = ValuePool<[Score]>() }
extension ReachabilityEvidence: InternableElement { package static let lists = ValuePool<[ReachabilityEvidence]>() }
extension Fingerprint: InternableElement { package static let lists = ValuePool<[Fingerprint]>() }

extension Interned {
  /// The empty list.
  package static func none<Element: InternableElement>() -> Interned where Value == [Element] { Interned([]) }
}
