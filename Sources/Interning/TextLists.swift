import Synchronization

/// Finds interned lists of one or two strings by the numbers of these strings, which is faster than by their bytes: the
/// results of a report repeat few lists of names many times.
final class TextLists: Sendable {
  static let shared = TextLists()

  private struct Entry: Sendable {
    let texts: UInt64
    let list: UInt32
  }

  private let entries = ChunkedBuffer<Entry>()
  private let table = InterningTable()
  private let count = Mutex<UInt32>(0)

  /// The number of a list. `make` finds it in the pool of lists when it is not known here.
  func number(of texts: [InternedString], _ make: () -> UInt32) -> UInt32 {
    guard texts.count == 1 || texts.count == 2 else { return make() }
    // No string has the number 0, so lists of one string differ from those of two.
    let key = UInt64(texts[0].number) << 32 | UInt64(texts.count == 2 ? texts[1].number : 0)
    let known = find(key)
    if known != 0 { return entries[known].list }
    let list = make()
    count.withLock { count in
      guard find(key) == 0 else { return }
      count += 1
      entries.add(Entry(texts: key, list: list), as: count)
      table.add(hash(key), count, count: Int(count))
    }
    return list
  }

  @inline(__always)
  private func find(_ key: UInt64) -> UInt32 { table.find(hash(key)) { entries[$0].texts == key } }

  /// Numbers are assigned in sequence, so no input can choose them.
  @inline(__always)
  private func hash(_ key: UInt64) -> UInt32 {
    let mixed = (key ^ key &>> 32) &* 0x9E37_79B9_7F4A_7C15
    return UInt32(truncatingIfNeeded: mixed &>> 32)
  }
}
