import Synchronization

/// Values that lie one after the other, never move and are known by their numbers: a list that all threads may add to.
package final class Store<Element: Sendable>: Sendable {
  package init() {}

  private let elements = Chunks<Element>()
  private let count = Mutex<UInt32>(0)

  subscript(number: UInt32) -> Element { _read { yield elements[number] } }

  /// Room for so many elements, for one thread to fill; the number of the first.
  func reserve(_ added: Int) -> UInt32 {
    count.withLock { count in
      let first = count + 1
      guard added > 0 else { return first }
      precondition(added <= Int(UInt32.max - count), "more than four billion values")
      elements.makeRoom(for: first...(count + UInt32(added)))
      count += UInt32(added)
      return first
    }
  }

  /// Once for each number of what was reserved.
  func put(_ element: Element, as number: UInt32) { elements.put(element, as: number) }

  func add(_ element: Element) -> UInt32 {
    count.withLock { count in
      count += 1
      elements.add(element, as: count)
      return count
    }
  }
}

/// A large value in four bytes. Unlike what is interned it is not looked for among its likes; a change makes another one.
@propertyWrapper
package struct Kept<Value: Keepable>: Hashable, Sendable {
  private var number: UInt32

  package init(wrappedValue: Value) { number = Value.store.add(wrappedValue) }

  package var wrappedValue: Value {
    _read { yield Value.store[number] }
    set { number = Value.store.add(newValue) }
  }

  package static func == (one: Kept, other: Kept) -> Bool {
    one.number == other.number || one.wrappedValue == other.wrappedValue
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

package protocol Keepable: Hashable, Sendable {
  static var store: Store<Self> { get }
}

extension Finding: Keepable { package static let store = Store<Finding>() }
