import Synchronization

/// Storage for values that are referred to by 32-bit numbers and never move while they are in use.
///
/// Several threads may reserve slots concurrently; each thread fills the slots it reserved. Slots belong to an
/// `ArenaScope` and are reused after that scope has ended, so that the memory of a process with many runs stays flat.
/// Elements must be trivial values: they are not deinitialized when their slots are reused.
public final class Arena<Element: Sendable>: Sendable {
  private struct State {
    /// The lowest number that has never been reserved.
    var next: UInt32 = 1
    /// Slots that can be reused, in ascending order; adjacent ranges are merged.
    var free: [Range<UInt32>] = []
    var reserved = 0
  }

  private let elements = ChunkedBuffer<Element>()
  private let state = Mutex(State())

  public init() {}

  public subscript(number: UInt32) -> Element { unsafeAddress { unsafe UnsafePointer(elements.pointer(to: number)) } }

  /// The number of slots that are reserved by scopes that have not ended.
  public var reservedCount: Int { state.withLock(\.reserved) }

  /// Reserves `count` consecutive slots, to be filled by one thread, and returns the number of the first.
  public func reserve(_ count: Int, in scope: ArenaScope) -> UInt32 {
    guard count > 0 else { return 1 }
    // Rounded up to limit fragmentation when the slots are reused.
    let length = scope.isProcess ? count : (count + 63) / 64 * 64
    let range = state.withLock { state in
      state.reserved += length
      if let range = Self.take(UInt32(length), from: &state.free) { return range }
      precondition(length <= Int(UInt32.max - 2048 - state.next), "more than four billion values")
      let range = state.next..<(state.next + UInt32(length))
      elements.allocate(range.lowerBound...(range.upperBound - 1))
      state.next = range.upperBound
      return range
    }
    scope.atEnd { [self] in release(range) }
    return range.lowerBound
  }

  /// Initializes a reserved slot. Must be called exactly once for each slot.
  public func put(_ element: Element, as number: UInt32) { elements.initialize(number, to: element) }

  private static func take(_ length: UInt32, from free: inout [Range<UInt32>]) -> Range<UInt32>? {
    guard let index = free.firstIndex(where: { $0.count >= length }) else { return nil }
    let range = free[index].lowerBound..<(free[index].lowerBound + length)
    if range.upperBound == free[index].upperBound {
      free.remove(at: index)
    } else {
      free[index] = range.upperBound..<free[index].upperBound
    }
    return range
  }

  private func release(_ range: Range<UInt32>) {
    state.withLock { state in
      state.reserved -= range.count
      var whole = range
      let index = state.free.firstIndex { $0.lowerBound > range.lowerBound } ?? state.free.count
      var joined = index..<index
      if index < state.free.count, state.free[index].lowerBound == range.upperBound {
        whole = whole.lowerBound..<state.free[index].upperBound
        joined = index..<(index + 1)
      }
      if index > 0, state.free[index - 1].upperBound == range.lowerBound {
        whole = state.free[index - 1].lowerBound..<whole.upperBound
        joined = (index - 1)..<joined.upperBound
      }
      state.free.replaceSubrange(joined, with: [whole])
    }
  }
}

/// The lifetime of the values that one run puts into arenas: they are freed when the last reference to the scope is
/// released.
///
/// A value that contains an `ArenaRef` or `Observations` of a run must also hold the scope, as a decision does.
public final class ArenaScope: Sendable {
  /// The scope that lasts as long as the process. Slots reserved in it are never reused.
  public static let process = ArenaScope(isProcess: true)

  let isProcess: Bool
  private let releases = Mutex<[@Sendable () -> Void]>([])

  public convenience init() { self.init(isProcess: false) }
  private init(isProcess: Bool) { self.isProcess = isProcess }

  fileprivate func atEnd(_ release: @escaping @Sendable () -> Void) {
    if !isProcess { releases.withLock { $0.append(release) } }
  }

  deinit { for release in releases.withLock({ $0 }) { release() } }
}

/// A reference of four bytes to a large value in an arena. Values are not deduplicated, unlike interned ones, and an
/// assignment stores a new value.
@propertyWrapper
public struct ArenaRef<Value: ArenaValue>: Hashable, Sendable {
  private var number: UInt32

  public init(wrappedValue: Value) { self.init(wrappedValue) }

  /// Stores a value that lasts as long as the process.
  public init(_ value: Value) {
    var reservation = Reservation(for: 1, in: .process)
    self = reservation.put(value)
  }

  private init(number: UInt32) { self.number = number }

  public var wrappedValue: Value {
    _read { yield Value.arena[number] }
    set { self = ArenaRef(newValue) }
  }

  public var projectedValue: ArenaRef { self }

  /// Consecutive slots for many values, to be filled by one thread.
  public struct Reservation: ~Copyable {
    private var next: UInt32
    private let end: UInt32

    public init(for count: Int, in scope: ArenaScope) {
      next = Value.arena.reserve(count, in: scope)
      end = next + UInt32(count)
    }

    public mutating func put(_ value: Value) -> ArenaRef {
      precondition(next < end, "more values than were reserved")
      defer { next += 1 }
      Value.arena.put(value, as: next)
      return ArenaRef(number: next)
    }
  }

  public static func == (one: ArenaRef, other: ArenaRef) -> Bool {
    one.number == other.number || one.wrappedValue == other.wrappedValue
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

// Encoded as the value itself: numbers have no meaning outside this process.
extension ArenaRef: Codable where Value: Codable {
  public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(Value.self)) }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// A type whose values are stored in one arena.
public protocol ArenaValue: Hashable, Sendable {
  static var arena: Arena<Self> { get }
}
