public import Interning

/// Results that are computed once for each distinct interned value and looked up by the value's number.
///
/// A report of a million results mentions only a few thousand packages and lists of identifiers.
public struct MemoTable<Value: Internable, Result: Sendable>: Sendable {
  /// From a value's number to the index of its result in `results`, plus 1; 0 means that there is none.
  @usableFromInline let positions: [UInt32]
  public let results: [Result]

  @inlinable
  public init(_ values: some Sequence<Interned<Value>>, _ make: @Sendable (Interned<Value>) -> Result) {
    self.init(values, ofAll: { $0.map(make) })
  }

  /// - Parameter make: Makes the results of some of the values, in their order.
  @inlinable
  public init(
    _ values: some Sequence<Interned<Value>>, ofAll make: @Sendable (ArraySlice<Interned<Value>>) -> [Result]
  ) {
    var (positions, distinct) = ([UInt32](), [Interned<Value>]())
    for value in values {
      let number = Int(value.number)
      if number >= positions.count {
        positions += [UInt32](repeating: 0, count: max(number + 1, 2 * positions.count) - positions.count)
      }
      if positions[number] == 0 {
        distinct.append(value)
        positions[number] = UInt32(distinct.count)
      }
    }
    self.positions = positions
    results = inParallel(over: distinct.indices) { [distinct] in make(distinct[$0]) }
  }

  /// The result for a value, which must be one of those that the table was made for.
  @inlinable
  public subscript(value: Interned<Value>) -> Result { _read { yield results[Int(positions[Int(value.number)]) - 1] } }
}
