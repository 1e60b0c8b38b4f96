import Synchronization

/// The pool of the values of one type: each value is stored once and never freed.
@safe public final class ValuePool<Value: Hashable & Sendable>: Sendable {
  private let values = ChunkedBuffer<Value>()
  private let table = InterningTable()
  private let count = Mutex<UInt32>(0)
  private let isSame: @Sendable (Value, Value) -> Bool

  /// - Parameter isSame: Whether two values share one stored value. Must be stricter than `==` for types whose equal
  ///   values can differ in spelling.
  public init(isSame: @escaping @Sendable (Value, Value) -> Bool = { $0 == $1 }) { self.isSame = isSame }

  public func number(of value: Value) -> UInt32 {
    let hash = UInt32(truncatingIfNeeded: value.hashValue)
    let known = find(hash, value)
    return known != 0 ? known : add(hash, value)
  }

  subscript(number: UInt32) -> Value { values[number] }

  private func find(_ hash: UInt32, _ value: Value) -> UInt32 { table.find(hash) { isSame(values[$0], value) } }

  private func add(_ hash: UInt32, _ value: Value) -> UInt32 {
    count.withLock { count in
      let known = find(hash, value)
      if known != 0 { return known }
      count += 1
      values.add(value, as: count)
      table.add(hash, count, count: Int(count))
      return count
    }
  }
}
