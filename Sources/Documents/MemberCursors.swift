import Synchronization

/// Where look-ups in objects begin: after the member that was found last, because readers ask for members mostly in the order
/// in which tools write them. A name is unique in its object, so the answer does not depend on the order.
///
/// The cursors of a few objects are kept. Threads may share them: each is one word.
struct MemberCursors: ~Copyable, Sendable {
  /// The tape index of an object in the high half, and that of a name in it, or the end of the object, in the low half. 0
  /// means none.
  private let cursors = InlineArray<8, Atomic<UInt64>> { _ in Atomic(0) }

  /// The tape index at which a look-up in an object begins; nil for its first name.
  @inline(__always)
  func position(in object: Int) -> Int? {
    let cursor = cursors[object & 7].load(ordering: .relaxed)
    return Int(truncatingIfNeeded: cursor >> 32) == object && cursor != 0 ? Int(cursor & 0xFFFF_FFFF) : nil
  }

  @inline(__always)
  func move(to next: Int, in object: Int) {
    cursors[object & 7].store(
      UInt64(truncatingIfNeeded: object) << 32 | UInt64(truncatingIfNeeded: next), ordering: .relaxed)
  }
}
