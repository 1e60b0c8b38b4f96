/// The observations of one finding, in their order.
///
/// A million findings would be a million arrays; these lie one after the other in a store that all findings share, which only
/// grows, and a finding names the first and how many.
package struct Witnesses: RandomAccessCollection, Sendable {
  private let first: UInt32
  private let length: UInt32

  package init(_ observations: some Collection<Observation>) {
    (first, length) = (Self.store.add(observations), UInt32(observations.count))
  }

  package init(only observation: Observation) { (first, length) = (Self.store.add(observation), 1) }

  package var startIndex: Int { 0 }
  package var endIndex: Int { Int(length) }

  package subscript(index: Int) -> Observation {
    _read {
      precondition(index >= 0 && index < length, "there is no such witness")
      yield Self.store[first &+ UInt32(truncatingIfNeeded: index)]
    }
  }

  private static let store = Store<Observation>()
}

extension Witnesses: Hashable, ExpressibleByArrayLiteral {
  package static func == (one: Witnesses, other: Witnesses) -> Bool {
    one.first == other.first && one.length == other.length || one.elementsEqual(other)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(length)
    for observation in self { hasher.combine(observation) }
  }

  package init(arrayLiteral elements: Observation...) { self.init(elements) }
}
