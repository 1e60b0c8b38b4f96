import Synchronization

/// Every value of one type that was said, once.
@safe package final class ValuePool<Value: Hashable & Sendable>: Sendable {
  private let values = ChunkedBuffer<Value>()
  private let table = InterningTable()
  private let count = Mutex<UInt32>(0)
  private let isSame: @Sendable (Value, Value) -> Bool

  /// - Parameter isSame: stricter than equality, where equal values may be written differently.
  package init(isSame: @escaping @Sendable (Value, Value) -> Bool = { $0 == $1 }) { self.isSame = isSame }

  package func number(of value: Value) -> UInt32 {
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
