import Synchronization

/// Finds the number of what is in a pool by its hash.
///
/// Looking up takes no lock: most of what reports say was said before. Adding does, one writer at a time. What a number stands
/// for is written before the number is published here (release), and read after it was found here (acquire), or handed on by
/// whoever found it. Tables that were outgrown are kept: a reader may still be in one, and together they are smaller than the
/// last.
@safe struct InterningTable: ~Copyable, @unchecked Sendable {
  /// A slot holds a hash and a number; 0 is empty, for no number is 0.
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

  /// The table that is in use, as a number: an atomic holds no structure of this size.
  private let current: Atomic<UInt>
  private let header: UnsafeMutablePointer<Slots>

  private static let most = 32

  init() {
    unsafe header = .allocate(capacity: InterningTable.most)
    unsafe header.initialize(to: Slots(count: 1024))
    current = Atomic(0)
  }

  /// The number of the value of this hash for which `isIt` holds; 0 when there is none.
  @inline(__always)
  func find(_ hash: UInt32, where isIt: (UInt32) -> Bool) -> UInt32 {
    let slots = unsafe header[Int(current.load(ordering: .acquiring))]
    var at = hash & slots.mask
    while true {
      let slot = unsafe slots.first[Int(at)].load(ordering: .acquiring)
      if slot == 0 { return 0 }
      if UInt32(truncatingIfNeeded: slot >> 32) == hash {
        let number = UInt32(truncatingIfNeeded: slot)
        if isIt(number) { return number }
      }
      at = (at &+ 1) & slots.mask
    }
  }

  /// Only under the pool's lock, after `find` found nothing. `count` numbers are in use, this one included.
  func add(_ hash: UInt32, _ number: UInt32, count: Int) {
    let index = Int(current.load(ordering: .relaxed))
    let slots = unsafe header[index]
    guard count * 3 > Int(slots.mask) * 2 else { return put(UInt64(hash) << 32 | UInt64(number), in: slots) }
    let larger = Slots(count: (Int(slots.mask) + 1) * 2)
    for at in 0...Int(slots.mask) {
      let slot = unsafe slots.first[at].load(ordering: .relaxed)
      if slot != 0 { put(slot, in: larger) }
    }
    put(UInt64(hash) << 32 | UInt64(number), in: larger)
    unsafe (header + index + 1).initialize(to: larger)
    current.store(UInt(index + 1), ordering: .releasing)
  }

  private func put(_ slot: UInt64, in slots: Slots) {
    var at = UInt32(truncatingIfNeeded: slot >> 32) & slots.mask
    while unsafe slots.first[Int(at)].load(ordering: .relaxed) != 0 { at = (at &+ 1) & slots.mask }
    unsafe slots.first[Int(at)].store(slot, ordering: .releasing)
  }
}
