package import Interning

/// What is worked out once of each value that was said, and is found by the value's number.
///
/// A million results name some thousand packages and lists of names.
package struct MemoTable<Value: Internable, Made: Sendable>: Sendable {
  /// By number, from 1 on where in `made` the value's is; 0: nobody said the value.
  private let places: [UInt32]
  package let made: [Made]

  package init(_ values: some Sequence<Interned<Value>>, _ make: @Sendable (Interned<Value>) -> Made) {
    var (places, distinct) = ([UInt32](), [Interned<Value>]())
    for value in values {
      let number = Int(value.number)
      if number >= places.count {
        places += [UInt32](repeating: 0, count: max(number + 1, 2 * places.count) - places.count)
      }
      if places[number] == 0 {
        distinct.append(value)
        places[number] = UInt32(distinct.count)
      }
    }
    self.places = places
    made = inParallel(over: distinct.indices) { [distinct] in $0.map { make(distinct[$0]) } }
  }

  /// - Precondition: the value is one of those that this was made for.
  package subscript(value: Interned<Value>) -> Made { _read { yield made[Int(places[Int(value.number)]) - 1] } }
}
