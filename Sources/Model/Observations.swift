import Interning

/// The observations of one finding, in order.
///
/// A million findings would need a million arrays. Instead, observations are stored contiguously in an arena, and a
/// finding stores the number of the first one and their count.
public struct Observations: RandomAccessCollection, Sendable {
  private let first: UInt32
  private let length: UInt32

  /// Stores observations that live as long as the process.
  package init(_ observations: some Collection<Observation>) {
    var reservation = Reservation(for: observations.count, in: .process)
    for observation in observations { reservation.add(observation) }
    self = reservation.taken()
  }

  private init(first: UInt32, length: UInt32) { (self.first, self.length) = (first, length) }

  /// Reserved arena slots for the observations of many findings, which are added one after the other.
  public struct Reservation: ~Copyable {
    private var (first, next): (UInt32, UInt32)
    private let end: UInt32

    package init(for count: Int, in scope: ArenaScope) {
      first = Observations.arena.reserve(count, in: scope)
      (next, end) = (first, first + UInt32(count))
    }

    public mutating func add(_ observation: Observation) {
      precondition(next < end, "more observations than were reserved")
      Observations.arena.put(observation, as: next)
      next += 1
    }

    /// The observations that were added since the previous call.
    public mutating func taken() -> Observations {
      defer { first = next }
      return Observations(first: first, length: next - first)
    }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { Int(length) }

  public subscript(index: Int) -> Observation {
    _read {
      precondition(index >= 0 && index < length, "no observation has this index")
      yield Self.arena[first &+ UInt32(truncatingIfNeeded: index)]
    }
  }

  public static let arena = Arena<Observation>()
}

extension Observations: Hashable, ExpressibleByArrayLiteral {
  public static func == (one: Observations, other: Observations) -> Bool {
    one.first == other.first && one.length == other.length || one.elementsEqual(other)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(length)
    for observation in self { hasher.combine(observation) }
  }

  public init(arrayLiteral elements: Observation...) { self.init(elements) }
}

// Encoded as an array.
extension Observations: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([Observation].self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Array(self))
  }
}
