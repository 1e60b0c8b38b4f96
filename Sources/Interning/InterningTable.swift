import Synchronization

/// An open-addressing hash table of a pool, with lock-free lookup: from the hash of a value to its number.
///
/// Lookup takes no lock, because most values of a report are interned already. Insertion runs under the pool's lock,
/// one writer at a time. A value is written before its number is published here (release) and read after the number was
/// found here (acquire). Tables that were outgrown are not freed, because a reader may still use one; together they are
/// smaller than the current table.
@safe struct InterningTable: ~Copyable, @unchecked Sendable {
  /// A hash in the high half and a number in the low half; 0 means empty, because no number is 0.
  private typealias Slot = Atomic<UInt64>

  @safe private struct Slots {
    let first: UnsafeMutablePointer<Slot>
    let mask: UInt32

    init(count: Int) {
      unsafe first = .allocate(capacity: count)
      for index in 0..<count { unsafe (first + index).initialize(to: Slot(0)) }
      mask = UInt32(count - 1)
    }
  }

  /// The index of the table in use. An atomic cannot hold a `Slots` value itself.
  private let current: Atomic<UInt>
  private let tables: UnsafeMutablePointer<Slots>

  private static let maximumTables = 32

  init() {
    unsafe tables = .allocate(capacity: InterningTable.maximumTables)
    unsafe tables.initialize(to: Slots(count: 1024))
    current = Atomic(0)
  }

  /// The number of the value that has this hash and satisfies `matches`; 0 when there is none.
  @inline(__always)
  func find(_ hash: UInt32, where matches: (UInt32) -> Bool) -> UInt32 {
    let slots = unsafe tables[Int(current.load(ordering: .acquiring))]
    var at = hash & slots.mask
    while true {
      let slot = unsafe slots.first[Int(at)].load(ordering: .acquiring)
      if slot == 0 { return 0 }
      if UInt32(truncatingIfNeeded: slot >> 32) == hash {
        let number = UInt32(truncatingIfNeeded: slot)
        if matches(number) { return number }
      }
      at = (at &+ 1) & slots.mask
    }
  }

  /// Inserts a number. Call only while holding the pool's lock, after `find` returned 0.
  ///
  /// - Parameter count: The number of values in use, including this one.
  func add(_ hash: UInt32, _ number: UInt32, count: Int) {
    let index = Int(current.load(ordering: .relaxed))
    let slots = unsafe tables[index]
    guard count * 3 > Int(slots.mask) * 2 else { return put(UInt64(hash) << 32 | UInt64(number), in: slots) }
    let larger = Slots(count: (Int(slots.mask) + 1) * 2)
    for at in 0...Int(slots.mask) {
      let slot = unsafe slots.first[at].load(ordering: .relaxed)
      if slot != 0 { put(slot, in: larger) }
    }
    put(UInt64(hash) << 32 | UInt64(number), in: larger)
    unsafe (tables + index + 1).initialize(to: larger)
    current.store(UInt(index + 1), ordering: .releasing)
  }

  private func put(_ slot: UInt64, in slots: Slots) {
    var at = UInt32(truncatingIfNeeded: slot >> 32) & slots.mask
    while unsafe slots.first[Int(at)].load(ordering: .relaxed) != 0 { at = (at &+ 1) & slots.mask }
    unsafe slots.first[Int(at)].store(slot, ordering: .releasing)
  }
}
