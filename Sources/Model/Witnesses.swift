/// The observations of one finding, in their order.
///
/// A million findings would be a million arrays; these lie one after the other in a store that all findings share, which only
/// grows, and a finding names the first and how many.
package struct Witnesses: RandomAccessCollection, Sendable {
  private let first: UInt32
  private let length: UInt32

  package init(_ observations: some Collection<Observation>) {
    var room = Room(for: observations.count)
    for observation in observations { room.add(observation) }
    self = room.taken()
  }

  private init(first: UInt32, length: UInt32) { (self.first, self.length) = (first, length) }

  /// Room for the witnesses of many findings, which are added one after the other.
  package struct Room: ~Copyable {
    private var (first, next): (UInt32, UInt32)
    private let end: UInt32

    package init(for count: Int) {
      first = Witnesses.store.reserve(count)
      (next, end) = (first, first + UInt32(count))
    }

    package mutating func add(_ observation: Observation) {
      precondition(next < end, "more witnesses than there is room for")
      Witnesses.store.put(observation, as: next)
      next += 1
    }

    /// Those that were added since the last were taken.
    package mutating func taken() -> Witnesses {
      defer { first = next }
      return Witnesses(first: first, length: next - first)
    }
  }

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
