import Synchronization

/// Values that never move while they are in use and are known by numbers of four bytes.
///
/// Many threads may reserve room at once; each fills what it reserved. Room belongs to an `ArenaScope` and is used again after
/// the scope has ended, so the memory of a process that works through one run after the other stays flat. Elements must be
/// trivial values: they are not destroyed when their room is used again.
package final class Arena<Element: Sendable>: Sendable {
  private struct State {
    /// The first number that was never used.
    var next: UInt32 = 1
    /// Room to use again: ascending, and no two ranges touch.
    var free: [Range<UInt32>] = []
    var reserved = 0
  }

  private let elements = ChunkedBuffer<Element>()
  private let state = Mutex(State())

  package init() {}

  package subscript(number: UInt32) -> Element { unsafeAddress { unsafe UnsafePointer(elements.pointer(to: number)) } }

  /// How many elements there is room for in scopes that have not ended.
  package var reservedCount: Int { state.withLock(\.reserved) }

  /// Room for so many elements, for one thread to fill; the number of the first.
  package func reserve(_ count: Int, in scope: ArenaScope) -> UInt32 {
    guard count > 0 else { return 1 }
    // Rounded, so that room which is used again is not cut into ever smaller pieces.
    let length = scope.isProcess ? count : (count + 63) / 64 * 64
    let range = state.withLock { state in
      state.reserved += length
      if let range = Self.take(UInt32(length), from: &state.free) { return range }
      precondition(length <= Int(UInt32.max - 2048 - state.next), "more than four billion values")
      let range = state.next..<(state.next + UInt32(length))
      elements.makeRoom(for: range.lowerBound...(range.upperBound - 1))
      state.next = range.upperBound
      return range
    }
    scope.atEnd { [self] in release(range) }
    return range.lowerBound
  }

  /// Once for each number of what was reserved.
  package func put(_ element: Element, as number: UInt32) { elements.put(element, as: number) }

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

/// The life of what one run puts into arenas: all of it is freed when the last reference to the scope goes.
///
/// Whoever holds an `ArenaRef` or `Observations` of a run must hold its scope too; a decision does.
package final class ArenaScope: Sendable {
  /// Lasts as long as the process.
  package static let process = ArenaScope(isProcess: true)

  let isProcess: Bool
  private let releases = Mutex<[@Sendable () -> Void]>([])

  package convenience init() { self.init(isProcess: false) }
  private init(isProcess: Bool) { self.isProcess = isProcess }

  fileprivate func atEnd(_ release: @escaping @Sendable () -> Void) {
    if !isProcess { releases.withLock { $0.append(release) } }
  }

  deinit { for release in releases.withLock({ $0 }) { release() } }
}

/// A large value in four bytes. Unlike an interned value it is not looked up among its equals; a change makes another one.
@propertyWrapper
package struct ArenaRef<Value: ArenaValue>: Hashable, Sendable {
  private var number: UInt32

  package init(wrappedValue: Value) { self.init(wrappedValue) }

  /// A value that lasts as long as the process.
  package init(_ value: Value) {
    var reservation = Reservation(for: 1, in: .process)
    self = reservation.put(value)
  }

  private init(number: UInt32) { self.number = number }

  package var wrappedValue: Value {
    _read { yield Value.arena[number] }
    set { self = ArenaRef(newValue) }
  }

  package var projectedValue: ArenaRef { self }

  /// Room for many values, which one thread fills.
  package struct Reservation: ~Copyable {
    private var next: UInt32
    private let end: UInt32

    package init(for count: Int, in scope: ArenaScope) {
      next = Value.arena.reserve(count, in: scope)
      end = next + UInt32(count)
    }

    package mutating func put(_ value: Value) -> ArenaRef {
      precondition(next < end, "more values than were reserved")
      defer { next += 1 }
      Value.arena.put(value, as: next)
      return ArenaRef(number: next)
    }
  }

  package static func == (one: ArenaRef, other: ArenaRef) -> Bool {
    one.number == other.number || one.wrappedValue == other.wrappedValue
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

// Stored as the value itself.
extension ArenaRef: Codable where Value: Codable {
  package init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(Value.self)) }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// A type whose values lie in an arena of their own.
package protocol ArenaValue: Hashable, Sendable {
  static var arena: Arena<Self> { get }
}
