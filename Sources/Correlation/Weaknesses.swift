import Interning

/// The weaknesses that a result names, without those that say too little to compare (`WeaknessHierarchy.isGeneric`).
///
/// Of several joined results: what all of them name, or, if they only name related weaknesses, the most specific. If they
/// name unrelated ones, nothing.
struct Weaknesses: Hashable, Sendable {
  /// The numbers, in ascending order, generic ones included: what a finding lists.
  let sorted: Interned<[Int]>
  /// The numbers to compare, in ascending order.
  private(set) var named: Interned<[Int]>
  /// The weaknesses that these are kinds of.
  private(set) var ancestors: Interned<[Int]>
  /// Whether joined results name unrelated weaknesses, so that none of them describes all results.
  private var areUnrelated = false
  /// The number when there is exactly one, which is the usual case and avoids looking up the list.
  private var only: Int?

  init(_ list: Interned<[Int]>) {
    sorted = list.canonical(sortedUnion)
    named = Interned(sorted.wrappedValue.filter { !WeaknessHierarchy.isGeneric($0) })
    (ancestors, only) = (.none(), nil)
    update()
  }

  private mutating func update() {
    let numbers = named.wrappedValue
    only = numbers.count == 1 ? numbers[0] : nil
    ancestors = Interned(sortedUnion(numbers.map(WeaknessHierarchy.ancestors)))
  }

  /// Whether the number is one of those named.
  func has(_ number: Int) -> Bool { only.map { $0 == number } ?? named.wrappedValue.contains(number) }

  /// Whether the number is one of those named, or one of these is a kind of it.
  func isKind(of number: Int) -> Bool { has(number) || ancestors.wrappedValue.contains(number) }

  func forEach(_ body: (Int) -> Void) {
    if let only { body(only) } else { for number in named.wrappedValue { body(number) } }
  }

  /// Keeps what both name; or, when they name nothing in common, the more specific of both.
  mutating func combine(with other: Weaknesses) {
    areUnrelated = areUnrelated || other.areUnrelated
    guard named != other.named || areUnrelated else { return }
    let common = named.wrappedValue.filter(other.has)
    if areUnrelated {
      named = .none()
    } else if !common.isEmpty {
      named = Interned(common)
    } else if named.wrappedValue.isEmpty || other.ancestors.wrappedValue.contains(where: has) {
      named = other.named
    } else if !other.named.wrappedValue.isEmpty, !ancestors.wrappedValue.contains(where: other.has) {
      (areUnrelated, named) = (true, .none())
    }
    update()
  }
}
