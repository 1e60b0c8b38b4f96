import Interning

/// CWE numbers that some results have in common.
struct Weaknesses: Hashable, Sendable {
  /// In ascending order.
  private(set) var inOrder: Interned<[Int]>
  /// The number, where there is one alone, as there nearly always is: no list is asked for it.
  private var only: Int?

  init(_ list: Interned<[Int]>) {
    inOrder = list.together(Correlation.inOrder)
    only = list.wrappedValue.count == 1 ? list.wrappedValue[0] : nil
  }

  func has(_ number: Int) -> Bool { only.map { $0 == number } ?? inOrder.wrappedValue.contains(number) }

  func forEach(_ body: (Int) -> Void) {
    if let only { body(only) } else { for number in inOrder.wrappedValue { body(number) } }
  }

  mutating func keep(_ others: Weaknesses) {
    if inOrder != others.inOrder { self = Weaknesses(Interned(inOrder.wrappedValue.filter(others.has))) }
  }
}
