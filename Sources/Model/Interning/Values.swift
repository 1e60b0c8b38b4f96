// What is kept once: each type has its pool.

extension Component: Internable {
  private static let pool = ValuePool<Component>()
  package static func number(of value: Component) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Component { pool[number] }
}

extension Scan: Internable {
  private static let pool = ValuePool<Scan>()
  package static func number(of value: Scan) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Scan { pool[number] }
}

extension ReachabilityEvidence: Internable {
  private static let pool = ValuePool<ReachabilityEvidence>()
  package static func number(of value: ReachabilityEvidence) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> ReachabilityEvidence { pool[number] }
}

extension Owners: Internable {
  private static let pool = ValuePool<Owners>()
  package static func number(of value: Owners) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Owners { pool[number] }
}

extension Newness.Grounds: Internable {
  private static let pool = ValuePool<Newness.Grounds>()
  package static func number(of value: Newness.Grounds) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Newness.Grounds { pool[number] }
}

extension Risk.Assessment: Internable {
  private static let pool = ValuePool<Risk.Assessment>()
  package static func number(of value: Risk.Assessment) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Risk.Assessment { pool[number] }
}

extension Suppression: Internable {
  private static let pool = ValuePool<Suppression>()
  package static func number(of value: Suppression) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Suppression { pool[number] }
}

extension Explainer: Internable {
  private static let pool = ValuePool<Explainer>()
  package static func number(of value: Explainer) -> UInt32 { pool.number(of: value) }
  package static func value(of number: UInt32) -> Explainer { pool[number] }
}

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
