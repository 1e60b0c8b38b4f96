import Interning

/// The CWE numbers that several results have in common.
struct Weaknesses: Hashable, Sendable {
  /// The numbers, in ascending order.
  private(set) var sorted: Interned<[Int]>
  /// The number when there is exactly one, which is the usual case and avoids looking up the list.
  private var only: Int?

  init(_ list: Interned<[Int]>) {
    sorted = list.canonical(sortedUnion)
    only = list.wrappedValue.count == 1 ? list.wrappedValue[0] : nil
  }

  /// Whether the number is one of them.
  func has(_ number: Int) -> Bool { only.map { $0 == number } ?? sorted.wrappedValue.contains(number) }

  func forEach(_ body: (Int) -> Void) {
    if let only { body(only) } else { for number in sorted.wrappedValue { body(number) } }
  }

  /// Removes the numbers that `others` does not have.
  mutating func intersect(_ others: Weaknesses) {
    if sorted != others.sorted { self = Weaknesses(Interned(sorted.wrappedValue.filter(others.has))) }
  }
}
